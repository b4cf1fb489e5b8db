public import IdentityContract
public import Messaging

/// Lists all groups with their members, for the operator.
public struct ListGroups: Request {
    public static let subject: Subject = "profile.list-groups.v1"
    public static let effect = Effect.reads

    public init() {}

    public struct Reply: Codable, Sendable, Hashable {
        public var groups: [GroupSummary]

        public init(groups: [GroupSummary]) {
            self.groups = groups
        }
    }

    public typealias Refusal = Never
}

/// A group and who is in it.
public struct GroupSummary: Codable, Sendable, Hashable {
    public var id: GroupID
    public var name: String
    public var members: Set<AccountID>

    public init(id: GroupID, name: String, members: Set<AccountID>) {
        self.id = id
        self.name = name
        self.members = members
    }
}
