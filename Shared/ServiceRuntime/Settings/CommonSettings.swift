/// The settings that every program has.
public struct CommonSettings: Settings {
    /// What lines of the log look like.
    public static let logFormat = Setting<Log.Format>.choice(
        "PORTICO_LOG_FORMAT",
        "What lines of the log look like: text for people, json for machines.",
        default: .text
    )

    /// Which lines of the log are written.
    public static let logLevel = Setting<Log.Level>.choice(
        "PORTICO_LOG_LEVEL",
        "The least important lines of the log that are still written.",
        default: .info
    )

    /// Where metrics can be collected.
    public static let metricsListen = Setting<HostPort>.hostPort(
        "PORTICO_METRICS_LISTEN",
        "The host:port on which Prometheus can collect metrics at /metrics."
    ).optional

    /// All of them.
    public static let all: [any AnySetting] = [logFormat, logLevel, metricsListen]

    /// What lines of the log look like.
    public let logFormat: Log.Format
    /// The least important lines that are still written.
    public let logLevel: Log.Level
    /// Where metrics can be collected; nil offers them nowhere.
    public let metricsListen: HostPort?

    /// Takes the values.
    public init(_ values: SettingValues) throws {
        logFormat = try values[Self.logFormat]
        logLevel = try values[Self.logLevel]
        metricsListen = try values[Self.metricsListen]
    }
}
