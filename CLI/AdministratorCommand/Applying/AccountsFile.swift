import AuthContract
import Foundation
import IdentityContract
import Messaging
import ServiceRuntime

/// The file that takes the passwords of new accounts: `[{"email", "password", "role"}]`, of mode 0600.
///
/// A password is told once, so each goes into the file before the next account is added; and before an account is asked for,
/// what will be asked is written down beside the file, in `<file>.pending`. When the command dies between the question and
/// the answer, the next one asks the same question again, with the same idempotency key, and is told a new password.
struct AccountsFile: Sendable {
    let path: String

    /// One account's line.
    struct Entry: Codable, Equatable, Sendable {
        var email: String
        var password: String
        /// `user`, or `administrator` for one who is that too.
        var role: Role
    }

    /// A question that was, or is about to be, asked.
    struct Pending: Codable, Sendable {
        var question: AddAccount
        var key: IdempotencyKey
    }

    private var pendingPath: String { "\(path).pending" }

    /// The accounts in the file, none where there is no file yet.
    func entries() throws(Complaint) -> [Entry] {
        guard let text = try PrivateFile.read(path) else { return [] }
        do {
            return try JSONDecoder().decode([Entry].self, from: Data(text.utf8))
        } catch {
            throw .failure("\(path) is there and is not a list of accounts; move it away.")
        }
    }

    /// Adds an account's password, in the place of an older one of the same address.
    func record(_ entry: Entry) throws {
        let others = try entries().filter { $0.email != entry.email }
        try PrivateFile.replace(path, with: try JSONText.of(others + [entry]) + "\n")
    }

    /// The question that an earlier command did not see answered.
    func pending() throws(Complaint) -> Pending? {
        guard let text = try PrivateFile.read(pendingPath) else { return nil }
        do {
            return try JSONDecoder().decode(Pending.self, from: Data(text.utf8))
        } catch {
            throw .failure("\(pendingPath) is not what this command leaves there; remove it.")
        }
    }

    /// Writes down what is about to be asked.
    func begin(_ pending: Pending) throws {
        try PrivateFile.replace(pendingPath, with: try JSONText.of(pending) + "\n")
    }

    /// Forgets it: it was answered, and the answer recorded.
    func settle() throws(Complaint) {
        guard unlink(pendingPath) == 0 || errno == ENOENT else {
            throw .failure("\(pendingPath) cannot be removed: \(PrivateFile.reason).")
        }
    }
}
