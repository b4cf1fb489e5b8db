import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging
import ServiceRuntime

/// Turns the tokens that browsers hold into live sessions, asking auth at most every few seconds for each.
///
/// A passport is used until shortly before it expires, and only while auth's announcements come in: a session that auth
/// ends is gone here as soon as that is announced. Without auth nobody is signed in, as far as the gateway can tell.
final class SessionKeeper: Sendable {
    /// The most sessions that are kept; what is more costs a question every time.
    static let mostSessions = 20_000
    /// How long before its end a passport is replaced, in seconds: it must still be good when a question that waited
    /// reaches a service whose clock is ahead.
    static let margin: TimeInterval = 3
    /// How long a passport is waited for.
    static let patience: Duration = .seconds(3)

    private let auth: MessageClient
    private let ended: EndedSessions
    private let clock: any WallClock
    private let sessions: KeptAnswers<TokenHash, LiveSession>
    private let follower: Follower<AuthAnnouncement>

    /// What must run for anything to be kept.
    var following: any Service { follower }
    /// Whether what is kept may be used now.
    var isLineAlive: Bool { follower.isCurrent() }

    init(auth: MessageClient, clock: any WallClock, log: Log, mostSessions: Int = SessionKeeper.mostSessions) {
        let ended = EndedSessions(clock: clock)
        let sessions = KeptAnswers<TokenHash, LiveSession>(most: mostSessions)
        self.auth = auth
        self.clock = clock
        self.ended = ended
        self.sessions = sessions
        follower = Follower(of: auth, log: log) { announcements in
            ended.insert(announcements.flatMap(\.endedSessions))
        } interrupted: {
            sessions.forgetAll()
        }
    }

    /// How many are kept, for the metrics.
    var count: Int { sessions.count }

    /// The live session behind what a browser holds; `nil` where there is none.
    ///
    /// - Throws: `Fault` where auth cannot tell.
    func session(of token: Token) async throws -> LiveSession? {
        do {
            let session = try await sessions.answer(
                for: token.hash,
                at: clock.now,
                isLineAlive: isLineAlive
            ) { [auth, clock] in
                // Its life is counted from before the question, by this machine's clock alone.
                let asked = clock.now
                let reply = try await auth.ask(IssuePassport(token: SessionToken(token.text)), within: Self.patience)
                let session = LiveSession(token: token, passport: reply.passport, summary: reply.session)
                return (session, Self.end(ofPassportOf: session, askedAt: asked))
            }
            return ended.contains(session.summary.id) ? nil : session
        } catch is IssuePassport.Refusal {
            return nil
        }
    }

    /// Takes in a session that auth has just opened or raised.
    ///
    /// - Returns: `nil` where its token is none, which auth never sends.
    func take(_ opened: OpenedSession, askedAt asked: Date) -> LiveSession? {
        guard let token = Token(opened.token.text) else { return nil }
        let session = LiveSession(token: token, passport: opened.passport, summary: opened.session)
        sessions.keep(session, for: token.hash, until: Self.end(ofPassportOf: session, askedAt: asked), at: clock.now)
        return session
    }

    /// Forgets the passport of a session, so that the next question is asked with a new one.
    func renew(_ session: LiveSession) {
        sessions.forget(session.token.hash)
    }

    /// Ends a session here, ahead of its announcement.
    func end(_ session: LiveSession) {
        ended.insert([session.summary.id])
        sessions.forget(session.token.hash)
    }

    /// Until when a passport is used: shortly before its ten seconds are over, or as early as auth says.
    private static func end(ofPassportOf session: LiveSession, askedAt asked: Date) -> Date {
        min(asked + Passport.lifetime - margin, session.summary.passportExpiresAt)
    }
}
