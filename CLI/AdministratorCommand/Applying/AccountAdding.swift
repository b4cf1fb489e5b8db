import AuthContract
import IdentityContract
import Messaging
import ServiceRuntime

/// Adds accounts so that no password that auth told is lost on the way.
struct AccountAdding: Sendable {
    let auth: ServiceLine
    let file: AccountsFile

    /// How often a question is asked whose answer does not come.
    private static let attempts = 3

    /// Adds an account, and records its password.
    func add(_ question: AddAccount) async throws -> AccountID {
        let pending = AccountsFile.Pending(question: question, key: IdempotencyKey())
        try file.begin(pending)
        do {
            return try await settle(pending)
        } catch let refusal as AddAccount.Refusal {
            try file.settle()
            throw Complaint.failure(refusal.sentence(for: question))
        }
    }

    /// Finishes what an earlier command asked and saw no answer to: it was agreed to then.
    ///
    /// It is asked again whether the account is there yet or not: the question may still be on its way, and whoever took
    /// its absence for the end of it would lose the password that comes after.
    ///
    /// - Returns: What there is to say of it, if anything.
    /// - Throws: a `Complaint` where auth does not answer or the file cannot be written.
    func resume() async throws -> String? {
        guard let pending = try file.pending() else { return nil }
        let email = pending.question.email
        guard try !file.entries().contains(where: { $0.email == email }) else {
            // Recorded, and the command died before it could say so.
            try file.settle()
            return nil
        }
        do {
            _ = try await settle(pending)
            return "An earlier run was interrupted while it added \(email); its password is in \(file.path) now."
        } catch let refusal as AddAccount.Refusal {
            try file.settle()
            guard refusal == .addressTaken else { throw Complaint.failure(refusal.sentence(for: pending.question)) }
            // Auth remembers for two minutes, and those are over.
            return """
                Nobody knows the password of \(email): the run that added the account was interrupted more than two \
                minutes ago. It needs a new password before anyone can sign in.
                """
        }
    }

    /// Asks until there is an answer, and records it.
    private func settle(_ pending: AccountsFile.Pending) async throws -> AccountID {
        let reply = try await ask(pending)
        try file.record(
            AccountsFile.Entry(
                email: pending.question.email,
                password: reply.password.expose(),
                role: pending.question.roles.contains(.administrator) ? .administrator : .user
            )
        )
        try file.settle()
        return reply.account
    }

    private func ask(_ pending: AccountsFile.Pending) async throws -> AddAccount.Reply {
        var attempt = 1
        while true {
            do {
                return try await auth.ask(pending.question, once: pending.key)
            } catch let complaint as Complaint {
                // With one key it takes effect once, however often it is asked.
                guard attempt < Self.attempts else { throw complaint }
                attempt += 1
            }
        }
    }
}

extension AddAccount.Refusal {
    /// What it means for whoever asked.
    func sentence(for question: AddAccount) -> String {
        switch self {
        case .notAnAddress: "auth does not take \(question.email) for an e-mail address."
        case .notAUsername:
            "auth does not take \(question.username) for a username: 1 to 64 characters of a–z, 0–9, dot, hyphen and "
                + "underscore, beginning with a letter."
        case .addressTaken: "there is an account with the address \(question.email) already."
        case .usernameTaken: "there is an account with the username \(question.username) already."
        }
    }
}
