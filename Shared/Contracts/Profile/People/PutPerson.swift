public import IdentityContract
public import Messaging

/// Sets fields of somebody's profile, for the operator; other fields stay.
///
/// Makes the profile where there is none.
public struct PutPerson: Request {
    public static let subject: Subject = "profile.put-person.v1"
    public static let effect = Effect.changes

    public var account: AccountID
    public var fields: [ProfileField: String]

    public init(account: AccountID, fields: [ProfileField: String]) {
        self.account = account
        self.fields = fields
    }

    public typealias Reply = Profile

    public enum Refusal: RefusalReason {
        case notAcceptable(ProfileField, FieldProblem)
    }
}

/// Reads the profiles of some accounts, for the operator.
public struct ListPeople: Request {
    public static let subject: Subject = "profile.list-people.v1"
    public static let effect = Effect.reads
    /// The most that one reply holds.
    public static let pageSize = 200

    /// The last account of the page before.
    public var after: AccountID?

    public init(after: AccountID? = nil) {
        self.after = after
    }

    public struct Reply: Codable, Sendable, Hashable {
        public struct Person: Codable, Sendable, Hashable {
            public var account: AccountID
            public var profile: Profile

            public init(account: AccountID, profile: Profile) {
                self.account = account
                self.profile = profile
            }
        }

        public var people: [Person]
        public var hasMore: Bool

        public init(people: [Person], hasMore: Bool) {
            self.people = people
            self.hasMore = hasMore
        }
    }

    public typealias Refusal = Never
}
