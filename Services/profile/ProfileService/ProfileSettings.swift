import Cryptography
import IdentityContract
public import Messaging
public import Postgres
public import ServiceRuntime

/// Everything that profile can be told.
public struct ProfileSettings: Settings {
    static let sealingKeys = Setting<SealingKeys>.secret(
        "PORTICO_SEALING_KEY",
        "The keys that remembered answers are sealed with, the current one first."
    ) { try SealingKeys(parsing: $0) }

    /// All of them.
    public static let all: [any AnySetting] =
        [BusSettings.listen, BusSettings.key, BusSettings.peers, BusSettings.auth] + PostgresSettings.all
        + [sealingKeys, PassportSettings.publicKeys]

    /// Where profile listens on the bus, its key, and everybody's public keys.
    public let bus: (listen: BusEndpoint, key: BusKeyPair, peers: BusPeers)
    /// Where auth answers.
    public let auth: [BusEndpoint]
    /// Its database.
    public let database: PostgresSettings
    let sealing: SealingKeys
    let passports: VerifyingKeys

    /// Takes the values.
    public init(_ values: SettingValues) throws {
        bus = (try values[BusSettings.listen], try values[BusSettings.key], try values[BusSettings.peers])
        auth = try values[BusSettings.auth]
        database = try PostgresSettings(values)
        sealing = try values[Self.sealingKeys]
        passports = try values[PassportSettings.publicKeys]
    }
}
