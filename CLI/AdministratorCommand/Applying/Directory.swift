import AuthContract
import IdentityContract
import ProfileContract
import ServiceRuntime

/// Who and what the names in a file stand for: people and groups of the file itself, and those that the portal has.
struct Directory: Sendable {
    /// The address of everybody who is known, by address and by username.
    private var emails: [String: String] = [:]
    /// The name of every known group, by its name in lower case.
    private var groups: [String: String] = [:]
    private var emailsByAccount: [AccountID: String] = [:]
    private var namesByGroup: [GroupID: String] = [:]

    init(_ organization: Organization, _ holdings: Holdings) {
        for account in holdings.accounts {
            let email = account.email.lowercased()
            emails[email] = email
            emails[account.username] = email
            emailsByAccount[account.id] = email
        }
        for person in organization.people {
            emails[person.email] = person.email
            emails[person.username] = person.email
        }
        for group in holdings.groups {
            groups[group.name.lowercased()] = group.name
            namesByGroup[group.id] = group.name
        }
        for group in organization.groups { groups[group.name.lowercased()] = group.name }
    }

    /// The address of whoever has this address or username.
    func email(of name: String) -> String? { emails[name.lowercased()] }

    /// The name of the group that is called this, in whatever case.
    func group(named name: String) -> String? { groups[name.lowercased()] }

    /// The address of an account, or its identifier where nobody knows it.
    func name(of account: AccountID) -> String { emailsByAccount[account] ?? account.description }

    /// The name of a group, or its identifier where nobody knows it.
    func name(of group: GroupID) -> String { namesByGroup[group] ?? group.description }

    /// Every name in `organization` that stands for nothing, a sentence each.
    func strangers(in organization: Organization) -> [String] {
        var sentences: [String] = []
        func check(people: [String], at place: String) {
            for (index, name) in people.enumerated() where email(of: name) == nil {
                sentences.append("\(place)[\(index)]: nobody has the e-mail address or username \"\(name)\".")
            }
        }
        func check(groups: [String], at place: String) {
            for (index, name) in groups.enumerated() where group(named: name) == nil {
                sentences.append("\(place)[\(index)]: there is no group \"\(name)\".")
            }
        }
        for (index, group) in organization.groups.enumerated() {
            check(people: group.members, at: "groups[\(index)].members")
        }
        for (index, application) in organization.applications.enumerated() {
            check(groups: application.groups, at: "applications[\(index)].groups")
            check(people: application.people, at: "applications[\(index)].people")
        }
        check(groups: organization.secondFactor?.requiredOfGroups ?? [], at: "secondFactor.requiredOfGroups")
        return sentences
    }
}
