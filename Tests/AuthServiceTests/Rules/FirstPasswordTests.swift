import AuthContract
import Foundation
import ServiceRuntime
import Support
import XCTest

@testable import AuthService

final class FirstPasswordTests: XCTestCase {
    func testItHasEnoughChanceInItAndNoLetterThatIsTakenForAnother() throws {
        let password = FirstPassword.draw(SystemRandom()).expose()
        let groups = password.split(separator: "-")
        XCTAssertEqual(groups.map(\.count), [4, 4, 4, 4, 4])
        XCTAssertTrue(groups.joined().allSatisfy { "abcdefghjkmnpqrstuvwxyz23456789".contains($0) }, password)
        // 31 to the power of 20.
        XCTAssertGreaterThan(pow(31.0, 20.0), pow(2.0, 80.0))
        XCTAssertEqual(PasswordRule.broken(by: password, names: ["ada"], current: nil), [])
    }

    func testEveryCharacterComesAboutEquallyOften() {
        let random = SeededRandom(seed: 7)
        var counts: [Character: Int] = [:]
        for _ in 0..<1000 {
            for character in FirstPassword.draw(random).expose() where character != "-" {
                counts[character, default: 0] += 1
            }
        }
        XCTAssertEqual(counts.count, 31)
        // 645 of each are expected, give or take 25.
        for (character, count) in counts { XCTAssertTrue((520...770).contains(count), "\(character): \(count)") }
    }

    func testTwoAreNeverTheSame() {
        let drawn = Set((0..<200).map { _ in FirstPassword.draw(SystemRandom()).expose() })
        XCTAssertEqual(drawn.count, 200)
    }
}
