import AppsContract
import AuthContract
import IdentityContract
import MFAContract
import ProfileContract

/// What must be done so that a portal holds what a file declares; empty when it does already.
///
/// What the file does not mention stays as it is. Within what it does mention, the file's word counts; but members and
/// assignments that it does not list are removed only when that was asked for.
struct Difference: Equatable, Sendable {
    var newAccounts: [Organization.Person] = []
    var profiles: [ProfileChange] = []
    var groups: [GroupChange] = []
    var applications: [ApplicationChange] = []
    var policy: PolicyChange?
    /// What is there beyond the file and stays, a sentence each.
    var kept: [String] = []

    struct ProfileChange: Equatable, Sendable {
        var email: String
        /// Where there is no profile yet.
        var isNew: Bool
        var fields: [FieldChange]
    }

    struct FieldChange: Equatable, Sendable {
        var field: ProfileField
        var old: String
        var new: String
    }

    struct GroupChange: Equatable, Sendable {
        var name: String
        var isNew: Bool
        /// Addresses, in order.
        var added: [String]
        var removed: [String]
    }

    struct ApplicationChange: Equatable, Sendable {
        var name: String
        var isNew: Bool
        /// In words: `target`, `groups +Kitchen`.
        var details: [String]
    }

    struct PolicyChange: Equatable, Sendable {
        var details: [String]
    }

    /// Whether the portal holds all that the file declares.
    var isEmpty: Bool {
        newAccounts.isEmpty && profiles.isEmpty && groups.isEmpty && applications.isEmpty && policy == nil
    }

    /// Compares a file with a portal.
    ///
    /// - Parameters:
    ///   - organization: What the file declares.
    ///   - holdings: What the portal holds.
    ///   - prunes: Whether members and assignments that the file does not list are removed.
    /// - Throws: `OrganizationProblems` where the file names somebody or something that is not there, or declares what
    ///   cannot be changed.
    init(
        between organization: Organization,
        and holdings: Holdings,
        pruning prunes: Bool = false
    ) throws(OrganizationProblems) {
        let directory = Directory(organization, holdings)
        let problems = Self.contradictions(organization, holdings) + directory.strangers(in: organization)
        guard problems.isEmpty else { throw OrganizationProblems(problems) }

        for person in organization.people { compare(person, with: holdings) }
        for group in organization.groups { compare(group, with: holdings, directory, prunes) }
        for application in organization.applications { compare(application, with: holdings, directory, prunes) }
        if let declared = organization.secondFactor { compare(declared, with: holdings.policy, directory) }
    }

    /// An empty one.
    init() {}

    // MARK: People

    private mutating func compare(_ person: Organization.Person, with holdings: Holdings) {
        let account = holdings.account(withEmail: person.email)
        if account == nil { newAccounts.append(person) }
        let profile = account.flatMap { holdings.profiles[$0.id] }
        let fields = person.profile.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { field, new in
            let old = profile?.fields[field] ?? ""
            return old == new ? nil : FieldChange(field: field, old: old, new: new)
        }
        // Everybody has a profile, if an empty one: without it nobody can be in a group.
        guard profile == nil || !fields.isEmpty else { return }
        profiles.append(ProfileChange(email: person.email, isNew: profile == nil, fields: fields))
    }

    /// Where the file and the portal disagree on what cannot be changed yet.
    private static func contradictions(_ organization: Organization, _ holdings: Holdings) -> [String] {
        organization.people.enumerated().flatMap { index, person -> [String] in
            guard let account = holdings.account(withEmail: person.email) else {
                let other = holdings.accounts.first { $0.username == person.username }
                return other.map { ["people[\(index)].username is already that of \($0.email)."] } ?? []
            }
            var sentences: [String] = []
            if account.username != person.username {
                sentences.append(
                    "people[\(index)].username: \(person.email) is called \(account.username), and usernames cannot be "
                        + "changed yet."
                )
            }
            if account.roles.union([.user]) != person.roles {
                let roles = account.roles.map(\.rawValue).sorted().joined(separator: " and ")
                sentences.append(
                    "people[\(index)].roles: \(person.email) is \(roles), and roles cannot be changed yet."
                )
            }
            return sentences
        }
    }

    // MARK: Groups

