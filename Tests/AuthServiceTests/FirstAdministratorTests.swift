import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

@testable import AuthService

final class FirstAdministratorTests: XCTestCase {
    private static let password = Secret("correct horse battery")

    private func invite(_ auth: AuthHarness) async throws -> InvitationToken {
        try await auth.administrator.ask(InviteFirstAdministrator()).invitation
    }

    private func acceptance(
        of invitation: InvitationToken,
        email: String = "marit@example.org",
        username: String = "marit",
        password: Secret<String> = password
    ) -> AcceptInvitation {
        AcceptInvitation(
            invitation: invitation,
            email: email,
            username: username,
            password: password,
            browser: AuthHarness.browser
        )
    }

    private func assertGone(
        _ invitation: InvitationToken,
        _ auth: AuthHarness,
        file: StaticString = #filePath,
        line: UInt = #line
    ) async {
        await assertEnds(with: FindInvitation.Refusal.invitationGone, file: file, line: line) {
            try await auth.gateway.ask(FindInvitation(invitation: invitation))
        }
        await assertRefused(.invitationGone, acceptance(of: invitation), auth, file: file, line: line)
    }

    private func assertRefused(
        _ refusal: AcceptInvitation.Refusal,
        _ acceptance: AcceptInvitation,
        _ auth: AuthHarness,
        file: StaticString = #filePath,
        line: UInt = #line
    ) async {
        await assertEnds(with: refusal, file: file, line: line) { try await auth.gateway.ask(acceptance) }
    }

    func testAnInvitationMakesOneAdministratorWhoseSessionWaitsForTheSecondFactor() async throws {
        try await withAuth { auth in
            let position = try await auth.position()
            let made = try await auth.administrator.ask(InviteFirstAdministrator())
            XCTAssertEqual(made.expiresAt, auth.clock.now + 3600)
            let found = try await auth.gateway.ask(FindInvitation(invitation: made.invitation))
            XCTAssertEqual(found.expiresAt, made.expiresAt)

            let email = " Marit@Example.org"
            let opened = try await auth.gateway.ask(acceptance(of: made.invitation, email: email))
            XCTAssertEqual(opened.session.state, .pending)
            XCTAssertEqual(opened.session.email, "marit@example.org")
            XCTAssertEqual(opened.session.roles, [.user, .administrator])
            let news = try await auth.news(since: position)
            XCTAssertEqual(news, [.accountActivated(opened.session.account)])
            let full = try await auth.complete(opened)
            XCTAssertEqual(full.session.state, .full)

            await assertGone(made.invitation, auth)
            await assertEnds(with: InviteFirstAdministrator.Refusal.administratorExists) {
                try await auth.administrator.ask(InviteFirstAdministrator())
            }
            _ = try await auth.tryPassword(Self.password, for: "marit@example.org")
        }
    }

    func testTheSecretIsKeptOnlyAsItsHash() async throws {
        try await withAuth { auth in
            let invitation = try await invite(auth)
            let token = try XCTUnwrap(Token(invitation.text))
            let kept = try await auth.database.row("SELECT token FROM invitation", as: [UInt8].self)
            XCTAssertEqual(kept, token.hash.bytes)
        }
    }

    func testItIsGoneAfterAnHour() async throws {
        try await withAuth { auth in
            let invitation = try await invite(auth)
            auth.clock.advance(by: 3599)
            _ = try await auth.gateway.ask(FindInvitation(invitation: invitation))
            auth.clock.advance(by: 1)
            await assertGone(invitation, auth)
            try await auth.server.pruning.prune()
            let left = try await auth.database.row("SELECT count(*) FROM invitation", as: Int.self)
            XCTAssertEqual(left, 0)
        }
    }

    func testANewerOneVoidsTheOneBefore() async throws {
        try await withAuth { auth in
            let first = try await invite(auth)
            // The gateway's key may ask too: whoever runs the portal speaks from there.
            let second = try await auth.gateway.ask(InviteFirstAdministrator()).invitation
            await assertGone(first, auth)
            _ = try await auth.gateway.ask(acceptance(of: second))
        }
    }

    func testAnAdministratorWhoComesByAnotherRoadVoidsIt() async throws {
        try await withAuth { auth in
            let invitation = try await invite(auth)
            _ = try await auth.add("ada")
            _ = try await auth.gateway.ask(FindInvitation(invitation: invitation))
            let ben = try await auth.add("ben", roles: [.user, .administrator])
            await assertGone(invitation, auth)
            // A suspended one is one still.
            try await auth.set(.suspended, of: ben)
            await assertEnds(with: InviteFirstAdministrator.Refusal.administratorExists) {
                try await auth.administrator.ask(InviteFirstAdministrator())
            }
        }
    }

    /// Made in the moment in which an administrator came, and so not voided with them.
    func testOneThatOutlivedAnAdministratorsComingMakesNoOther() async throws {
        try await withAuth { auth in
            _ = try await auth.add("ben", roles: [.user, .administrator])
            let token = Token()
            try await auth.database.transaction { transaction in
                let invitations = InvitationStore(database: auth.database)
                try await invitations.make(token, until: auth.clock.now + 3600, in: transaction)
            }
            await assertRefused(.invitationGone, acceptance(of: InvitationToken(token.text)), auth)
        }
    }

