import AppsContract
import IdentityContract
import MFAContract
import ProfileContract

/// An organisation as its file declares it: who is there, in which groups, with which applications.
struct Organization: Equatable, Sendable {
    var people: [Person] = []
    var groups: [Group] = []
    var applications: [Application] = []
    /// Of whom a second factor is required; nil where the file says nothing of it.
    var secondFactor: SecondFactor?

    /// Somebody with an account.
    struct Person: Equatable, Sendable {
        /// In lower case.
        var email: String
        var username: String
        var roles: Set<Role>
        /// Fields of the profile that the file names; trimmed, and empty to clear one.
        var profile: [ProfileField: String]
    }

    struct Group: Equatable, Sendable {
        var name: String
        /// Addresses or usernames.
        var members: [String]
    }

    struct Application: Equatable, Sendable {
        var name: String
        var description: String
        var target: String
        var colour: TileColour
        var requirement: Requirement
        var isForEveryone: Bool
        /// Names of groups.
        var groups: [String]
        /// Addresses or usernames.
        var people: [String]
    }

    struct SecondFactor: Equatable, Sendable {
        var requiredOfEveryone: Bool
        /// Names of groups.
        var requiredOfGroups: [String]
        var requiredOfRoles: Set<Role>
        var enrolmentDays: Int
    }
}

extension TileColour {
    /// A colour for an application whose declaration names none: always the same for one name.
    static func suggested(for name: String) -> TileColour {
        allCases[name.utf8.reduce(0) { ($0 + Int($1)) % allCases.count }]
    }
}
