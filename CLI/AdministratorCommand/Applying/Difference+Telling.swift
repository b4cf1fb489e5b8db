import IdentityContract
import ProfileContract

extension Difference {
    /// The difference for people: a heading for each kind, `+` for what is made and `~` for what is changed.
    var text: String {
        Kind.allCases.flatMap { kind -> [String] in
            let changes = changes.filter { $0.kind == kind }
            guard !changes.isEmpty else { return [] }
            return [kind.heading]
                + changes.flatMap { change in
                    ["  \(change.isNew ? "+" : "~") \(change.name)"] + change.details.map { "      \($0)" }
                }
        }.joined(separator: "\n")
    }

    /// Everything that is to be done, in order, for programs.
    var changes: [Change] {
        newAccounts.map { person in
            let roles = person.roles.map(\.rawValue).sorted().joined(separator: ", ")
            return Change(
                kind: .account,
                name: person.email,
                isNew: true,
                details: ["username: \(person.username)", "roles: \(roles)"]
            )
        }
            + profiles.map { change in
                Change(kind: .profile, name: change.email, isNew: change.isNew, details: change.fields.map(Self.words))
            }
            + groups.map { change in
                Change(
                    kind: .group,
                    name: change.name,
                    isNew: change.isNew,
                    details: change.added.map { "+ \($0)" } + change.removed.map { "− \($0)" }
                )
            }
            + applications.map {
                Change(kind: .application, name: $0.name, isNew: $0.isNew, details: $0.details)
            }
            + (policy.map { [Change(kind: .policy, name: "Required", isNew: false, details: $0.details)] } ?? [])
    }

    /// One thing to do.
    struct Change: Encodable, Equatable {
        var kind: Kind
        var name: String
        var isNew: Bool
        var details: [String]
    }

    /// What a change is about.
    enum Kind: String, Encodable, CaseIterable {
        case account, profile, group, application
        case policy = "secondFactor"

        fileprivate var heading: String {
            switch self {
            case .account: "Accounts"
            case .profile: "Profiles"
            case .group: "Groups"
            case .application: "Applications"
            case .policy: "Second factor"
            }
        }
    }

    private static func words(for change: FieldChange) -> String {
        let new = change.new.isEmpty ? "(empty)" : change.new
        return change.old.isEmpty
            ? "\(change.field.rawValue): \(new)" : "\(change.field.rawValue): \(change.old) → \(new)"
    }
}
