import XCTest

@testable import AuthService

final class EmailAddressTests: XCTestCase {
    func testAnAddressIsTrimmedAndLowerCased() throws {
        let address = try XCTUnwrap(EmailAddress("  Ada.Lovelace+portal@Example.ORG\n"))
        XCTAssertEqual(address.text, "ada.lovelace+portal@example.org")
        XCTAssertEqual(address.typed, "Ada.Lovelace+portal@Example.ORG")
        XCTAssertEqual(address.name, "ada.lovelace+portal")
    }

    func testAddressesThatMailCarriesAreAccepted() {
        for text in ["a@b.co", "o'brien@example.org", "x_1-2@sub.domain-3.example", "9@9.example", "a.b.c@d.e.f"] {
            XCTAssertNotNil(EmailAddress(text), text)
        }
        XCTAssertNotNil(EmailAddress(String(repeating: "a", count: 64) + "@example.org"))
        XCTAssertNotNil(EmailAddress("a@" + String(repeating: "b", count: 63) + ".org"))
    }

    func testWhatIsNoAddressIsRefused() {
        let refused = [
            "", " ", "@", "a@", "@b.co", "a@b", "a b@c.de", "a@b@c.de", ".a@b.co", "a.@b.co", "a..b@c.de", "a@b..co",
            "a@.b.co", "a@b.co.", "a@-b.co", "a@b-.co", "a@b_c.de", "\"a\"@b.co", "a@[127.0.0.1]", "a,b@c.de",
            "<a@b.co>",
            String(repeating: "a", count: 65) + "@example.org", "a@" + String(repeating: "b", count: 64) + ".org",
            String(repeating: "a", count: 64) + "@" + String(repeating: "b.", count: 95) + "org",
            String(repeating: " ", count: 2000) + "a@b.co",
        ]
        for text in refused { XCTAssertNil(EmailAddress(text), text) }
    }

    func testCharactersThatNoAddressHasAreRefused() {
        // NUL, a line break inside, emoji, letters that look like others, marks that turn the direction of writing.
        let refused = [
            "a\u{0}@b.co", "a@b.co\u{0}", "a\n@b.co", "a\r\nBcc: x@b.co", "😀@b.co", "аda@b.co", "a@b\u{202E}.co",
            "\u{200F}a@b.co", "a\u{2066}@b.co", "a\u{200B}@b.co", "müller@b.co", "a@bücher.de", "\u{212A}ay@b.co",
            "a\t@b.co",
        ]
        for text in refused { XCTAssertNil(EmailAddress(text), text.debugDescription) }
    }

    func testTheSameAddressHasTheSameDigestAndAnotherAnother() throws {
        let ada = try XCTUnwrap(EmailAddress("ada@example.org"))
        XCTAssertEqual(ada.digest, try XCTUnwrap(EmailAddress("ADA@example.org ")).digest)
        XCTAssertNotEqual(ada.digest, try XCTUnwrap(EmailAddress("adb@example.org")).digest)
    }
}

final class UsernameTests: XCTestCase {
    func testUsernamesKeepTheRule() {
        for text in ["a", "ada", "a.b-c_9", "a" + String(repeating: "1", count: 63)] {
            XCTAssertEqual(Username(text)?.text, text)
        }
        let refused = ["", "A", "1a", "-a", ".a", "_a", "a b", "a@b", "ä", "a\u{0}", "a\n", "a😀", "a\u{202E}b"]
        for text in refused + ["a" + String(repeating: "1", count: 64)] { XCTAssertNil(Username(text), text) }
    }
}
