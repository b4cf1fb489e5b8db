import AuthContract
import Cryptography
import IdentityContract
import Messaging
import Outbox
import Postgres
import ServiceRuntime

/// Makes a change whose answer is a session's new token, once, however often it is asked for.
///
/// A repeat puts another token in the place of the first, at the same assurance, and voids that.
struct TokenIssue {
    let answers: RememberedAnswers
    let sessions: SessionStore
    let passports: PassportSigner
    let clock: any WallClock

    /// Makes a change to the session of `person`.
    ///
    /// `change` makes it, and keeps the token that it is handed; `settled` runs whenever a token is given out, at a repeat
    /// too.
    func once<Question: Request>(
        _ request: Question,
        _ context: RequestContext,
        of person: Person,
        _ change: (Token, Transaction) async throws -> Remembered<IssuedToken, Question.Refusal>,
        settled: (Transaction) async throws -> Void = { _ in }
    ) async throws -> OpenedSession where Question.Reply == OpenedSession {
        let gone = AccessDenial.sessionEnded.denial
        return try await issue(request, context, of: person, gone, change, settled)
    }

    /// Makes a change that opens a session, refusing a repeat with `gone` where that has ended since.
    func once<Question: Request>(
        _ request: Question,
        _ context: RequestContext,
        otherwise gone: Question.Refusal,
        _ change: (Token, Transaction) async throws -> Remembered<IssuedToken, Question.Refusal>,
        settled: (Transaction) async throws -> Void = { _ in }
    ) async throws -> OpenedSession where Question.Reply == OpenedSession {
        try await issue(request, context, of: nil, gone, change, settled)
    }

    private func issue<Question: Request>(
        _ request: Question,
        _ context: RequestContext,
        of person: Person?,
        _ gone: any Error,
        _ change: (Token, Transaction) async throws -> Remembered<IssuedToken, Question.Refusal>,
        _ settled: (Transaction) async throws -> Void
    ) async throws -> OpenedSession where Question.Reply == OpenedSession {
        let token = Token()
        var isRepeat = true
        return try await answers.once(request, context) { transaction in
            let changed = try await change(token, transaction)
            isRepeat = false
            return changed
        } issue: { issued, transaction in
            if isRepeat {
                // Answers are remembered for the gateway, which asks for many people: this one is for one of them.
                if let person, person.session != issued.session { throw Fault(.malformed) }
                guard try await sessions.replaceToken(of: issued, with: token, in: transaction) else { throw gone }
            }
            try await settled(transaction)
            let now = clock.now
            guard let session = try await sessions.session(holding: token, at: now, in: transaction) else { throw gone }
            let passport = try passports.passport(of: session, for: context.caller.key, at: now)
            return OpenedSession(
                token: SessionToken(token.text),
                passport: passport.signed,
                session: session.summary(until: passport.expiresAt)
            )
        }
    }
}
