import AuthContract
import Cryptography
import Messaging
import ServiceRuntime

/// Turns a session's token into a passport for the caller's own bus key.
struct IssuePassportHandler: RequestHandler {
    let sessions: SessionStore
    let passports: PassportSigner
    let clock: any WallClock

    func handle(_ request: IssuePassport, _ context: RequestContext) async throws -> IssuePassport.Reply {
        let now = clock.now
        guard let token = Token(request.token.text),
            let session = try await sessions.session(holding: token, at: now, in: sessions.database)
        else { throw IssuePassport.Refusal.noSession }
        try await sessions.noteUse(of: session, at: now)
        let passport = try passports.passport(of: session, for: context.caller.key, at: now)
        return IssuePassport.Reply(passport: passport.signed, session: session.summary(until: passport.expiresAt))
    }
}
