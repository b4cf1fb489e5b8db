import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Postgres
import ServiceRuntime

/// Keeps sessions and the hashes of their tokens.
struct SessionStore {
    let database: PostgresPool

    // MARK: Looking

    /// The session that a token opens; `nil` where it is unknown, ended or too old.
    func session(holding token: Token, at now: Date, in queries: some Queries) async throws -> LiveSession? {
        try await queries.row(
            """
            SELECT s.id, s.account, s.attempt, a.email, a.roles, t.state, t.assurance, f.strongest, s.is_remembered,
                s.started_at, s.used_at, s.ends_at, t.expires_at AS token_ends_at
            FROM session_tokens t JOIN sessions s ON s.id = t.session JOIN accounts a ON a.id = s.account
                LEFT JOIN account_factors f ON f.account = s.account
            WHERE t.hash = \(token.hash.bytes) AND (t.expires_at IS NULL OR t.expires_at > \(now))
                AND s.expires_at > \(now) AND a.state = 'activated'
            """,
            as: LiveSession.self
        )
    }

    /// Writes that a session was used, at most once in `SessionLife.useInterval`.
    func noteUse(of session: LiveSession, at now: Date) async throws {
        guard session.life.isUseWorthWriting(at: now, after: session.usedAt) else { return }
        try await database.run(
            """
            UPDATE sessions SET used_at = \(now), expires_at = \(session.life.expiry(lastUsedAt: now))
            WHERE id = \(session.id) AND state = 'full' AND used_at < \(now) AND expires_at > \(now)
            """
        )
    }

    // MARK: Opening and raising

    /// Opens a pending session.
    func open(_ new: NewSession, under token: Token, at now: Date, in transaction: Transaction) async throws
        -> IssuedToken
    {
        let issued = IssuedToken(session: SessionID(at: now), issue: Identifier(at: now))
        let life = SessionLife(state: .pending, isRemembered: new.isRemembered, startedAt: now)
        let assurance = Assurance().adding(.password, at: now)
        try await transaction.run(
            """
            WITH opened AS (
                INSERT INTO sessions (id, account, attempt, state, is_remembered, browser_address, user_agent,
                    started_at, used_at, ends_at, expires_at)
                VALUES (\(issued.session), \(new.account), \(new.attempt), \(life.state.rawValue), \(new.isRemembered),
                    \(new.browser.keptAddress), \(new.browser.keptUserAgent),
                    \(now), \(now), \(life.endsAt), \(life.expiry(lastUsedAt: now)))
                RETURNING id, state
            )
            INSERT INTO session_tokens (hash, issue, session, state, assurance)
            SELECT \(token.hash.bytes), \(issued.issue), id, state, \(JSONValue(assurance)) FROM opened
            """
        )
        return issued
    }

    /// Makes a pending session full; `nil` where it has ended or is full already.
    func complete(
        _ person: Person,
        with assurance: Assurance,
        under token: Token,
        at now: Date,
        in transaction: Transaction
    ) async throws -> IssuedToken? {
        guard let locked = try await lock(person, at: now, in: transaction), locked.state == .pending else {
            return nil
        }
        return try await renew(person, .full, locked, assurance, under: token, at: now, in: transaction)
    }

    /// Gives a full session another assurance, under a new token.
    ///
    /// - Throws: `Denial` where it has ended.
    func raise(
        _ person: Person,
        to assurance: Assurance,
        under token: Token,
        at now: Date,
        in transaction: Transaction
    ) async throws -> IssuedToken {
        guard let locked = try await lock(person, at: now, in: transaction), locked.state == .full else {
            throw AccessDenial.sessionEnded.denial
        }
        return try await renew(person, .full, locked, assurance, under: token, at: now, in: transaction)
    }

    /// Puts another token in the place of one that was issued before, with what time that one has left; `false` where
    /// it has ended.
    func replaceToken(of issued: IssuedToken, with token: Token, in transaction: Transaction) async throws -> Bool {
        try await transaction.run(
            """
            UPDATE session_tokens SET hash = \(token.hash.bytes)
            WHERE issue = \(issued.issue) AND session = \(issued.session)
            """
        ) == 1
    }

    private func lock(_ person: Person, at now: Date, in transaction: Transaction) async throws -> SessionLife? {
        let row = try await transaction.row(
            """
            SELECT state, is_remembered, started_at FROM sessions
            WHERE id = \(person.session) AND account = \(person.account) AND expires_at > \(now) FOR UPDATE
            """,
            as: (String, Bool, Date).self
        )
        guard let row, let state = Passport.State(rawValue: row.0) else { return nil }
        return SessionLife(state: state, isRemembered: row.1, startedAt: row.2)
    }

    private func renew(
        _ person: Person,
        _ state: Passport.State,
        _ locked: SessionLife,
        _ assurance: Assurance,
        under token: Token,
        at now: Date,
        in transaction: Transaction
    ) async throws -> IssuedToken {
        let life = SessionLife(state: state, isRemembered: locked.isRemembered, startedAt: locked.startedAt)
        let issued = IssuedToken(session: person.session, issue: Identifier(at: now))
        try await transaction.run(
            """
            WITH replaced AS (
                UPDATE session_tokens SET expires_at = \(now + SessionLife.replacedToken)
                WHERE session = \(issued.session) AND expires_at IS NULL
            )
            UPDATE sessions SET state = \(state.rawValue), used_at = \(now), ends_at = \(life.endsAt),
                expires_at = \(life.expiry(lastUsedAt: now))
            WHERE id = \(issued.session)
            """
        )
        try await insert(token, issued, state, assurance, in: transaction)
        return issued
    }

    private func insert(
        _ token: Token,
        _ issued: IssuedToken,
        _ state: Passport.State,
        _ assurance: Assurance,
        in transaction: Transaction
    ) async throws {
        try await transaction.run(
            """
            INSERT INTO session_tokens (hash, issue, session, state, assurance)
            VALUES (\(token.hash.bytes), \(issued.issue), \(issued.session), \(state.rawValue), \(JSONValue(assurance)))
            """
        )
    }
}

/// What a session is opened with.
struct NewSession {
    let account: AccountID
    let attempt: AttemptID
    let isRemembered: Bool
    let browser: BrowserDescription
}

/// One token that was given out: enough to put another in its place, and never the token itself.
struct IssuedToken: Codable, Sendable {
    enum Issue {}

    let session: SessionID
    let issue: Identifier<Issue>
}
