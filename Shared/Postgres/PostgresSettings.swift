public import ServiceRuntime

/// Where a service's database is.
public struct PostgresSettings: Settings {
    /// The database's address, with its password unless that comes from elsewhere.
    public static let url = Setting<Secret<String>>.secretString(
        "PORTICO_DATABASE_URL",
        "The service's own database: postgresql://user:password@host:5432/database. Several hosts are tried in turn."
    )

    /// How many connections it may use.
    public static let connections = Setting<Int>.int(
        "PORTICO_DATABASE_CONNECTIONS",
        "How many connections to the database are used at once.",
        in: 1...500,
        default: 8
    )

    /// All of them.
    public static let all: [any AnySetting] = [url, connections]

    /// The database's address.
    public let url: Secret<String>
    /// How many connections it may use.
    public let connections: Int

    /// Takes the values.
    public init(_ values: SettingValues) throws {
        url = try values[Self.url]
        connections = try values[Self.connections]
    }
}

extension PostgresPool {
    /// Makes the pool that a program's settings describe.
    public convenience init(_ settings: PostgresSettings, program: String, log: Log, metrics: Metrics) throws {
        try self.init(
            url: settings.url,
            connections: settings.connections,
            program: program,
            log: log,
            metrics: metrics
        )
    }
}
