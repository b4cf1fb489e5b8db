/// The name of a program on the bus: what `<name>.bus` in the folder of peers is called.
public struct CallerName: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name, such as `gateway`.
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(_ name: String) {
        rawValue = name
    }

    public var description: String { rawValue }

    public static let gateway = CallerName("gateway")
    public static let auth = CallerName("auth")
    public static let mfa = CallerName("mfa")
    public static let profile = CallerName("profile")
    public static let apps = CallerName("apps")
    /// The administrator's command: a principal of its own, which never impersonates anyone.
    public static let `operator` = CallerName("operator")
}
