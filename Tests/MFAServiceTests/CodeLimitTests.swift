import Foundation
import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime
import Support
import XCTest

final class CodeLimitTests: XCTestCase {
    /// How `count` wrong codes that are sent at once end: how many were judged, and how many were not.
    private func guess(
        _ count: Int,
        _ app: App,
        as visitors: [PassportHolder],
        in house: MFAHouse
    ) async throws -> (judged: Int, waiting: Int) {
        try await withThrowingTaskGroup(of: CheckCode.Refusal?.self) { group in
            for number in 0..<count {
                let visitor = visitors[number % visitors.count]
                group.addTask {
                    do {
                        _ = try await house.ask(
                            CheckCode(code: app.wrongCode(at: house.clock.now, number)),
                            as: visitor,
                            of: number % house.replicas.count
                        )
                        return nil
                    } catch let refusal as CheckCode.Refusal {
                        return refusal
                    }
                }
            }
            var (judged, waiting) = (0, 0)
            for try await refusal in group {
                switch refusal {
                case .wrongCode: judged += 1
                case .tooManyTries: waiting += 1
                case .notEnrolled, nil: XCTFail("\(String(describing: refusal))")
                }
            }
            return (judged, waiting)
        }
    }

    func testOfFiftyGuessesAtOnceFiveAreJudged() async throws {
        try await MFAHouse.open(replicas: 2) { house in
            let ada = house.visitor()
            let app = try await house.enrolled(ada)
            let visitors = (0..<7).map { _ in ada.elsewhere(at: house.clock.now) }
            let first = try await guess(50, app, as: visitors, in: house)
            XCTAssertTrue(first == (5, 45), "\(first)")

            house.clock.advance(by: 600)
            let second = try await guess(50, app, as: visitors, in: house)
            XCTAssertTrue(second == (5, 45), "\(second)")
        }
    }

    func testWhileClosedARightCodeIsNotJudgedAndNotUsedUp() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let app = try await house.enrolled(ada)
            _ = try await guess(5, app, as: [ada], in: house)
            try await house.assertRefuses(
                CheckCode(code: app.code(at: house.clock.now)),
                as: ada,
                because: .tooManyTries(waitSeconds: 600)
            )
            house.clock.advance(by: 599)
            // This one is still right when the pause is over.
            let code = app.code(at: house.clock.now)
            try await house.assertRefuses(CheckCode(code: code), as: ada, because: .tooManyTries(waitSeconds: 1))
            house.clock.advance(by: 1)
            _ = try await house.ask(CheckCode(code: code), as: ada)
        }
    }

    func testTwentyADayAndThenNoneUntilTheDayIsOver() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let app = try await house.enrolled(ada)
            for _ in 0..<4 {
                let round = try await guess(6, app, as: [ada], in: house)
                XCTAssertTrue(round == (5, 1), "\(round)")
                house.clock.advance(by: 600)
            }
            let left = 24 * 60 * 60 - 4 * 600
            try await house.assertRefuses(
                CheckCode(code: app.code(at: house.clock.now)),
                as: ada.elsewhere(at: house.clock.now),
                because: .tooManyTries(waitSeconds: left)
            )
            // Kept where a restart does not forget it.
            try await house.withAnother { line in
                do {
                    _ = try await line.ask(
                        CheckCode(code: app.code(at: house.clock.now)),
                        with: house.credential(of: ada)
                    )
                    XCTFail("judged")
                } catch let refusal as CheckCode.Refusal {
                    XCTAssertEqual(refusal, .tooManyTries(waitSeconds: left))
                }
            }
            house.clock.advance(by: TimeInterval(left))
            _ = try await house.ask(CheckCode(code: app.code(at: house.clock.now)), as: ada)
        }
    }

    func testOnesWrongCodesCloseNobodyElse() async throws {
        try await MFAHouse.open { house in
            let (ada, brian) = (house.visitor(), house.visitor())
            let adas = try await house.enrol(ada)
            let brians = try await house.enrolled(brian)
            _ = try await guess(5, adas, as: [ada], in: house)
            _ = try await house.ask(CheckCode(code: brians.code(at: house.clock.now)), as: brian)
        }
    }

    func testWrongConfirmationsOfAnEnrolmentCountToo() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let app = try App(try await house.ask(BeginAppEnrolment(label: "ada@example.com"), as: ada))
            func confirmation(_ code: Secret<String>) -> ConfirmAppEnrolment {
                ConfirmAppEnrolment(enrolment: app.id, code: code, name: "Phone")
            }
            for number in 0..<5 {
                let wrong = confirmation(app.wrongCode(at: house.clock.now, number))
                try await house.assertRefuses(wrong, as: ada, because: .wrongCode)
            }
            let right = confirmation(app.code(at: house.clock.now))
            try await house.assertRefuses(right, as: ada, because: .tooManyTries(waitSeconds: 600))
            // Beginning anew does not open the account again.
            let other = try App(try await house.ask(BeginAppEnrolment(label: "ada@example.com"), as: ada))
            try await house.assertRefuses(
                ConfirmAppEnrolment(enrolment: other.id, code: other.code(at: house.clock.now), name: "Phone"),
                as: ada,
                because: .tooManyTries(waitSeconds: 600)
            )
            house.clock.advance(by: 600)
            _ = try await house.ask(
                ConfirmAppEnrolment(enrolment: other.id, code: other.code(at: house.clock.now), name: "Phone"),
                as: ada
            )
        }
    }
}
