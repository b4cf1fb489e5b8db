import Cryptography
import XCTest

final class TextFormsTests: XCTestCase {
    /// RFC 4648 §10.
    private let vectors: [(plain: String, base64: String, base32: String, hex: String)] = [
        ("", "", "", ""),
        ("f", "Zg", "MY", "66"),
        ("fo", "Zm8", "MZXQ", "666f"),
        ("foo", "Zm9v", "MZXW6", "666f6f"),
        ("foob", "Zm9vYg", "MZXW6YQ", "666f6f62"),
        ("fooba", "Zm9vYmE", "MZXW6YTB", "666f6f6261"),
        ("foobar", "Zm9vYmFy", "MZXW6YTBOI", "666f6f626172"),
    ]

    func testTextsAreThoseOfTheSpecification() {
        for vector in vectors {
            XCTAssertEqual(Base64URL.encode(vector.plain.utf8), vector.base64)
            XCTAssertEqual(Base32.encode(vector.plain.utf8), vector.base32)
            XCTAssertEqual(Hex.encode(vector.plain.utf8), vector.hex)
            XCTAssertEqual(Base64URL.decode(vector.base64), Array(vector.plain.utf8))
            XCTAssertEqual(Base32.decode(vector.base32), Array(vector.plain.utf8))
            XCTAssertEqual(Hex.decode(vector.hex), Array(vector.plain.utf8))
        }
    }

    func testBase64OfAddressesNeedsNoEscaping() {
        XCTAssertEqual(Base64URL.encode([0xFB, 0xEF, 0xFF]), "--__")
        XCTAssertEqual(Base64URL.decode("--__"), [0xFB, 0xEF, 0xFF])
    }

    func testEveryLengthOfBytesComesBack() {
        for count in 0...70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ count) }
            XCTAssertEqual(Base64URL.decode(Base64URL.encode(bytes)), bytes)
            XCTAssertEqual(Base32.decode(Base32.encode(bytes)), bytes)
            XCTAssertEqual(Hex.decode(Hex.encode(bytes)), bytes)
        }
    }

    func testOnlyTheTextThatEncodingGivesIsRead() {
        for text in ["Zg==", "Zh", "Z", "Zm9vY", "Zm+v", "Zm/v", "Zm9v\n", " Zm9v", "Zm9é", "Zm\u{0}9", "Ｚg"] {
            XCTAssertNil(Base64URL.decode(text), text)
        }
        for text in ["MY======", "mzxw6", "MZ", "M", "MZX", "MZXW6Y", "MZXW1", "MZXW8", "MZXW 6", "ＭY"] {
            XCTAssertNil(Base32.decode(text), text)
        }
        for text in ["6", "6g", "0x66", "66 ", "６６"] {
            XCTAssertNil(Hex.decode(text), text)
        }
    }

    func testHexIsReadInEitherCase() {
        XCTAssertEqual(Hex.decode("DEADbeef"), [0xDE, 0xAD, 0xBE, 0xEF])
    }
}
