import Cryptography
import Foundation
import IdentityContract
import XCTest

final class SignedTests: XCTestCase {
    private struct Promise: SignedStatement, Hashable {
        static let purpose = "promise"
        var text: String
    }

    /// The same in form, and another in meaning.
    private struct Threat: SignedStatement, Hashable {
        static let purpose = "threat"
        var text: String
    }

    private let key = SigningKey.generate()
    private var keys: VerifyingKeys { VerifyingKeys([key.publicKey]) }

    func testAStatementComesBackFromItsBytesAndFromItsText() throws {
        let promise = Promise(text: "tomorrow")
        let signed = try Signed(promise, by: key)
        XCTAssertEqual(Signed<Promise>(unchecked: signed.bytes).statement(checkedWith: keys), promise)
        let travelled = try JSONDecoder().decode(Signed<Promise>.self, from: JSONEncoder().encode(signed))
        XCTAssertEqual(travelled, signed)
        XCTAssertEqual(travelled.statement(checkedWith: keys), promise)
        XCTAssertThrowsError(try JSONDecoder().decode(Signed<Promise>.self, from: Data(#""not base64url!""#.utf8)))
    }

    func testNotOneByteMayBeAltered() throws {
        let bytes = try Signed(Promise(text: "tomorrow"), by: key).bytes
        for index in bytes.indices {
            for bit in [UInt8(0x01), 0x80] {
                var altered = bytes
                altered[index] ^= bit
                XCTAssertNil(Signed<Promise>(unchecked: altered).statement(checkedWith: keys), "byte \(index)")
            }
        }
    }

    func testNothingShorterOrLongerIsTakenForIt() throws {
        let bytes = try Signed(Promise(text: "tomorrow"), by: key).bytes
        for length in 0..<bytes.count {
            XCTAssertNil(Signed<Promise>(unchecked: Array(bytes.prefix(length))).statement(checkedWith: keys))
        }
        XCTAssertNil(Signed<Promise>(unchecked: bytes + [0x20]).statement(checkedWith: keys))
        XCTAssertNil(Signed<Promise>(unchecked: [255] + bytes).statement(checkedWith: keys))
    }

    func testWhatIsTooLongIsNotLookedAt() throws {
        let promise = Promise(text: String(repeating: "a", count: 5000))
        XCTAssertNil(try Signed(promise, by: key).statement(checkedWith: keys))
        let shorter = Promise(text: String(repeating: "a", count: 3900))
        XCTAssertEqual(try Signed(shorter, by: key).statement(checkedWith: keys), shorter)
    }

    func testAKeyThatIsNotKnownSignsInVain() throws {
        let stranger = SigningKey.generate()
        XCTAssertNil(try Signed(Promise(text: "tomorrow"), by: stranger).statement(checkedWith: keys))
        XCTAssertNil(try Signed(Promise(text: "tomorrow"), by: key).statement(checkedWith: VerifyingKeys([])))
        // During a rotation both are believed.
        let both = VerifyingKeys([key.publicKey, stranger.publicKey])
        for signer in [key, stranger] {
            XCTAssertNotNil(try Signed(Promise(text: "tomorrow"), by: signer).statement(checkedWith: both))
        }
    }

    func testOneKindOfStatementIsNotTakenForAnother() throws {
        let promise = try Signed(Promise(text: "tomorrow"), by: key)
        XCTAssertNil(Signed<Threat>(unchecked: promise.bytes).statement(checkedWith: keys))
        XCTAssertNotEqual(Passport.purpose, Proof.purpose)
    }
}
