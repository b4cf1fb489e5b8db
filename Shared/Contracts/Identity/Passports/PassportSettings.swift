public import Cryptography
import Foundation
public import ServiceRuntime

/// The setting of every service that checks passports.
public enum PassportSettings {
    /// The keys that passports are checked with.
    public static let publicKeys = Setting<VerifyingKeys>(
        "PORTICO_PASSPORT_PUBLIC_KEYS",
        "The file with the public keys that auth's passports are checked with; read again when it changes."
    ) { path in
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw SettingProblem("must be the path of a file that this program can read")
        }
        return try VerifyingKeys(file: path)
    }
}
