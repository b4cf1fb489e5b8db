import XCTest

@testable import GatewayService

final class TypedTextTests: XCTestCase {
    func testAnAddressIsSeenForWhatItIs() {
        for email in ["ada@example.com", "ülrike@bücher.example", "a@b"] {
            XCTAssertTrue(TypedText.mayBeEmail(email), email)
        }
        for text in [
            "", "a", "ada", "ada@exam\u{0}ple.com", "ada@example.com\r\nBcc: x", "\u{202e}moc.elpmaxe@ada",
            "ada@example\u{200b}.com", String(repeating: "a", count: 250) + "@b.example",
        ] {
            XCTAssertFalse(TypedText.mayBeEmail(text), text.debugDescription)
        }
    }

    func testAPasswordMayBeAnythingThatIsNotTooLong() {
        for password in ["x", "correct horse battery staple", "пароль", "🐎🔋", " leading and trailing "] {
            XCTAssertTrue(TypedText.mayBePassword(password), password)
        }
        XCTAssertFalse(TypedText.mayBePassword(""))
        XCTAssertFalse(TypedText.mayBePassword("nul\u{0}"))
        XCTAssertFalse(TypedText.mayBePassword(String(repeating: "x", count: TypedText.longestPassword + 1)))
    }

    func testACodeIsReadAsPeopleWriteIt() {
        XCTAssertEqual(TypedText.code("123456"), "123456")
        XCTAssertEqual(TypedText.code(" 123 456 "), "123456")
        XCTAssertEqual(TypedText.code("123-456"), "123456")
        for text in ["", "12345", "1234567", "12345a", "１２３４５６", "123456\u{0}", "🔢", "12345\u{202e}6"] {
            XCTAssertNil(TypedText.code(text), text.debugDescription)
        }
        XCTAssertNil(TypedText.code(String(repeating: " ", count: 100_000) + "123456"))
    }
}
