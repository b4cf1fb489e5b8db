import AuthContract
import IdentityContract
import Messaging
import ProfileContract
import ServiceRuntime

extension Subcommand {
    /// The command `portico user add EMAIL`.
    static let addUser = Subcommand(
        "user",
        "add",
        operands: ["EMAIL"],
        summary: "Adds an account; its first password is printed, once.",
        details: """
            auth makes the password: nobody chooses another's. With --accounts it goes into that file, mode 0600, and is not
            printed.
            """,
        options: [
            Option("--username", "NAME", "What applications know the person by; without it, EMAIL up to the @."),
            Option("--first-name", "NAME", "For the profile."),
            Option("--last-name", "NAME", "For the profile."),
            Option("--administrator", nil, "Lets the person administer the portal."),
            Option("--accounts", "FILE", "Takes the password."),
            .json,
        ]
    ) { arguments, administrator in
        let email = arguments.operands[0].lowercased()
        let username = arguments.value(of: "--username") ?? email.split(separator: "@").first.map(String.init) ?? ""
        let roles: Set<Role> = arguments.has("--administrator") ? [.user, .administrator] : [.user]
        let question = AddAccount(email: email, username: username, roles: roles)
        var fields: [ProfileField: String] = [:]
        fields[.firstName] = arguments.value(of: "--first-name")
        fields[.lastName] = arguments.value(of: "--last-name")
        return try await administrator.withServices { [fields] lines in
            let added = try await add(question, to: lines.auth, arguments.value(of: "--accounts"))
            // Told before anything else can fail: it is told once.
            try tell(added, of: question, asJSON: arguments.has("--json"), administrator.terminal)
            do {
                _ = try await lines.profile.ask(PutPerson(account: added.account, fields: fields))
            } catch PutPerson.Refusal.notAcceptable(let field, let problem) {
                throw Complaint.failure("the account is added, without a name: \(field.rawValue) \(problem.words).")
            }
            return .success
        }
    }

    private struct Added {
        var account: AccountID
        /// Nil where it went into a file.
        var password: Secret<String>?
    }

    private static func add(_ question: AddAccount, to auth: ServiceLine, _ path: String?) async throws -> Added {
        if let path {
            let adding = AccountAdding(auth: auth, file: AccountsFile(path: path))
            return Added(account: try await adding.add(question), password: nil)
        }
        do {
            let reply = try await auth.ask(question)
            return Added(account: reply.account, password: reply.password)
        } catch let refusal as AddAccount.Refusal {
            throw Complaint.failure(refusal.sentence(for: question))
        }
    }

    private static func tell(_ added: Added, of question: AddAccount, asJSON: Bool, _ terminal: Terminal) throws {
        if asJSON {
            var entry = ["id": added.account.description, "email": question.email, "username": question.username]
            entry["password"] = added.password?.expose()
            terminal.print(try JSONText.of(entry))
        } else if let password = added.password {
            terminal.print("\(question.email)  \(password.expose())")
        } else {
            terminal.print("Added \(question.email).")
        }
    }
}