    func testWhatCannotBeAcceptedLeavesItAsItWas() async throws {
        try await withAuth { auth in
            _ = try await auth.add("ada")
            let invitation = try await invite(auth)
            let hashed = auth.hasher.counts.completed
            for email in ["marit", "a\u{202E}@b.co", ""] {
                await assertRefused(.notAnAddress, acceptance(of: invitation, email: email), auth)
            }
            for username in ["Marit", "", "1st", String(repeating: "m", count: 65)] {
                await assertRefused(.notAUsername, acceptance(of: invitation, username: username), auth)
            }
            let bad: [(String, [PasswordRule])] = [
                ("short", [.longEnough]), (String(repeating: "x", count: 257), [.notTooLong]),
                ("I am Marit herself", [.withoutName]),
            ]
            for (password, rules) in bad {
                let request = acceptance(of: invitation, password: Secret(password))
                await assertRefused(.notAcceptable(rules), request, auth)
            }
            XCTAssertEqual(auth.hasher.counts.completed, hashed)
            let families = Secret(String(repeating: "👨‍👩‍👧‍👦", count: 200))
            await assertRefused(.notAcceptable([.notTooLong]), acceptance(of: invitation, password: families), auth)
            await assertRefused(.addressTaken, acceptance(of: invitation, email: "ADA@example.org"), auth)
            await assertRefused(.usernameTaken, acceptance(of: invitation, username: "ada"), auth)
            _ = try await auth.gateway.ask(acceptance(of: invitation))
        }
    }

    func testNobodyHasAPasswordHashedWithoutIt() async throws {
        try await withAuth { auth in
            _ = try await invite(auth)
            let before = auth.hasher.counts.completed
            for text in [Token().text, Secret(""), Secret("nonsense")] {
                await assertRefused(.invitationGone, acceptance(of: InvitationToken(text)), auth)
            }
            XCTAssertEqual(auth.hasher.counts.completed, before)
        }
    }

    func testAfterTwentyTriesItIsGone() async throws {
        try await withAuth { auth in
            _ = try await auth.add("ada")
            let invitation = try await invite(auth)
            for _ in 0..<InvitationStore.mostTries {
                await assertRefused(.addressTaken, acceptance(of: invitation, email: "ada@example.org"), auth)
            }
            let before = auth.hasher.counts.completed
            await assertGone(invitation, auth)
            XCTAssertEqual(auth.hasher.counts.completed, before)
            let another = try await invite(auth)
            _ = try await auth.gateway.ask(acceptance(of: another))
        }
    }

    func testOfManyWhoUseItAtOnceOneBecomesAdministrator() async throws {
        try await withAuth { auth in
            let invitation = try await invite(auth)
            let accepted = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<8 {
                    let request = acceptance(of: invitation, email: "a\(number)@example.org", username: "a\(number)")
                    group.addTask { (try? await auth.gateway.ask(request, within: .seconds(20))) != nil }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            XCTAssertEqual(accepted, 1)
            let accounts = try await auth.database.row("SELECT count(*) FROM accounts", as: Int.self)
            XCTAssertEqual(accounts, 1)
        }
    }

    func testARepeatIsAnsweredWithAnotherTokenOfTheSameSession() async throws {
        try await withAuth { auth in
            let invitation = try await invite(auth)
            let (request, key) = (acceptance(of: invitation), IdempotencyKey())
            let first = try await auth.gateway.ask(request, once: key)
            let second = try await auth.gateway.ask(request, once: key)
            XCTAssertEqual(first.session.id, second.session.id)
            await assertEnds(with: IssuePassport.Refusal.noSession) { try await auth.passport(first.token) }
            _ = try await auth.passport(second.token)
        }
    }

    func testARepeatedQuestionForOneVoidsTheFirstAnswer() async throws {
        try await withAuth { auth in
            let key = IdempotencyKey()
            let first = try await auth.administrator.ask(InviteFirstAdministrator(), once: key)
            let second = try await auth.administrator.ask(InviteFirstAdministrator(), once: key)
            await assertGone(first.invitation, auth)
            _ = try await auth.gateway.ask(acceptance(of: second.invitation))
        }
    }

    func testAPortalIsEmptyUntilThereIsAnAccount() async throws {
        try await withAuth { auth in
            let before = try await auth.gateway.ask(ShowPortal())
            XCTAssertTrue(before.isEmpty)
            _ = try await auth.add("ada")
            let after = try await auth.gateway.ask(ShowPortal())
            XCTAssertFalse(after.isEmpty)
        }
    }

    func testTheLogTellsWhatHappenedAndNotTheSecret() async throws {
        try await withAuth { auth in
            let invitation = try await invite(auth)
            _ = try await auth.gateway.ask(acceptance(of: invitation))
            let text = auth.log.text
            XCTAssertTrue(text.contains("An invitation for the first administrator was made."), text)
            XCTAssertTrue(text.contains("The first administrator was added."), text)
            XCTAssertFalse(text.contains(invitation.text.expose()))
            XCTAssertFalse(text.contains(Self.password.expose()))
        }
    }
}
