import Cryptography
import Foundation
import Messaging
import ServiceRuntime

/// The folder that holds a portal's keys, arranged so that each program can be given its own and no other.
///
///     auth/      bus.key  sealing.key  passport-signing.key
///     mfa/       bus.key  sealing.key  proof-signing.key
///     profile/   bus.key  sealing.key
///     apps/      bus.key  sealing.key
///     gateway/   bus.key
///     operator/  bus.key
///     peers/     <program>.bus: everybody's public keys of the bus
///     public/    passports.pub  proofs.pub: what passports and proofs are checked with
///
/// A program needs its own folder, `peers` and, where it checks passports or proofs, `public`.
struct KeyFolder: Sendable {
    let path: String

    /// Where the operator's key on the bus is.
    var operatorKey: String { "\(path)/operator/bus.key" }
    /// Where everybody's public keys of the bus are.
    var peers: String { "\(path)/peers" }

    /// The programs with a key of the bus.
    static let programs: [CallerName] = [.auth, .mfa, .profile, .apps, .gateway, .operator]
    /// Those of them that keep something sealed.
    static let sealing: Set<CallerName> = [.auth, .mfa, .profile, .apps]

    /// Every file of a new portal, by its path in the folder: keys that were drawn just now.
    static func freshFiles() throws -> [String: Secret<String>] {
        var files: [String: Secret<String>] = [:]
        for program in programs {
            let key = try BusKeyPair.generate()
            files["\(program)/bus.key"] = line(key.secretText)
            files["peers/\(program).bus"] = Secret("\(key.publicKey)\n")
        }
        for program in sealing { files["\(program)/sealing.key"] = SealingKeys.generate().text }
        for (program, kind) in [(CallerName.auth, "passport"), (.mfa, "proof")] {
            let key = SigningKey.generate()
            files["\(program)/\(kind)-signing.key"] = key.text
            files["public/\(kind)s.pub"] = Secret(key.publicKey.text)
        }
        return files
    }

    /// Makes the folder with new keys; all of it is there afterwards, or nothing.
    ///
    /// - Throws: a `Complaint` where the folder is there already: a key that is lost cannot be made again.
    func make() throws {
        guard try isVacant() else {
            throw Complaint.failure("\(path) is there already, and keys are never overwritten.")
        }
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard FileManager.default.fileExists(atPath: parent) else {
            throw Complaint.failure("\(path) cannot be made: there is no folder \(parent).")
        }
        let beside = "\(path).\(Hex.encode(SystemRandom().bytes(4)))"
        do {
            try PrivateFile.createFolder(beside)
            let files = try Self.freshFiles()
            for folder in Set(files.keys.map { $0.split(separator: "/")[0] }) {
                try PrivateFile.createFolder("\(beside)/\(folder)")
            }
            for (name, text) in files { try PrivateFile.create("\(beside)/\(name)", holding: text.expose()) }
            // An empty folder may be there and is replaced; one that was filled meanwhile is not.
            guard rename(beside, path) == 0 else {
                throw Complaint.failure("\(path) cannot be made: \(PrivateFile.reason).")
            }
        } catch {
            try? FileManager.default.removeItem(atPath: beside)
            throw error
        }
    }

    /// Whether nothing is there, or an empty folder.
    private func isVacant() throws -> Bool {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return true }
        guard isFolder.boolValue else { return false }
        guard let content = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw Complaint.failure("\(path) cannot be read.")
        }
        return content.isEmpty
    }

    private static func line(_ secret: Secret<String>) -> Secret<String> {
        Secret("\(secret.expose())\n")
    }
}
