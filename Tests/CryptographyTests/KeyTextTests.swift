import Cryptography
import ServiceRuntime
import XCTest

final class KeyTextTests: XCTestCase {
    private let first = SealingKeys.generate().text.expose()
    private let second = SealingKeys.generate().text.expose()

    func testAKeyFileIsAnIDAndAKeyALine() throws {
        let fields = first.dropLast().split(separator: " ")
        XCTAssertEqual(fields.count, 2)
        XCTAssertEqual(Hex.decode(fields[0])?.count, 4)
        XCTAssertEqual(Base64URL.decode(fields[1])?.count, 32)
        XCTAssertTrue(first.hasSuffix("\n"))
        XCTAssertEqual(try SealingKeys(parsing: Secret(first + second)).text.expose(), first + second)
    }

    func testCommentsEmptyLinesAndForeignLineEndsSayNothing() throws {
        let text = "# sealing keys\r\n\r\n  \t" + first.dropLast() + "  \r\n\n#" + second
        XCTAssertEqual(try SealingKeys(parsing: Secret(text)).text.expose(), first)
    }

    func testADamagedFileIsRefusedWithTheLineAndNeverItsWords() {
        let line = String(first.dropLast())
        let expectations: [(text: String, problem: KeyTextError.Problem, line: Int?)] = [
            ("", .noKey, nil),
            ("# nothing\n\n", .noKey, nil),
            (second + "hunter2", .notAKeyLine, 2),
            ("hunter2 " + line, .notAKeyLine, 1),
            (line + " hunter2", .notAKeyLine, 1),
            ("abcd " + line.dropFirst(9), .notAKeyLine, 1),
            (String(line.dropLast()), .notAKey, 1),
            (line + "A", .notAKey, 1),
            ("00000000" + line.dropFirst(8), .wrongID, 1),
            (first + first, .repeatedKey, 2),
            (String(repeating: "#hunter2\n", count: 2000), .tooLong, nil),
            ((0..<33).map { _ in SealingKeys.generate().text.expose() }.joined(), .tooManyKeys, 33),
        ]
        for expectation in expectations {
            XCTAssertThrowsError(try SealingKeys(parsing: Secret(expectation.text))) { error in
                XCTAssertEqual((error as? KeyTextError)?.problem, expectation.problem)
                XCTAssertEqual((error as? KeyTextError)?.line, expectation.line)
                XCTAssertFalse("\(error)".contains("hunter2"))
            }
        }
    }

    func testAKeyOfOnePurposeIsRefusedForAnother() {
        let signing = SigningKey.generate()
        XCTAssertThrowsError(try SealingKeys(parsing: signing.text))
        XCTAssertThrowsError(try SigningKey(parsing: Secret(first)))
        XCTAssertThrowsError(try VerifyingKeys(parsing: signing.text.expose()), "a secret key in the public file")
    }
}
