import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging

/// Signs passports, which auth alone does.
struct PassportSigner {
    let key: SigningKey

    /// A passport of a session, good for ten seconds from the bus key of `bearer`, and not beyond the end of the session or
    /// of a token that was replaced: or else the last passport of an old token would double the time that it is left.
    func passport(of session: LiveSession, for bearer: BusPublicKey, at now: Date) throws -> (
        signed: SignedPassport, expiresAt: Date
    ) {
        var passport = Passport(
            account: session.account,
            session: session.id,
            attempt: session.attempt,
            roles: session.roles,
            state: session.state,
            assurance: session.assurance,
            strongestFactor: session.strongestFactor,
            bearer: bearer,
            issuedAt: now
        )
        passport.expiresAt = min(passport.expiresAt, session.endsAt, session.tokenEndsAt ?? .distantFuture)
        return (try SignedPassport(passport, by: key), passport.expiresAt)
    }
}

extension LiveSession {
    /// What the gateway may know of it.
    func summary(until passportExpiresAt: Date) -> SessionSummary {
        SessionSummary(
            id: id,
            account: account,
            email: email,
            roles: roles,
            state: state,
            assurance: assurance,
            strongestFactor: strongestFactor,
            isRemembered: isRemembered,
            startedAt: startedAt,
            endsAt: endsAt,
            passportExpiresAt: passportExpiresAt
        )
    }
}
