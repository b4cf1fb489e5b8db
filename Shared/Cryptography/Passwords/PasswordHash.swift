/// A stored password: an Argon2id hash as a PHC string, which names its own parameters and salt.
///
///     $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>
///
/// Its `text` goes into the database and nowhere else; printed, it shows its parameters alone.
public struct PasswordHash: Sendable, Hashable {
    /// The longest text that is read at all, in bytes.
    public static let textLimit = 256
    /// The lengths of salt that are accepted, in bytes.
    public static let saltLimits = 8...64
    /// The lengths of hash that are accepted, in bytes.
    public static let hashLimits = 16...64

    /// What new hashes have, in bytes.
    static let saltByteCount = 16
    static let hashByteCount = 32

    /// The PHC string.
    public let text: String
    /// How much work it was, and verifying is.
    public let parameters: Argon2Parameters

    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Reads a PHC string, our own or another program's.
    ///
    /// Only Argon2id version 19 with one lane and bounded parameters is accepted, in the one spelling that its values
    /// have: an import cannot make a sign-in cost a minute or a gigabyte.
    public init(parsing text: String) throws(PasswordHashError) {
        guard text.utf8.count <= Self.textLimit else { throw .tooLong }
        let fields = text.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0].isEmpty else { throw .malformed }
        guard fields[1] == "argon2id", fields[2] == "v=19" else { throw .notArgon2id }

        let parameters = fields[3].split(separator: ",", omittingEmptySubsequences: false)
        guard parameters.count == 3,
            let memoryKiB = Self.number(parameters[0], named: "m="),
            let passes = Self.number(parameters[1], named: "t="),
            let lanes = Self.number(parameters[2], named: "p=")
        else { throw .malformed }
        guard lanes == 1, let accepted = Argon2Parameters(memoryKiB: memoryKiB, passes: passes) else {
            throw .parametersOutOfBounds
        }

        guard let salt = Base64.standard.decode(fields[4]), let hash = Base64.standard.decode(fields[5]) else {
            throw .malformed
        }
        guard Self.saltLimits.contains(salt.count), Self.hashLimits.contains(hash.count) else {
            throw .parametersOutOfBounds
        }
        self.init(accepted, salt: salt, hash: hash)
    }

    init(_ parameters: Argon2Parameters, salt: [UInt8], hash: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.hash = hash
        text = "$argon2id$v=19$\(parameters)$\(Base64.standard.encode(salt))$\(Base64.standard.encode(hash))"
    }

    /// Whether a new hash would be stronger, by its work or its lengths.
    func isWeaker(than parameters: Argon2Parameters) -> Bool {
        parameters.exceed(self.parameters) || salt.count < Self.saltByteCount || hash.count < Self.hashByteCount
    }

    /// A decimal number in its one spelling: no sign, no leading zero, no more than nine digits.
    private static func number(_ field: Substring, named name: String) -> Int? {
        guard field.hasPrefix(name) else { return nil }
        let digits = field.utf8.dropFirst(name.utf8.count)
        guard (1...9).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.count == 1 || digits.first != 0x30
        else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}

extension PasswordHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<password hash, \(parameters)>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["parameters": parameters.description]) }
}

/// Why a stored or imported password hash was refused.
public enum PasswordHashError: Error, Hashable, CustomStringConvertible {
    case tooLong
    case malformed
    case notArgon2id
    case parametersOutOfBounds

    public var description: String {
        switch self {
        case .tooLong: "the password hash is longer than \(PasswordHash.textLimit) bytes"
        case .malformed: "the password hash is not a PHC string"
        case .notArgon2id: "the password hash is not Argon2id, version 19"
        case .parametersOutOfBounds:
            "the password hash needs p=1, m in \(Argon2Parameters.memoryLimitsKiB), t in \(Argon2Parameters.passLimits), "
                + "a salt of \(PasswordHash.saltLimits) bytes and a hash of \(PasswordHash.hashLimits) bytes"
        }
    }
}
