import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

/// Nothing tells whether an account exists: the same answer, after the same work.
final class SecrecyTests: XCTestCase {
    func testUnknownStagedSuspendedAndWrongLookTheSameAfterTheSameWork() async throws {
        let strong = try XCTUnwrap(Argon2Parameters(memoryKiB: 64, passes: 2))
        try await withAuth(hasher: PasswordHasher(threads: 2, queueLimit: 8, parameters: strong)) { auth in
            let ada = try await auth.add("ada")
            let staged = try await auth.add("staged")
            let suspended = try await auth.add("suspended")
            // A hash from when less was asked is not made stronger either, where the account may not be used.
            let weak = try await PasswordHasher(threads: 1, queueLimit: 1, parameters: .quick).hash(suspended.password)
            _ = try await auth.database.run(
                "UPDATE accounts SET password_hash = \(weak.text) WHERE id = \(suspended.id)"
            )
            try await auth.set(.staged, of: staged)
            try await auth.set(.suspended, of: suspended)
            try await auth.countWrites()

            var works: [Work] = []
            let guesses: [(String, Secret<String>)] = [
                (ada.email, Secret("a wrong password")),
                ("nobody@example.org", Secret("a wrong password")),
                (staged.email, staged.password),
                (suspended.email, suspended.password),
            ]
            for (email, password) in guesses {
                works.append(
                    try await auth.work {
                        await assertEnds(with: CheckPassword.Refusal.wrongCredentials) {
                            try await auth.tryPassword(password, for: email)
                        }
                    }
                )
            }
            XCTAssertEqual(works.first?.hashes, 1)
            XCTAssertFalse(works.first?.writes.isEmpty ?? true)
            for work in works { XCTAssertEqual(work, works.first) }
        }
    }

    func testAClosedAddressLooksTheSameAfterTheSameWork() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            for _ in 0..<6 {
                _ = try? await auth.tryPassword(Secret("wrong"), for: ada.email)
                _ = try? await auth.tryPassword(Secret("wrong"), for: "nobody@example.org")
            }
            try await auth.countWrites()
            var works: [Work] = []
            let guesses: [(String, Secret<String>)] = [
                (ada.email, Secret("wrong")), (ada.email, ada.password), ("nobody@example.org", Secret("wrong")),
            ]
            for (email, password) in guesses {
                works.append(
                    try await auth.work {
                        await assertEnds(with: CheckPassword.Refusal.tooManyTries) {
                            try await auth.tryPassword(password, for: email)
                        }
                    }
                )
            }
            XCTAssertEqual(works.first?.hashes, 1)
            for work in works { XCTAssertEqual(work, works.first) }
        }
    }

    func testTheDatabaseHoldsNoTokenAndTheLogNoSecret() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let attempt = try await auth.begin(ada.email)
            let pending = try await auth.gateway.ask(
                CheckPassword(attempt: attempt, password: ada.password, browser: AuthHarness.browser)
            )
            let full = try await auth.complete(pending)
            _ = try? await auth.tryPassword(Secret("a-wrong-password"), for: ada.email)
            let secrets = [
                attempt.text.expose(), pending.token.text.expose(), full.token.text.expose(), ada.password.expose(),
                "a-wrong-password", ada.email,
            ]
            let log = auth.log.text
            XCTAssertTrue(log.contains("Signed in."), log)
            XCTAssertTrue(log.contains("A sign-in was refused."), log)
            for secret in secrets { XCTAssertFalse(log.contains(secret), secret) }

            // As bytes, in which form a token would be kept if it were, and as text.
            for token in [attempt.text, pending.token.text, full.token.text] {
                let bytes = try XCTUnwrap(Base64URL.decode(token.expose()))
                let found = try await auth.database.row(
                    """
                    SELECT (SELECT count(*) FROM attempts WHERE token = \(bytes))
                        + (SELECT count(*) FROM session_tokens WHERE hash = \(bytes))
                    """,
                    as: Int.self
                )
                XCTAssertEqual(found, 0)
            }
            let hash = try await auth.database.row("SELECT password_hash FROM accounts", as: String.self)
            XCTAssertEqual(hash?.hasPrefix("$argon2id$v=19$"), true)
        }
    }
}

/// What answering a question cost, by what it wrote and hashed.
private struct Work: Equatable {
    /// `table: operation: rows`, in their order.
    var writes: [String]
    var hashes: Int
}

extension AuthHarness {
    /// Has every table note what is written to it, in one that a trigger fills.
    fileprivate func countWrites() async throws {
        _ = try await database.run(
            "CREATE TABLE written (id bigserial, what text, by xid8 DEFAULT pg_current_xact_id())"
        )
        _ = try await database.run(
            """
            CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO written (what) VALUES (TG_TABLE_NAME || ' ' || TG_OP || ' ' || TG_LEVEL);
                RETURN NULL;
            END $$
            """
        )
        let tables = try await database.rows(
            """
            SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'written'
            """,
            as: String.self
        )
        for table in tables {
            for level in ["ROW", "STATEMENT"] {
                _ = try await PostgresCluster.shared.runSQL(
                    """
                    CREATE TRIGGER note_\(level) AFTER INSERT OR UPDATE OR DELETE ON \(table)
                    FOR EACH \(level) EXECUTE FUNCTION note_write()
                    """,
                    in: try await databaseName()
                )
            }
        }
    }

    private func databaseName() async throws -> String {
        try await database.row("SELECT current_database()::text", as: String.self) ?? ""
    }

    /// What was written and hashed while `body` ran, what tidies up in the background left out.
    fileprivate func work(_ body: () async throws -> Void) async throws -> Work {
        let before = hasher.counts.completed
        _ = try await database.run("DELETE FROM written")
        try await body()
        let writes = try await database.rows(
            """
            SELECT what FROM written w
            WHERE NOT EXISTS (
                SELECT 1 FROM written o WHERE o.by = w.by AND o.what LIKE 'followed_positions%')
            ORDER BY id
            """,
            as: String.self
        )
        // Pruning deletes by statement and finds no row, in transactions of its own.
        let tidied = Set(writes.filter { $0.hasSuffix("DELETE STATEMENT") })
        return Work(writes: writes.filter { !tidied.contains($0) }, hashes: hasher.counts.completed - before)
    }
}
