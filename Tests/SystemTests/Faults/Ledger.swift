import Foundation
import Support
import Synchronization

/// What the clients wrote down of every change: what the portal acknowledged, and what remained in doubt.
final class Ledger: Sendable {
    /// A field of somebody's profile.
    struct Field: Sendable {
        /// What was last acknowledged, or seen to be there.
        var known = ""
        /// What was asked for since, without a yes or no: it may be there or not.
        var doubtful: Set<String> = []
    }

    /// What one person did.
    struct Person: Sendable {
        var fields: [String: Field] = [:]
        var savedEdits = 0
        var doubtfulEdits = 0
        /// Browsers that are signed in.
        var live: [PortalVisitor] = []
        /// Browsers that were signed in and logged out, with the cookies that they had before.
        var ended: [PortalVisitor] = []
        /// Browsers of which it is not known whether they were logged out.
        var doubtful = 0
        var signIns = 0
        /// Sign-ins that may have been completed, and nobody knows under which token.
        var doubtfulSignIns = 0
    }

    private let people = Mutex<[String: Person]>([:])

    /// Everybody, by address.
    var everybody: [String: Person] { people.withLock { $0 } }

    func write<Result>(about email: String, _ body: (inout Person) -> Result) -> Result {
        people.withLock { body(&$0[email, default: Person()]) }
    }
}
