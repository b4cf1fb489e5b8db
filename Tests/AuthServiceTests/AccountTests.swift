import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

final class AccountTests: XCTestCase {
    func testAnAccountThatCannotBeAddedIsRefused() async throws {
        try await withAuth { auth in
            _ = try await auth.add("ada")
            func add(_ email: String, _ username: String) async throws -> AddAccount.Reply {
                try await auth.administrator.ask(AddAccount(email: email, username: username, roles: [.user]))
            }
            await assertEnds(with: AddAccount.Refusal.notAnAddress) { try await add("ada", "lovelace") }
            await assertEnds(with: AddAccount.Refusal.notAnAddress) { try await add("a\u{202E}@b.co", "lovelace") }
            await assertEnds(with: AddAccount.Refusal.notAUsername) { try await add("x@example.org", "Lovelace") }
            await assertEnds(with: AddAccount.Refusal.addressTaken) { try await add(" ADA@example.org", "lovelace") }
            await assertEnds(with: AddAccount.Refusal.usernameTaken) { try await add("x@example.org", "ada") }
            _ = try await add("x@example.org", "x")
        }
    }

    func testAnAddedAccountIsAnnouncedAndMayBeUsedAtOnce() async throws {
        try await withAuth { auth in
            let position = try await auth.position()
            let ada = try await auth.add("ada")
            let news = try await auth.news(since: position)
            XCTAssertEqual(news, [.accountActivated(ada.id)])
            _ = try await auth.signIn(ada)
        }
    }

    func testARepeatMakesAnotherFirstPasswordAndVoidsTheOne() async throws {
        try await withAuth { auth in
            let request = AddAccount(email: "ada@example.org", username: "ada", roles: [.user])
            let key = IdempotencyKey()
            let first = try await auth.administrator.ask(request, once: key)
            let second = try await auth.administrator.ask(request, once: key)
            XCTAssertEqual(first.account, second.account)
            await assertEnds(with: CheckPassword.Refusal.wrongCredentials) {
                try await auth.tryPassword(first.password, for: request.email)
            }
            let session = try await auth.complete(try await auth.tryPassword(second.password, for: request.email))
            // Once the person has chosen one, a late repeat takes it from nobody.
            let chosen = Secret("correct horse battery")
            _ = try await auth.gateway.ask(
                ChangePassword(current: second.password, new: chosen),
                with: session.passport.bytes
            )
            await assertFault(.outcomeUnknown) { try await auth.administrator.ask(request, once: key) }
            _ = try await auth.tryPassword(chosen, for: request.email)
        }
    }

    func testAccountsAreListedByAddressInPages() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada", roles: [.user, .administrator])
            try await auth.set(.suspended, of: ada)
            _ = try await auth.database.run(
                """
                INSERT INTO accounts (id, email, username, roles, state, created_at)
                SELECT gen_random_uuid(), 'b' || lpad(n::text, 4, '0') || '@example.org', 'b' || n, '{user}', 'activated', now()
                FROM generate_series(1, 500) AS n
                """
            )
            let first = try await auth.administrator.ask(ListAccounts())
            XCTAssertEqual(first.accounts.count, 500)
            XCTAssertTrue(first.hasMore)
            XCTAssertEqual(
                first.accounts.first,
                AccountSummary(
                    id: ada.id,
                    email: ada.email,
                    username: "ada",
                    roles: [.user, .administrator],
                    state: .suspended
                )
            )
            let second = try await auth.administrator.ask(ListAccounts(after: first.accounts.last?.email))
            XCTAssertEqual(second.accounts.map(\.email), ["b0500@example.org"])
            XCTAssertFalse(second.hasMore)
        }
    }

    func testAPasswordIsHashedAgainWhenParametersHaveRisen() async throws {
        let strong = try XCTUnwrap(Argon2Parameters(memoryKiB: 64, passes: 2))
        try await withAuth(hasher: PasswordHasher(threads: 2, queueLimit: 8, parameters: strong)) { auth in
            let ada = try await auth.add("ada")
            let weak = try await PasswordHasher(threads: 1, queueLimit: 1, parameters: .quick).hash(ada.password)
            _ = try await auth.database.run("UPDATE accounts SET password_hash = \(weak.text)")
            func parameters() async throws -> Argon2Parameters? {
                try await auth.database.row("SELECT password_hash FROM accounts", as: String.self)
                    .flatMap { try? PasswordHash(parsing: $0).parameters }
            }
            let before = try await parameters()
            XCTAssertEqual(before, .quick)
            _ = try await auth.openPending(ada)
            let after = try await parameters()
            XCTAssertEqual(after, strong)
            _ = try await auth.openPending(ada)
        }
    }
}
