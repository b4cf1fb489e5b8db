import Cryptography
import IdentityContract
public import Messaging
public import Postgres
public import ServiceRuntime

/// Everything that mfa can be told.
public struct MFASettings: Settings {
    static let signingKey = Setting<SigningKey>.secret(
        "PORTICO_PROOF_SIGNING_KEY",
        "The key that proofs are signed with, the current one first."
    ) { try SigningKey(parsing: $0) }

    static let sealingKeys = Setting<SealingKeys>.secret(
        "PORTICO_SEALING_KEY",
        "The keys that factors' secrets and remembered answers are sealed with, the current one first."
    ) { try SealingKeys(parsing: $0) }

    static let organization = Setting<String>.string(
        "PORTICO_ORGANIZATION",
        "The organisation's name, under which authenticator apps list the account.",
        default: "Portico",
        longest: 100
    )

    /// All of them.
    public static let all: [any AnySetting] =
        [BusSettings.listen, BusSettings.key, BusSettings.peers, BusSettings.auth, BusSettings.profile]
        + PostgresSettings.all
        + [signingKey, sealingKeys, PassportSettings.publicKeys, organization]

    /// Where mfa listens on the bus, its key, and everybody's public keys.
    public let bus: (listen: BusEndpoint, key: BusKeyPair, peers: BusPeers)
    /// Where auth answers.
    public let auth: [BusEndpoint]
    /// Where profile answers.
    public let profile: [BusEndpoint]
    /// Its database.
    public let database: PostgresSettings
    let signing: SigningKey
    let sealing: SealingKeys
    let passports: VerifyingKeys
    let organization: String

    /// Takes the values.
    public init(_ values: SettingValues) throws {
        bus = (try values[BusSettings.listen], try values[BusSettings.key], try values[BusSettings.peers])
        auth = try values[BusSettings.auth]
        profile = try values[BusSettings.profile]
        database = try PostgresSettings(values)
        signing = try values[Self.signingKey]
        sealing = try values[Self.sealingKeys]
        passports = try values[PassportSettings.publicKeys]
        organization = try values[Self.organization]
    }
}
