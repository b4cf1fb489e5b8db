public import ServiceRuntime

/// A person's account; `auth` makes it, every service knows people by it.
public enum Account {}
/// A signed-in browser's session, pending or full.
public enum Session {}
/// A sign-in or a recovery under way.
public enum Attempt {}
/// A group of people.
public enum Group {}
/// An application that people open from the portal.
public enum Application {}
/// A second factor that somebody enrolled.
public enum Factor {}

public typealias AccountID = Identifier<Account>
public typealias SessionID = Identifier<Session>
public typealias AttemptID = Identifier<Attempt>
public typealias GroupID = Identifier<Group>
public typealias ApplicationID = Identifier<Application>
public typealias FactorID = Identifier<Factor>

/// What an account may do beside using the portal.
public enum Role: String, Codable, Sendable, Hashable, CaseIterable {
    /// Uses the portal.
    case user
    /// Also administers it.
    case administrator
}
