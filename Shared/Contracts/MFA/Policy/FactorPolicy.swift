public import IdentityContract
public import Messaging

/// Of whom a second factor is required, and how long they may put it off.
public struct FactorPolicy: Codable, Sendable, Hashable {
    /// What `enrolmentDays` may be.
    public static let enrolmentDaysRange = 1...365

    public var requiredOfEveryone: Bool
    public var requiredOfGroups: Set<GroupID>
    public var requiredOfRoles: Set<Role>
    /// From the first sign-in at which a factor was due, in days.
    public var enrolmentDays: Int

    public init(
        requiredOfEveryone: Bool = false,
        requiredOfGroups: Set<GroupID> = [],
        requiredOfRoles: Set<Role> = [],
        enrolmentDays: Int = 7
    ) {
        self.requiredOfEveryone = requiredOfEveryone
        self.requiredOfGroups = requiredOfGroups
        self.requiredOfRoles = requiredOfRoles
        self.enrolmentDays = enrolmentDays
    }

    /// Whether somebody with these roles and groups must have a factor.
    public func requiresFactor(of roles: Set<Role>, in groups: Set<GroupID>) -> Bool {
        requiredOfEveryone || !requiredOfRoles.isDisjoint(with: roles) || !requiredOfGroups.isDisjoint(with: groups)
    }
}

/// Reads the policy, for the operator.
public struct ShowFactorPolicy: Request {
    public static let subject: Subject = "mfa.show-factor-policy.v1"
    public static let effect = Effect.reads

    public init() {}

    public typealias Reply = FactorPolicy
    public typealias Refusal = Never
}
