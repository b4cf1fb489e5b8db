import ProfileContract
import XCTest

@testable import ProfileService

final class FieldRuleTests: XCTestCase {
    private func accepted(_ typed: String, _ field: ProfileField = .firstName) -> String? {
        try? FieldRule.acceptable(typed, for: field)
    }

    private func problem(_ typed: String, _ field: ProfileField = .firstName) -> FieldProblem? {
        do {
            _ = try FieldRule.acceptable(typed, for: field)
            return nil
        } catch {
            return error
        }
    }

    func testValuesAreTrimmedAndComposed() {
        XCTAssertEqual(accepted("  Ada "), "Ada")
        XCTAssertEqual(accepted("   "), "")
        XCTAssertEqual(accepted("Zoe\u{308}").map { Array($0.unicodeScalars).count }, 3)
        XCTAssertEqual(accepted("👩🏽‍🔬 Ada"), "👩🏽‍🔬 Ada")
        XCTAssertEqual(accepted("עדה"), "עדה")
    }

    func testTwoHundredCharactersAreTheMost() {
        XCTAssertNotNil(accepted(String(repeating: "é", count: 200)))
        XCTAssertNotNil(accepted(String(repeating: "👍🏽", count: 200)))
        XCTAssertEqual(problem(String(repeating: "a", count: 201)), .tooLong)
        XCTAssertEqual(problem(String(repeating: "a", count: 1_000_000)), .tooLong)
        // One character, as people count, can be as long as anybody likes.
        XCTAssertEqual(problem("a" + String(repeating: "\u{301}", count: 100_000)), .tooLong)
    }

    func testWhatWouldBreakALineOrTurnItRoundIsForbidden() {
        for typed in ["a\nb", "a\r\nb", "a\tb", "a\0", "a\u{7F}", "a\u{85}", "a\u{2028}b", "a\u{202E}b", "a\u{200F}"] {
            XCTAssertEqual(problem(typed), .forbiddenCharacters, typed.debugDescription)
        }
    }

    func testAddresses() {
        for typed in ["ada@example.com", "ada+x@mail.example.co.uk", "é@例え.テスト"] {
            XCTAssertEqual(accepted(typed, .alternateEmail), typed)
        }
        for typed in ["ada", "ada@", "@example.com", "ada@example", "a@b@example.com", "ada@example..com", "a b@x.org"]
        {
            XCTAssertEqual(problem(typed, .alternateEmail), .notAnAddress, typed)
        }
        XCTAssertEqual(accepted("", .alternateEmail), "")
    }

    func testPhoneNumbers() {
        for typed in ["+1 (555) 010-9999", "+442079460000", "555.0100 ext. 12", "112"] {
            XCTAssertEqual(accepted(typed, .workCell), typed)
        }
        for typed in ["12", "call me", "+1 555 <script>", "123456789012345678901", "٠١٢٣"] {
            XCTAssertEqual(problem(typed, .workCell), .notAPhoneNumber, typed)
        }
    }

    func testCountries() {
        for typed in ["GB", "gb", "United Kingdom", "france"] { XCTAssertEqual(accepted(typed, .homeCountry), typed) }
        for typed in ["Atlantis", "GBR1", "X"] { XCTAssertEqual(problem(typed, .homeCountry), .notACountry, typed) }
    }
}
