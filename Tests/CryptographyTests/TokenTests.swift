import Cryptography
import ServiceRuntime
import XCTest

final class TokenTests: XCTestCase {
    func testATokenComesBackFromItsText() throws {
        let token = Token()
        let read = try XCTUnwrap(Token(token.text))
        XCTAssertEqual(read.text.expose(), token.text.expose())
        XCTAssertEqual(read.hash, token.hash)
        XCTAssertEqual(token.text.expose().count, 43)
    }

    func testWhatIsStoredIsTheHashOfTheTokensBytes() throws {
        let token = Token()
        let bytes = try XCTUnwrap(Base64URL.decode(token.text.expose()))
        XCTAssertEqual(token.hash.bytes, SHA256.hash(bytes))
        XCTAssertEqual(TokenHash(bytes: token.hash.bytes), token.hash)
    }

    func testTokensDiffer() {
        XCTAssertEqual(Set((0..<1000).map { _ in Token().hash }).count, 1000)
    }

    func testATokenHasExactly256Bits() {
        for text in [
            "", "AA", Base64URL.encode([UInt8](repeating: 1, count: 31)), Base64URL.encode(0..<33), "not base64 =",
        ] {
            XCTAssertNil(Token(Secret(text)), text)
        }
        XCTAssertNil(TokenHash(bytes: [UInt8](repeating: 1, count: 31)))
    }

    func testATokenCannotBePrinted() {
        let token = Token()
        var dumped = ""
        dump(token, to: &dumped)
        let printed = "\(token) \(String(reflecting: token)) \(dumped)"
        let text = token.text.expose()
        XCTAssertFalse(printed.contains(text))
        for byte in Base64URL.decode(text) ?? [] where byte > 99 {
            XCTAssertFalse(printed.contains("\(byte)"), "a byte of the token shows")
        }
    }
}
