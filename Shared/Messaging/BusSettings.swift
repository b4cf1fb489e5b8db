import Foundation
public import ServiceRuntime

/// The settings of a program that speaks on the bus.
public enum BusSettings {
    /// Where a service listens.
    public static let listen = Setting<BusEndpoint>(
        "PORTICO_BUS_LISTEN",
        "Where this program listens on the bus, tcp://host:port.",
        default: BusEndpoint(host: "127.0.0.1", port: 7001),
        parse: endpoint
    )

    /// The program's own key.
    public static let key = Setting<BusKeyPair>(
        "PORTICO_BUS_KEY",
        "The secret half of this program's key on the bus, 43 characters of base64url.",
        isSecret: true
    ) { try BusKeyPair(parsing: Secret($0.trimmingCharacters(in: .whitespacesAndNewlines))) }

    /// Everybody's public keys.
    public static let peers = Setting<BusPeers>(
        "PORTICO_BUS_PEERS",
        "The folder with the public keys of every program on the bus, <program>.bus, one key a line."
    ) { try BusPeers(folder: $0) }

    /// Where auth is.
    public static let auth = endpoints("PORTICO_AUTH", "Where auth listens on the bus")
    /// Where mfa is.
    public static let mfa = endpoints("PORTICO_MFA", "Where mfa listens on the bus")
    /// Where profile is.
    public static let profile = endpoints("PORTICO_PROFILE", "Where profile listens on the bus")
    /// Where apps is.
    public static let apps = endpoints("PORTICO_APPS", "Where apps listens on the bus")

    private static func endpoints(_ name: String, _ help: String) -> Setting<[BusEndpoint]> {
        Setting(
            name,
            "\(help): tcp://host:port, several separated by commas; each name may stand for several replicas."
        ) {
            text in
            let endpoints = try text.split(separator: ",").map { try endpoint($0.trimmingCharacters(in: .whitespaces)) }
            guard !endpoints.isEmpty else { throw SettingProblem("must name at least one tcp://host:port") }
            guard endpoints.allSatisfy({ $0.port != 0 }) else { throw SettingProblem("must name a port") }
            return endpoints
        }
    }

    @Sendable private static func endpoint(_ text: String) throws -> BusEndpoint {
        guard let endpoint = BusEndpoint(text) else { throw SettingProblem("must have the form tcp://host:port") }
        return endpoint
    }
}
