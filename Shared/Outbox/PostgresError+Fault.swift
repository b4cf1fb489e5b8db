public import Messaging
public import Postgres

/// What a caller is told of a database that failed: whether to try again, and never why.
extension PostgresError: ExpressibleAsFault {
    public var faultKind: Fault.Kind? {
        switch kind {
        case .unavailable: .unavailable
        case .overloaded: .overloaded
        case .deadlinePassed: .deadlinePassed
        case .outcomeUnknown: .outcomeUnknown
        // Two changes got into each other's way and this one was undone: the same again may well succeed.
        case .refused where isLostRace: .overloaded
        // A full disk, say: nothing is wrong with the question, and nothing was changed.
        case .refused where isWantOfResources: .unavailable
        case .refused: nil
        case .unreadable, .unsendable, .misused: nil
        }
    }
}
