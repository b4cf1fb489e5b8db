public import IdentityContract
public import Messaging

/// An application as the operator declares it.
public struct ApplicationDeclaration: Codable, Sendable, Hashable {
    /// 1 to 100 characters; unique without regard to case.
    public var name: String
    /// At most 256 characters.
    public var description: String
    /// Where it is: an absolute http or https address.
    public var target: String
    public var colour: TileColour
    public var requirement: Requirement
    /// Everyone, beside the groups and people named.
    public var isForEveryone: Bool
    public var groups: Set<GroupID>
    public var people: Set<AccountID>

    public init(
        name: String,
        description: String,
        target: String,
        colour: TileColour,
        requirement: Requirement,
        isForEveryone: Bool,
        groups: Set<GroupID>,
        people: Set<AccountID>
    ) {
        self.name = name
        self.description = description
        self.target = target
        self.colour = colour
        self.requirement = requirement
        self.isForEveryone = isForEveryone
        self.groups = groups
        self.people = people
    }
}

/// Makes an application of this name, or changes the one there is, for the operator.
public struct PutApplication: Request {
    public static let subject: Subject = "apps.put-application.v1"
    public static let effect = Effect.changes

    public var declaration: ApplicationDeclaration

    public init(declaration: ApplicationDeclaration) {
        self.declaration = declaration
    }

    public struct Reply: Codable, Sendable, Hashable {
        public var application: ApplicationID

        public init(application: ApplicationID) {
            self.application = application
        }
    }

    public enum Refusal: String, RefusalReason, CaseIterable {
        case nameNotAcceptable
        case descriptionTooLong
        case targetNotAcceptable
        case requirementNotAcceptable
    }
}

/// Lists all applications as declared, for the operator.
public struct ListApplications: Request {
    public static let subject: Subject = "apps.list-applications.v1"
    public static let effect = Effect.reads

    public init() {}

    public struct Reply: Codable, Sendable, Hashable {
        public struct Entry: Codable, Sendable, Hashable {
            public var id: ApplicationID
            public var declaration: ApplicationDeclaration

            public init(id: ApplicationID, declaration: ApplicationDeclaration) {
                self.id = id
                self.declaration = declaration
            }
        }

        public var applications: [Entry]

        public init(applications: [Entry]) {
            self.applications = applications
        }
    }

    public typealias Refusal = Never
}
