import AppsContract
import AuthContract
import IdentityContract
import MFAContract
import ProfileContract

/// Does what a difference says: people first, then their groups, then what is assigned to either.
///
/// Interrupted, it leaves less to do for the next time, and nothing wrong.
struct Execution: Sendable {
    let organization: Organization
    let holdings: Holdings
    let difference: Difference
    let prunes: Bool
    let lines: ServiceLines

    /// Does it.
    ///
    /// - Parameters:
    ///   - adding: Adds accounts; nil only where the difference has none.
    ///   - progress: Told what was done, a line each.
    /// - Throws: a `Complaint` about the first thing that was not taken.
    func run(adding: AccountAdding?, progress: (String) -> Void) async throws {
        let directory = Directory(organization, holdings)
        var accounts = Dictionary(
            holdings.accounts.map { ($0.email.lowercased(), $0.id) },
            uniquingKeysWith: { first, _ in first }
        )
        for person in difference.newAccounts {
            guard let adding else { throw Complaint.usage("say with --accounts where new passwords go.") }
            let question = AddAccount(email: person.email, username: person.username, roles: person.roles)
            accounts[person.email] = try await adding.add(question)
            progress("Added the account of \(person.email).")
        }
        for change in difference.profiles {
            guard let account = accounts[change.email] else { continue }
            try await put(change, of: account)
        }
        if !difference.profiles.isEmpty { progress("Set \(difference.profiles.count) profiles.") }

        var groups = Dictionary(
            holdings.groups.map { ($0.name.lowercased(), $0.id) },
            uniquingKeysWith: { first, _ in first }
        )
        for change in difference.groups {
            groups[change.name.lowercased()] = try await put(change, accounts)
            progress("Set the group \(change.name).")
        }
        for change in difference.applications {
            try await put(change, directory, accounts, groups)
            progress("Set the application \(change.name).")
        }
        if difference.policy != nil {
            try await putPolicy(directory, groups)
            progress("Set of whom a second factor is required.")
        }
    }

    private func put(_ change: Difference.ProfileChange, of account: AccountID) async throws {
        let fields = Dictionary(uniqueKeysWithValues: change.fields.map { ($0.field, $0.new) })
        do {
            _ = try await lines.profile.ask(PutPerson(account: account, fields: fields))
        } catch PutPerson.Refusal.notAcceptable(let field, let problem) {
            throw Complaint.failure("profile.\(field.rawValue) of \(change.email) \(problem.words).")
        }
    }

    private func put(_ change: Difference.GroupChange, _ accounts: [String: AccountID]) async throws -> GroupID {
        let present = holdings.group(named: change.name)?.members ?? []
        let members = present.union(change.added.compactMap { accounts[$0] })
            .subtracting(change.removed.compactMap { accounts[$0] })
        do {
            return try await lines.profile.ask(PutGroup(name: change.name, members: members)).group
        } catch let refusal as PutGroup.Refusal {
            let reason =
                switch refusal {
                case .nameNotAcceptable: "its name is not acceptable"
                case .unknownMember: "a member has no profile"
                case .tooManyMembers: "it has too many members"
                }
            throw Complaint.failure("the group \(change.name) was not taken: \(reason).")
        }
    }

    private func put(
        _ change: Difference.ApplicationChange,
        _ directory: Directory,
        _ accounts: [String: AccountID],
        _ groups: [String: GroupID]
    ) async throws {
        guard let declared = organization.applications.first(where: { $0.name == change.name }) else { return }
        let present = holdings.application(named: change.name)?.declaration
        let kept: (groups: Set<GroupID>, people: Set<AccountID>) =
            prunes ? ([], []) : (present?.groups ?? [], present?.people ?? [])
        let named = declared.groups.compactMap(directory.group(named:)).compactMap { groups[$0.lowercased()] }
        let people = declared.people.compactMap(directory.email(of:)).compactMap { accounts[$0] }
        let declaration = ApplicationDeclaration(
            name: declared.name,
            description: declared.description,
            target: declared.target,
            colour: declared.colour,
            requirement: declared.requirement,
            isForEveryone: declared.isForEveryone,
            groups: kept.groups.union(named),
            people: kept.people.union(people)
        )
        do {
            _ = try await lines.apps.ask(PutApplication(declaration: declaration))
        } catch let refusal as PutApplication.Refusal {
            let reason =
                switch refusal {
                case .nameNotAcceptable: "its name is not acceptable"
                case .descriptionTooLong: "its description is too long or has control characters"
                case .targetNotAcceptable: "its target is no web address"
                case .requirementNotAcceptable: "its requirement is not acceptable"
                }
            throw Complaint.failure("the application \(change.name) was not taken: \(reason).")
        }
    }

    private func putPolicy(_ directory: Directory, _ groups: [String: GroupID]) async throws {
        guard let declared = organization.secondFactor else { return }
        let named = declared.requiredOfGroups.compactMap(directory.group(named:))
        let policy = FactorPolicy(
            requiredOfEveryone: declared.requiredOfEveryone,
            requiredOfGroups: Set(named.compactMap { groups[$0.lowercased()] }),
            requiredOfRoles: declared.requiredOfRoles,
            enrolmentDays: declared.enrolmentDays
        )
        do {
            _ = try await lines.mfa.ask(SetFactorPolicy(policy: policy))
        } catch SetFactorPolicy.Refusal.enrolmentDaysOutOfRange {
            throw Complaint.failure("mfa does not take that many days for enrolling.")
        }
    }
}

extension FieldProblem {
    /// The rest of a sentence that begins with the field.
    var words: String {
        switch self {
        case .tooLong: "is too long"
        case .forbiddenCharacters: "has characters that no field may have"
        case .notAnAddress: "is not an e-mail address"
        case .notAPhoneNumber: "is not a phone number"
        case .notACountry: "is not a country"
        }
    }
}
