import AuthContract
import IdentityContract
import Messaging
import ProfileContract
import ServiceRuntime

extension Subcommand {
    /// The command `portico user list`.
    static let listUsers = Subcommand(
        "user",
        "list",
        summary: "Lists all accounts by address.",
        options: [.json]
    ) { arguments, administrator in
        try await administrator.withServices { lines in
            let accounts = try await Holdings.accounts(from: lines.auth)
            if arguments.has("--json") {
                administrator.terminal.print(try JSONText.of(accounts.map(UserEntry.init)))
                return .success
            }
            let rows = accounts.map { [$0.email, $0.username, $0.state.rawValue, $0.roleWords] }
            administrator.terminal.print(rows.isEmpty ? "There are no accounts." : table(rows))
            return .success
        }
    }

    /// The command `portico user show WHO`.
    static let showUser = Subcommand(
        "user",
        "show",
        operands: ["WHO"],
        summary: "Shows one account, its profile and its groups.",
        details: "WHO is an e-mail address or a username.",
        options: [.json]
    ) { arguments, administrator in
        try await administrator.withServices { lines in
            let account = try await findAccount(arguments.operands[0], lines.auth)
            async let profiles = Holdings.profiles(from: lines.profile)
            let groups = try await lines.profile.ask(ListGroups()).groups.filter { $0.members.contains(account.id) }
            var entry = UserEntry(account)
            entry.groups = groups.map(\.name).sorted()
            let fields = try await profiles[account.id]?.fields ?? [:]
            entry.profile = Dictionary(uniqueKeysWithValues: fields.map { ($0.key.rawValue, $0.value) })
            administrator.terminal.print(arguments.has("--json") ? try JSONText.of(entry) : entry.text)
            return .success
        }
    }

    /// The command `portico user suspend WHO`.
    static let suspendUser = changingState(
        "suspend",
        to: .suspended,
        "Suspends an account and ends all its sessions.",
        done: "may not sign in any more, and every session has ended"
    )

    /// The command `portico user activate WHO`.
    static let activateUser = changingState(
        "activate",
        to: .activated,
        "Lets an account be used, again or for the first time.",
        done: "may sign in"
    )

    private static func changingState(
        _ word: String,
        to state: AccountState,
        _ summary: String,
        done: String
    ) -> Subcommand {
        Subcommand(
            "user",
            word,
            operands: ["WHO"],
            summary: summary,
            details: "WHO is an e-mail address or a username."
        ) { arguments, administrator in
            try await administrator.withServices { lines in
                let account = try await findAccount(arguments.operands[0], lines.auth)
                do {
                    _ = try await lines.auth.ask(SetAccountState(account: account.id, state: state))
                } catch SetAccountState.Refusal.noSuchAccount {
                    throw Complaint.failure("there is no account of \(account.email) any more.")
                }
                administrator.terminal.print("\(account.email) \(done).")
                return .success
            }
        }
    }

    /// The account of an address or a username.
    private static func findAccount(_ name: String, _ auth: ServiceLine) async throws -> AccountSummary {
        let name = name.lowercased()
        guard
            let account = try await Holdings.accounts(from: auth)
                .first(where: { $0.email.lowercased() == name || $0.username == name })
        else { throw Complaint.failure("nobody has the e-mail address or username \(name.prefix(100)).") }
        return account
    }

    /// Rows in columns as wide as they need.
    private static func table(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in (rows.map { $0[column].count }.max() ?? 0) + 2 }
        return rows.map { row in
            zip(row.dropLast(), widths).map { Help.padded($0, to: $1) }.joined() + (row.last ?? "")
        }.joined(separator: "\n")
    }
}

extension AccountSummary {
    /// In words: `user, administrator`.
    fileprivate var roleWords: String { roles.map(\.rawValue).sorted().reversed().joined(separator: ", ") }
}

/// An account as `portico user` prints it.
private struct UserEntry: Encodable {
    var id: String
    var email: String
    var username: String
    var roles: [String]
    var state: AccountState
    var groups: [String]?
    var profile: [String: String]?

    init(_ account: AccountSummary) {
        id = account.id.description
        email = account.email
        username = account.username
        roles = account.roles.map(\.rawValue).sorted()
        state = account.state
    }

    /// A line for each thing that is known.
    var text: String {
        var rows = [
            ("email", email), ("username", username), ("roles", roles.joined(separator: ", ")),
            ("state", state.rawValue), ("id", id),
        ]
        if let groups { rows.append(("groups", groups.isEmpty ? "none" : groups.joined(separator: ", "))) }
        rows += (profile ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let width = (rows.map(\.0.count).max() ?? 0) + 2
        return rows.map { Help.padded($0.0, to: width) + $0.1 }.joined(separator: "\n")
    }
}
