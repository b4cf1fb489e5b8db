/// A failure that nobody planned for, without anything that a stranger should not read.
public struct Fault: Error, Codable, Sendable, Hashable, CustomStringConvertible {
    /// Who should do what about it.
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        /// The question could not be read, or lacks what its kind needs. Asking again does not help.
        case malformed
        /// This caller may not ask this.
        case notPermitted
        /// Nobody here answers such a question.
        case unknownSubject
        /// Too much is under way; nothing was begun. Asking again a little later may help.
        case overloaded
        /// No answer came in time. A change may have taken effect all the same.
        case deadlinePassed
        /// Nobody who could answer is reachable; nothing was begun.
        case unavailable
        /// The connection was lost when a change was under way, and nobody was left to say how it ended.
        case outcomeUnknown
        /// The service failed; its log tells more under the incident number.
        case failed
    }

    public var kind: Kind
    /// What finds the cause in the service's log.
    public var incident: String?

    public init(_ kind: Kind, incident: String? = nil) {
        self.kind = kind
        self.incident = incident
    }

    public var description: String {
        let cause =
            switch kind {
            case .malformed: "the question could not be read"
            case .notPermitted: "this caller may not ask this"
            case .unknownSubject: "the service does not answer this question"
            case .overloaded: "too much is under way"
            case .deadlinePassed: "no answer came in time"
            case .unavailable: "the service cannot be reached"
            case .outcomeUnknown: "the connection was lost before the answer"
            case .failed: "the service failed"
            }
        guard let incident else { return cause }
        return "\(cause) (incident \(incident))"
    }
}

/// An error that knows which fault it is: a database that cannot be reached, say, is `unavailable`.
///
/// The server logs such an error and answers with its fault, instead of `failed`.
public protocol ExpressibleAsFault: Error {
    /// The fault for the caller; `nil` where this is a failure like any other.
    var faultKind: Fault.Kind? { get }
}
