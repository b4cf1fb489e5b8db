public import IdentityContract
public import Messaging

/// Makes a group of this name, or sets the members of the one there is, for the operator.
public struct PutGroup: Request {
    public static let subject: Subject = "profile.put-group.v1"
    public static let effect = Effect.changes

    /// 1 to 100 characters; unique without regard to case.
    public var name: String
    public var members: Set<AccountID>

    public init(name: String, members: Set<AccountID>) {
        self.name = name
        self.members = members
    }

    public struct Reply: Codable, Sendable, Hashable {
        public var group: GroupID

        public init(group: GroupID) {
            self.group = group
        }
    }

    public enum Refusal: String, RefusalReason, CaseIterable {
        case nameNotAcceptable
        /// A member has no profile yet.
        case unknownMember
        /// More members than one message holds.
        case tooManyMembers
    }
}
