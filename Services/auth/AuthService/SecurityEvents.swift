import Cryptography
import IdentityContract
import Messaging
import ServiceRuntime

/// Says in the log who did what: never with a password, a token or a full address.
struct SecurityEvents: Sendable {
    let log: Log

    /// Bytes of an address's digest that tell one address from another, and tell nothing of it.
    private static let digestLength = 6

    /// Takes note of something that happened to nobody's account.
    func note(_ what: String, _ context: RequestContext) {
        log.info(what, ["caller": "\(context.caller.name)", "trace": "\(context.trace)"])
    }

    /// Takes note of something that happened to an account.
    func note(_ what: String, of account: AccountID, session: SessionID? = nil, _ context: RequestContext) {
        let log = session.map { self.log.with(["session": "\($0)"]) } ?? self.log
        log.info(what, ["account": "\(account)", "caller": "\(context.caller.name)", "trace": "\(context.trace)"])
    }

    /// Takes note of something that was tried for an address, with an account or without.
    func note(_ what: String, for address: EmailAddress, _ context: RequestContext) {
        let digest = Hex.encode(address.digest.prefix(Self.digestLength))
        log.info(what, ["address-digest": digest, "caller": "\(context.caller.name)", "trace": "\(context.trace)"])
    }
}
