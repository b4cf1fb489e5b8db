import AuthContract
import AuthService
import Foundation
import IdentityContract
import Messaging
import ServiceRuntime
import Support
import XCTest

/// The gateway's own key gets nobody anywhere without a passport that is good.
final class PassportTests: XCTestCase {
    /// Asks every question that only a signed-in person may ask, with this passport, and expects this denial.
    private func assertAllDenied(
        _ denial: AccessDenial,
        with passport: [UInt8]?,
        allowingPending: Bool = false,
        _ auth: AuthHarness,
        line: UInt = #line
    ) async throws {
        let proof = try auth.office.proof(
            of: AccountID(at: auth.clock.now),
            bond: .session(SessionID(at: auth.clock.now)),
            purpose: .stepUp
        )
        let gateway = auth.gateway
        await assertDenied(denial, line: line) { try await gateway.ask(ShowAccount(), with: passport) }
        await assertDenied(denial, line: line) { try await gateway.ask(RaiseSession(proof: proof), with: passport) }
        await assertDenied(denial, line: line) {
            try await gateway.ask(ConfirmPassword(password: Secret("x")), with: passport)
        }
        await assertDenied(denial, line: line) {
            try await gateway.ask(ChangePassword(current: Secret("x"), new: Secret("y")), with: passport)
        }
        guard !allowingPending else { return }
        await assertDenied(denial, line: line) { try await gateway.ask(EndSession(), with: passport) }
        await assertDenied(denial, line: line) { try await gateway.ask(CompleteSignIn(proof: proof), with: passport) }
    }

    func testWithoutAGoodPassportNothingIsAnswered() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let pending = try await auth.openPending(ada)
            let full = try await auth.signIn(ada)
            try await assertAllDenied(.passportMissing, with: nil, auth)
            try await assertAllDenied(.passportForged, with: [], auth)
            try await assertAllDenied(.sessionPending, with: pending.passport.bytes, allowingPending: true, auth)

            var altered = full.passport.bytes
            altered[altered.count - 5] ^= 1
            try await assertAllDenied(.passportForged, with: altered, auth)

            var statement = try auth.statement(full.passport)
            let stranger = PassportOffice(clock: auth.clock)
            try await assertAllDenied(.passportForged, with: try stranger.sign(statement), auth)

            // Another program's passport, with auth's own signature.
            statement.bearer = try auth.bus.key(of: .apps).publicKey
            try await assertAllDenied(.passportBorrowed, with: try auth.office.sign(statement), auth)

            auth.clock.advance(by: 10)
            try await assertAllDenied(.passportExpired, with: full.passport.bytes, auth)
        }
    }

    func testAPassportOfAnEndedSessionOpensNothing() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let full = try await auth.signIn(ada)
            // That another session of the same person goes on is no help.
            _ = try await auth.signIn(ada)
            _ = try await auth.gateway.ask(EndSession(), with: full.passport.bytes)
            let passport = full.passport.bytes
            await assertDenied(.sessionEnded) { try await auth.gateway.ask(ShowAccount(), with: passport) }
            // Whatever the password: nobody guesses from a session that is over.
            for password in [ada.password, Secret("wrong")] {
                await assertDenied(.sessionEnded) {
                    try await auth.gateway.ask(ConfirmPassword(password: password), with: passport)
                }
            }
            await assertDenied(.sessionEnded) {
                try await auth.gateway.ask(
                    ChangePassword(current: ada.password, new: Secret("a new long password")),
                    with: passport
                )
            }
            await assertDenied(.sessionEnded) {
                try await auth.gateway.ask(RaiseSession(proof: try auth.stepUpProof(for: full)), with: passport)
            }
            // Logging out again is no failure.
            _ = try await auth.gateway.ask(EndSession(), with: passport)
        }
    }

    func testAPassportNamesTheKeyOfWhoeverAskedForIt() async throws {
        try await withAuth { auth in
            let full = try await auth.signIn(try await auth.add("ada"))
            let passport = try auth.statement(try await auth.passport(full.token).passport)
            XCTAssertEqual(passport.bearer, try auth.bus.key(of: .gateway).publicKey)
        }
    }

    func testEachCallerIsAnsweredWhatIsItsToAsk() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let full = try await auth.signIn(ada)
            let passport = full.passport.bytes

            // The gateway is no operator.
            await assertFault(.notPermitted) { try await auth.gateway.ask(ListAccounts(), with: passport) }
            await assertFault(.notPermitted) {
                try await auth.gateway.ask(AddAccount(email: "x@example.org", username: "x", roles: [.administrator]))
            }
            await assertFault(.notPermitted) {
                try await auth.gateway.ask(SetAccountState(account: ada.id, state: .suspended))
            }
            // The operator signs nobody in.
            let operatorClient = auth.administrator
            await assertFault(.notPermitted) {
                try await operatorClient.ask(
                    BeginSignIn(email: ada.email, remember: false, browser: AuthHarness.browser)
                )
            }
            await assertFault(.notPermitted) { try await operatorClient.ask(IssuePassport(token: full.token)) }
            await assertFault(.notPermitted) { try await operatorClient.ask(ShowAccount(), with: passport) }
            // And other services ask for nothing but announcements.
            let apps = try auth.bus.client(of: .apps, asking: .auth, at: [auth.server.endpoint])
            try await withRunning([apps]) {
                await assertFault(.notPermitted) { try await apps.ask(IssuePassport(token: full.token)) }
                await assertFault(.notPermitted) { try await apps.ask(ShowAccount(), with: passport) }
                _ = try await apps.ask(FollowAnnouncements<AuthAnnouncement>(after: nil))
            }
        }
    }
}
