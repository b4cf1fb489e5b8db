import AuthContract
import Foundation
import MFAContract
import Messaging
import ProfileContract
import XCTest

@testable import GatewayService

final class SentenceTests: XCTestCase {
    private let words = Words.english

    func testANameDoesNotTurnTheDirectionOfItsSentence() {
        XCTAssertEqual(words.signIn.toThePortal("שלום\u{202E}"), "to the \u{2068}שלום\u{2069} portal")
    }

    func testAWaitIsSaidInWholeMinutesThatAreLongEnough() {
        let sentence = { [words] seconds in
            words.refusals.sentence(for: CheckCode.Refusal.tooManyTries(waitSeconds: seconds))
        }
        XCTAssertEqual(sentence(0), "Too many wrong codes. Wait a minute, then try again.")
        XCTAssertEqual(sentence(60), "Too many wrong codes. Wait a minute, then try again.")
        XCTAssertEqual(sentence(61), "Too many wrong codes. Wait 2 minutes, then try again.")
        XCTAssertEqual(sentence(600), "Too many wrong codes. Wait 10 minutes, then try again.")
        XCTAssertTrue(sentence(.max).hasPrefix("Too many wrong codes."), "no number of seconds stops the portal")
    }

    func testAWrongPasswordAndALockedAccountDoNotTellWhichAddressesThereAre() {
        XCTAssertTrue(
            words.refusals.sentence(for: CheckPassword.Refusal.tooManyTries).contains("or not the right e-mail")
        )
    }

    func testEveryFaultSaysWhatToDoNext() {
        for fault in Fault.Kind.allCases {
            XCTAssertTrue(words.refusals.sentence(for: fault).contains("try again"), fault.rawValue)
        }
    }

    func testAnOvertakenEditSaysWhatStandsThereNow() {
        XCTAssertTrue(
            words.refusals.sentence(for: EditProfile.Refusal.changedMeanwhile(current: "Ada")).contains("Ada")
        )
        XCTAssertEqual(
            words.refusals.sentence(for: EditProfile.Refusal.changedMeanwhile(current: "")),
            words.refusals.clearedMeanwhile
        )
    }

    func testTheRulesOfAPasswordNameTheirLimits() {
        XCTAssertEqual(words.security.rule(.longEnough), "\(PasswordRule.minimumLength) characters or more")
        XCTAssertEqual(words.security.rule(.notTooLong), "\(PasswordRule.maximumLength) characters at most")
    }

    func testEveryFieldHasAName() {
        for field in ProfileField.allCases { XCTAssertFalse(words.profile.label(of: field).isEmpty) }
        XCTAssertEqual(words.profile.label(of: .homeCity), words.profile.label(of: .workCity))
    }

    // MARK: Time

    /// September 21, 2026, 14:13 UTC.
    private let now = Date(timeIntervalSince1970: 1_790_000_000)
    private let day: TimeInterval = 86_400

    func testDaysAreNamedInFull() {
        XCTAssertEqual(words.time.day(now), "September 21, 2026")
        XCTAssertEqual(words.time.moment(now), "September 21, 2026, 14:13 UTC")
    }

    func testHowLongAgoIsSaidInTheLargestUnitThatFits() {
        let ago = { [words, now] seconds in words.time.ago(now.addingTimeInterval(-seconds), now: now) }
        XCTAssertEqual(ago(0), "today")
        XCTAssertEqual(ago(-3 * day), "today", "a clock that is behind does not count into the future")
        XCTAssertEqual(ago(15 * 3_600), "yesterday", "it was another day")
        XCTAssertEqual(ago(2 * day), "2 days ago")
        XCTAssertEqual(ago(30 * day), "30 days ago")
        XCTAssertEqual(ago(31 * day), "1 month ago")
        XCTAssertEqual(ago(364 * day), "11 months ago")
        XCTAssertEqual(ago(365 * day), "1 year ago")
        XCTAssertEqual(ago(800 * day), "2 years ago")
    }
}
