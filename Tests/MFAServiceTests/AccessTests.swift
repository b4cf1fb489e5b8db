import AuthContract
import Foundation
import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime
import Support
import XCTest

/// What the gateway's own key gets without a passport, or with one that is not good: nothing.
final class AccessTests: XCTestCase {
    /// Asks every question that takes a passport, and gives what came of each.
    private func outcomes(with credential: [UInt8]?, in house: MFAHouse) async throws -> [Subject: AccessDenial?] {
        var outcomes: [Subject: AccessDenial?] = [:]
        func ask<R: Request>(_ request: R) async throws {
            do {
                _ = try await house.gateway.ask(request, with: credential)
                outcomes[R.subject] = .some(nil)
            } catch let denial as Denial {
                outcomes[R.subject] = AccessDenial(denial)
            } catch is R.Refusal {
                outcomes[R.subject] = .some(nil)
            }
        }
        let factor = FactorID(at: house.clock.now)
        try await ask(FindDue())
        try await ask(CheckCode(code: Secret("123456")))
        try await ask(BeginAppEnrolment(label: "ada@example.com"))
        try await ask(ShowAppEnrolment(enrolment: factor))
        try await ask(ConfirmAppEnrolment(enrolment: factor, code: Secret("123456"), name: "Phone"))
        try await ask(PostponeEnrolment())
        try await ask(ListFactors())
        try await ask(RemoveFactor(factor: factor))
        return outcomes
    }

    private func assertEvery(
        _ denial: AccessDenial,
        with credential: [UInt8]?,
        in house: MFAHouse,
        line: UInt = #line
    ) async throws {
        let outcomes = try await outcomes(with: credential, in: house)
        XCTAssertEqual(outcomes.count, 8, line: line)
        for (subject, outcome) in outcomes { XCTAssertEqual(outcome, denial, "\(subject)", line: line) }
    }

    func testNothingIsAnsweredWithoutAGoodPassport() async throws {
        try await MFAHouse.open { house in
            let ada = house.signedIn(house.visitor())
            let good = try house.credential(of: ada)
            try await assertEvery(.passportMissing, with: nil, in: house)

            var altered = good
            altered[altered.count - 1] ^= 1
            try await assertEvery(.passportForged, with: altered, in: house)
            let forged = try PassportOffice(clock: house.clock).sign(
                ada.passport(bearer: house.bus.key(of: .gateway).publicKey, at: house.clock.now)
            )
            try await assertEvery(.passportForged, with: forged, in: house)
            try await assertEvery(.passportForged, with: [], in: house)

            let borrowed = try house.office.sign(
                ada.passport(bearer: house.bus.key(of: .apps).publicKey, at: house.clock.now)
            )
            try await assertEvery(.passportBorrowed, with: borrowed, in: house)

            house.clock.advance(by: Passport.lifetime)
            try await assertEvery(.passportExpired, with: good, in: house)
        }
    }

    func testAnEndedSessionIsRefusedAtOnce() async throws {
        try await MFAHouse.open { house in
            let ada = house.signedIn(house.visitor())
            _ = try await house.ask(ListFactors(), as: ada)
            try await house.auth.announce(.sessionsEnded([ada.session]))
            try await eventually(within: .seconds(30), "The end of the session") {
                do {
                    _ = try await house.ask(ListFactors(), as: ada)
                    return false
                } catch let denial as Denial {
                    return AccessDenial(denial) == .sessionEnded
                }
            }
            try await assertEvery(.sessionEnded, with: house.credential(of: ada), in: house)
        }
    }

    func testAPendingPassportOpensChallengesAndEnrolmentAlone() async throws {
        try await MFAHouse.open { house in
            let outcomes = try await outcomes(with: house.credential(of: house.visitor()), in: house)
            let closed = outcomes.filter { $0.value == .sessionPending }.keys
            XCTAssertEqual(Set(closed), [ListFactors.subject, RemoveFactor.subject])
            XCTAssertTrue(outcomes.filter { !closed.contains($0.key) }.allSatisfy { $0.value == nil }, "\(outcomes)")
        }
    }

    func testOthersThanTheGatewayAndTheOperatorAreNotAnswered() async throws {
        try await MFAHouse.open { house in
            func assertNotPermitted<R: Request>(_ request: R, to caller: CallerName, line: UInt = #line) async throws {
                let client = try house.bus.client(of: caller, asking: .mfa, at: [house.endpoint])
                try await withRunning([client]) {
                    let passport = try house.office.sign(
                        house.visitor().passport(bearer: house.bus.key(of: caller).publicKey, at: house.clock.now)
                    )
                    do {
                        _ = try await client.ask(request, with: passport)
                        XCTFail("answered", line: line)
                    } catch let fault as Fault {
                        XCTAssertEqual(fault.kind, .notPermitted, line: line)
                    }
                }
            }
            for caller in [CallerName.apps, .profile, .auth, .operator] {
                try await assertNotPermitted(FindDue(), to: caller)
                try await assertNotPermitted(CheckCode(code: Secret("123456")), to: caller)
            }
            for caller in [CallerName.gateway, .apps, .auth] {
                try await assertNotPermitted(ShowFactorPolicy(), to: caller)
                try await assertNotPermitted(SetFactorPolicy(policy: FactorPolicy()), to: caller)
            }
            try await assertNotPermitted(FollowAnnouncements<MFAAnnouncement>(after: nil), to: .apps)
            try await assertNotPermitted(TakeSnapshot<MFAAnnouncement>(), to: .gateway)
        }
    }
}