    private mutating func compare(
        _ group: Organization.Group,
        with holdings: Holdings,
        _ directory: Directory,
        _ prunes: Bool
    ) {
        let present = holdings.group(named: group.name)
        let declared = Set(group.members.compactMap(directory.email(of:)))
        let members = Set((present?.members ?? []).map(directory.name(of:)))
        let added = declared.subtracting(members).sorted()
        let extra = members.subtracting(declared).sorted()
        if !extra.isEmpty, !prunes {
            kept.append("\(group.name) keeps members that the file does not list: \(extra.joined(separator: ", ")).")
        }
        let removed = prunes ? extra : []
        guard present == nil || !added.isEmpty || !removed.isEmpty else { return }
        groups.append(GroupChange(name: group.name, isNew: present == nil, added: added, removed: removed))
    }

    // MARK: Applications

    private mutating func compare(
        _ application: Organization.Application,
        with holdings: Holdings,
        _ directory: Directory,
        _ prunes: Bool
    ) {
        let present = holdings.application(named: application.name)?.declaration
        var details: [String] = []
        func note(_ what: String, _ old: String?, _ new: String) {
            guard old != new else { return }
            details.append(old.map { "\(what): \($0) → \(new)" } ?? "\(what): \(new)")
        }
        if let present, present.name != application.name { note("name", present.name, application.name) }
        note("target", present?.target, application.target)
        if present != nil || !application.description.isEmpty {
            note("description", present?.description, application.description)
        }
        note("colour", present?.colour.rawValue, application.colour.rawValue)
        if present?.requirement != application.requirement {
            details.append("asks for: \(application.requirement.words)")
        }
        note("for everyone", present?.isForEveryone.words, application.isForEveryone.words)

        func compare(_ kind: String, declared: [String], present: [String]) {
            let (declared, present) = (Set(declared), Set(present))
            details += declared.subtracting(present).sorted().map { "\(kind): +\($0)" }
            let extra = present.subtracting(declared).sorted()
            if prunes {
                details += extra.map { "\(kind): −\($0)" }
            } else if !extra.isEmpty {
                let names = extra.joined(separator: ", ")
                kept.append("\(application.name) keeps \(kind) that the file does not list: \(names).")
            }
        }
        compare(
            "groups",
            declared: application.groups.compactMap(directory.group(named:)),
            present: (present?.groups ?? []).map(directory.name(of:)).map { directory.group(named: $0) ?? $0 }
        )
        compare(
            "people",
            declared: application.people.compactMap(directory.email(of:)),
            present: (present?.people ?? []).map(directory.name(of:))
        )
        guard present == nil || !details.isEmpty else { return }
        applications.append(ApplicationChange(name: application.name, isNew: present == nil, details: details))
    }

    // MARK: The second factor

    private mutating func compare(
        _ declared: Organization.SecondFactor,
        with policy: FactorPolicy,
        _ directory: Directory
    ) {
        var details: [String] = []
        func note(_ what: String, _ old: String, _ new: String) {
            if old != new { details.append("\(what): \(old) → \(new)") }
        }
        func list(_ names: some Sequence<String>) -> String {
            let sorted = names.sorted()
            return sorted.isEmpty ? "none" : sorted.joined(separator: ", ")
        }
        note("of everyone", policy.requiredOfEveryone.words, declared.requiredOfEveryone.words)
        note(
            "of groups",
            list(policy.requiredOfGroups.map(directory.name(of:)).map { directory.group(named: $0) ?? $0 }),
            list(Set(declared.requiredOfGroups.compactMap(directory.group(named:))))
        )
        note(
            "of roles",
            list(policy.requiredOfRoles.map(\.rawValue)),
            list(declared.requiredOfRoles.map(\.rawValue))
        )
        note("days to enrol", "\(policy.enrolmentDays)", "\(declared.enrolmentDays)")
        if !details.isEmpty { self.policy = PolicyChange(details: details) }
    }
}

extension Bool {
    fileprivate var words: String { self ? "yes" : "no" }
}

extension Requirement {
    /// In words: `a second factor, at most 10 minutes old`.
    var words: String {
        let what =
            switch strength {
            case .none: "any sign-in"
            case .mfa: "a second factor"
            case .phishingResistant: "a security key"
            }
        guard let maximumAge else { return what }
        // What apps tells may be any number; only whole ones of a size that an `Int` holds are told as such.
        let minutes = (maximumAge / 60).rounded(.down)
        return "\(what), at most \(Int(exactly: minutes).map(String.init) ?? "\(minutes)") minutes old"
    }
}
