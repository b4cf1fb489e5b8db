import Foundation
import ServiceRuntime

extension Subcommand {
    /// The command `portico apply FILE`.
    static let apply = Subcommand(
        "apply",
        operands: ["FILE"],
        summary: "Makes the portal hold what FILE declares; shows the difference first.",
        details: """
            FILE is JSON and declares people, groups, applications and of whom a second factor is required; see
            Examples/organization.json. What it does not mention stays as it is, and nothing is ever deleted: a member
            or an assignment that FILE does not list is removed only with --prune. Where FILE names a field, its value
            counts. The second time there is nothing left to do.

            auth makes the passwords of new accounts. They are told once, and go into the file of --accounts, mode 0600:
            [{"email", "password", "role"}]. Interrupted, run it again within two minutes and no password is lost.
            """,
        options: [
            Option("--accounts", "FILE", "Takes the passwords of new accounts; what it holds already stays."),
            Option("--prune", nil, "Removes members and assignments that FILE does not list."),
            Option("--yes", nil, "Does it without asking."),
            .json,
        ]
    ) { arguments, administrator in
        let organization = try OrganizationFile.read(arguments.operands[0])
        return try await administrator.withServices { lines in
            try await Applying(
                file: arguments.operands[0],
                organization: organization,
                accounts: arguments.value(of: "--accounts").map { AccountsFile(path: $0) },
                prunes: arguments.has("--prune"),
                asksNobody: arguments.has("--yes"),
                tellsJSON: arguments.has("--json"),
                terminal: administrator.terminal
            ).run(over: lines)
        }
    }
}

/// One run of `portico apply`: compares, shows, asks, does.
struct Applying: Sendable {
    let file: String
    let organization: Organization
    let accounts: AccountsFile?
    let prunes: Bool
    let asksNobody: Bool
    let tellsJSON: Bool
    let terminal: Terminal

    /// What it did, for programs.
    private struct Outcome: Encodable {
        var changes: [Difference.Change]
        var kept: [String]
        var isApplied: Bool
    }

    func run(over lines: ServiceLines) async throws -> ExitStatus {
        let adding = accounts.map { AccountAdding(auth: lines.auth, file: $0) }
        // Read before anything is changed: one that cannot take passwords is found now.
        _ = try accounts?.entries()
        if let said = try await adding?.resume() { terminal.complain(said) }
        let holdings = try await Holdings.asking(lines)

        let difference: Difference
        do {
            difference = try Difference(between: organization, and: holdings, pruning: prunes)
        } catch {
            throw Complaint.failure(error.sentences.map { "\(file): \($0)" }.joined(separator: "\n"))
        }
        for sentence in difference.kept { terminal.complain("\(sentence) --prune removes them.") }
        guard !difference.isEmpty else {
            try tell(difference, isApplied: false, or: "Nothing to do: the portal holds all that \(file) declares.")
            return .success
        }
        if !tellsJSON { terminal.print(difference.text) }
        guard difference.newAccounts.isEmpty || adding != nil else {
            try tell(difference, isApplied: false)
            throw Complaint.usage(
                "\(difference.newAccounts.count) accounts would be added; say with --accounts FILE where their "
                    + "passwords go."
            )
        }
        guard try await isWanted(difference) else { return .failure }

        let execution = Execution(
            organization: organization,
            holdings: holdings,
            difference: difference,
            prunes: prunes,
            lines: lines
        )
        try await execution.run(adding: adding) { if !tellsJSON { terminal.print($0) } }
        try tell(difference, isApplied: true, or: "Done.")
        if let accounts, !difference.newAccounts.isEmpty {
            terminal.complain("The passwords of the new accounts are in \(accounts.path).")
        }
        return .success
    }

    /// Whether whoever runs the command wants it done.
    private func isWanted(_ difference: Difference) async throws -> Bool {
        if asksNobody { return true }
        switch await terminal.confirm("Apply this?") {
        case true?:
            return true
        case false?:
            try tell(difference, isApplied: false, or: "Nothing was changed.")
            return false
        case nil:
            try tell(difference, isApplied: false)
            throw Complaint.usage("nothing was changed: there is nobody to ask, and --yes was not said.")
        }
    }

    private func tell(_ difference: Difference, isApplied: Bool, or sentence: String? = nil) throws {
        if tellsJSON {
            let outcome = Outcome(changes: difference.changes, kept: difference.kept, isApplied: isApplied)
            terminal.print(try JSONText.of(outcome))
        } else if let sentence {
            terminal.print(sentence)
        }
    }
}
