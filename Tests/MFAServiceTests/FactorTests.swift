import Foundation
import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime
import Support
import XCTest

final class FactorTests: XCTestCase {
    private let day: TimeInterval = 24 * 60 * 60

    func testWhetherAFactorIsRequiredIsTold() async throws {
        try await MFAHouse.open { house in
            let ada = house.signedIn(house.visitor())
            let before = try await house.ask(ListFactors(), as: ada)
            XCTAssertEqual(before, ListFactors.Reply(factors: [], isRequired: false))
            _ = try await house.operation.ask(SetFactorPolicy(policy: FactorPolicy(requiredOfEveryone: true)))
            let after = try await house.ask(ListFactors(), as: ada)
            XCTAssertTrue(after.isRequired)
        }
    }

    func testOnlyOnesOwnFactorsAreListedAndRemoved() async throws {
        try await MFAHouse.open { house in
            let (ada, brian) = (house.visitor(), house.visitor())
            let app = try await house.enrol(ada)
            let other = house.signedIn(brian)
            let listed = try await house.ask(ListFactors(), as: other).factors
            XCTAssertEqual(listed, [])
            try await house.assertRefuses(RemoveFactor(factor: app.id), as: other, because: .noSuchFactor)
            let mine = try await house.ask(ListFactors(), as: house.signedIn(ada)).factors
            XCTAssertEqual(mine.map(\.id), [app.id])
        }
    }

    func testRemovingAsksForAFreshCodeOfAFactorThatIsThere() async throws {
        try await MFAHouse.open { house in
            let pending = house.visitor()
            let app = try await house.enrolled(pending)
            // The passport does not know of the factor yet: mfa does.
            let ada = house.signedIn(pending)
            for stale in [ada, house.signedIn(ada, by: .oneTimeCode)] {
                if stale.assurance != ada.assurance { house.clock.advance(by: 601) }
                do {
                    _ = try await house.ask(RemoveFactor(factor: app.id), as: stale)
                    XCTFail("removed")
                } catch let denial as Denial {
                    let needed = Requirement(strength: .mfa, maximumAge: Requirement.sensitiveAge)
                    XCTAssertEqual(AccessDenial(denial), .assuranceNeeded(needed))
                }
            }
            let fresh = house.signedIn(ada, by: .oneTimeCode)
            _ = try await house.ask(RemoveFactor(factor: app.id), as: fresh)
            let listed = try await house.ask(ListFactors(), as: fresh).factors
            XCTAssertEqual(listed, [])
            // Its codes are worth nothing any more.
            try await house.assertRefuses(
                CheckCode(code: app.code(at: house.clock.now)),
                as: pending,
                because: .notEnrolled
            )
            try await house.assertRefuses(RemoveFactor(factor: app.id), as: fresh, because: .noSuchFactor)
        }
    }

    func testARemovalAskedForTwiceIsOne() async throws {
        try await MFAHouse.open { house in
            let pending = house.visitor()
            let app = try await house.enrol(pending)
            let (ada, key) = (house.signedIn(pending, by: .oneTimeCode), IdempotencyKey())
            _ = try await house.ask(RemoveFactor(factor: app.id), as: ada, once: key)
            _ = try await house.ask(RemoveFactor(factor: app.id), as: ada, once: key)
        }
    }

    func testOneThatWasDeniedCanBeAskedAgainAfterTheStepUp() async throws {
        try await MFAHouse.open { house in
            let pending = house.visitor()
            let app = try await house.enrol(pending)
            let (ada, key) = (house.signedIn(pending), IdempotencyKey())
            do {
                _ = try await house.ask(RemoveFactor(factor: app.id), as: ada, once: key)
                XCTFail("removed")
            } catch is Denial {}
            // A form that was held up by the step-up is sent on as it was.
            _ = try await house.ask(RemoveFactor(factor: app.id), as: house.signedIn(ada, by: .oneTimeCode), once: key)
        }
    }

    func testRemovingARequiredFactorLeadsToEnrolmentAndEarnsNoNewPeriod() async throws {
        try await MFAHouse.open { house in
            _ = try await house.operation.ask(SetFactorPolicy(policy: FactorPolicy(requiredOfEveryone: true)))
            let (pending, first) = (house.visitor(), house.clock.now)
            _ = try await house.ask(FindDue(), as: pending)
            let app = try await house.enrol(pending)
            house.clock.advance(by: 6 * day)
            let ada = house.signedIn(pending, by: .oneTimeCode)
            _ = try await house.ask(RemoveFactor(factor: app.id), as: ada)

            let next = house.visitor(ada.account)
            let due = try await house.ask(FindDue(), as: next)
            XCTAssertEqual(due, .enrolment([.oneTimeCode], postponableUntil: first + 7 * day))
            house.clock.advance(by: day)
            let over = try await house.ask(FindDue(), as: next)
            XCTAssertEqual(over, .enrolment([.oneTimeCode], postponableUntil: nil))
            // Nobody is locked out: the factor is enrolled there and then.
            _ = try await house.enrol(next)
        }
    }

    // MARK: Announcements

    func testChangesAreAnnouncedOnceToAuthAndTheGateway() async throws {
        try await MFAHouse.open { house in
            let auth = try house.bus.client(of: .auth, asking: .mfa, at: [house.endpoint])
            try await withRunning([auth]) {
                let start = try await auth.ask(FollowAnnouncements<MFAAnnouncement>(after: nil)).position
                let (pending, key) = (house.visitor(), IdempotencyKey())
                let app = try App(try await house.ask(BeginAppEnrolment(label: "ada"), as: pending))
                let confirm = ConfirmAppEnrolment(enrolment: app.id, code: app.code(at: house.clock.now), name: "Phone")
                for _ in 0..<2 { _ = try await house.ask(confirm, as: pending, once: key) }
                let ada = house.signedIn(pending, by: .oneTimeCode)
                _ = try await house.ask(RemoveFactor(factor: app.id), as: ada)
                try await house.assertRefuses(RemoveFactor(factor: app.id), as: ada, because: .noSuchFactor)

                let expected: [MFAAnnouncement] = [
                    .factorsChanged(ada.account, strongest: .mfa), .factorsChanged(ada.account, strongest: .none),
                ]
                for line in [auth, house.gateway] {
                    var (heard, position): ([MFAAnnouncement], Position) = ([], start)
                    try await eventually("Hearing of both changes") {
                        let reply = try await line.ask(FollowAnnouncements<MFAAnnouncement>(after: position))
                        heard += reply.events
                        position = reply.position
                        return heard.count >= 2
                    }
                    XCTAssertEqual(heard, expected)
                }
            }
        }
    }

    func testASnapshotTellsOfEverybodyWhoHasFactors() async throws {
        try await MFAHouse.open { house in
            let visitors = (0..<3).map { _ in house.visitor() }
            for visitor in visitors { _ = try await house.enrol(visitor) }
            let auth = try house.bus.client(of: .auth, asking: .mfa, at: [house.endpoint])
            try await withRunning([auth]) {
                let snapshot = try await auth.ask(TakeSnapshot<MFAAnnouncement>())
                XCTAssertNil(snapshot.next)
                XCTAssertEqual(
                    Set(snapshot.events),
                    Set(visitors.map { .factorsChanged($0.account, strongest: .mfa) })
                )
            }
        }
    }
}
