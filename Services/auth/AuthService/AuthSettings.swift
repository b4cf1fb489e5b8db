public import Cryptography
import Foundation
import IdentityContract
public import Messaging
public import Postgres
public import ServiceRuntime

/// Everything that auth can be told.
public struct AuthSettings: Settings {
    static let sealingKeys = Setting<SealingKeys>.secret(
        "PORTICO_SEALING_KEY",
        "The keys that remembered answers are sealed with, the current one first."
    ) { try SealingKeys(parsing: $0) }

    static let signingKey = Setting<SigningKey>.secret(
        "PORTICO_PASSPORT_SIGNING_KEY",
        "The keys that passports are signed with, the current one first."
    ) { try SigningKey(parsing: $0) }

    static let proofKeys = Setting<VerifyingKeys>(
        "PORTICO_PROOF_PUBLIC_KEYS",
        "The file with the public keys that mfa's proofs are checked with; read again when it changes."
    ) { path in
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw SettingProblem("must be the path of a file that this program can read")
        }
        return try VerifyingKeys(file: path)
    }

    static let passwordThreads = Setting<Int>.int(
        "PORTICO_PASSWORD_THREADS",
        "How many passwords are hashed side by side; each takes 19 MiB of memory and a core.",
        in: 1...64,
        default: 2
    )

    /// All of them.
    public static let all: [any AnySetting] =
        [BusSettings.listen, BusSettings.key, BusSettings.peers, BusSettings.mfa] + PostgresSettings.all
        + [sealingKeys, signingKey, PassportSettings.publicKeys, proofKeys, passwordThreads]

    /// Where auth listens on the bus, its key, and everybody's public keys.
    public let bus: (listen: BusEndpoint, key: BusKeyPair, peers: BusPeers)
    /// Where mfa answers, whose announcements auth follows.
    public let mfa: [BusEndpoint]
    /// Its database.
    public let database: PostgresSettings
    let keys: AuthKeys
    let passwordThreads: Int

    /// Takes the values.
    ///
    /// - Throws: `SettingProblems` where nobody would believe the passports that are signed.
    public init(_ values: SettingValues) throws {
        bus = (try values[BusSettings.listen], try values[BusSettings.key], try values[BusSettings.peers])
        mfa = try values[BusSettings.mfa]
        database = try PostgresSettings(values)
        keys = AuthKeys(
            sealing: try values[Self.sealingKeys],
            signing: try values[Self.signingKey],
            passports: try values[PassportSettings.publicKeys],
            proofs: try values[Self.proofKeys]
        )
        passwordThreads = try values[Self.passwordThreads]
        guard keys.passports.keyIDs.contains(keys.signing.keyID) else {
            throw SettingProblems([
                "\(PassportSettings.publicKeys.name) must hold the public half of \(Self.signingKey.name)."
            ])
        }
    }
}

/// The keys that auth works with.
public struct AuthKeys: Sendable {
    /// What remembered answers are sealed with.
    public var sealing: SealingKeys
    /// What passports are signed with.
    public var signing: SigningKey
    /// What passports are checked with.
    public var passports: VerifyingKeys
    /// What mfa's proofs are checked with.
    public var proofs: VerifyingKeys

    /// Takes the keys.
    public init(sealing: SealingKeys, signing: SigningKey, passports: VerifyingKeys, proofs: VerifyingKeys) {
        self.sealing = sealing
        self.signing = signing
        self.passports = passports
        self.proofs = proofs
    }
}
