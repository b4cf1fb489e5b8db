/// Who asks a question: a program whose key the connection proved.
///
/// Only an authenticated connection makes one, so a handler that receives it has nothing left to check.
public struct Caller: Sendable, Hashable {
    /// The program that the key belongs to.
    public let name: CallerName
    /// The key that the connection proved possession of (CURVE; ZAP's User-Id).
    public let key: BusPublicKey

    init(authenticated name: CallerName, key: BusPublicKey) {
        self.name = name
        self.key = key
    }

    /// Makes up a caller, so that a handler can be tested without a connection.
    ///
    /// Nothing but a test may do this.
    public init(assumedInTest name: CallerName, key: BusPublicKey = .nobody) {
        self.name = name
        self.key = key
    }
}
