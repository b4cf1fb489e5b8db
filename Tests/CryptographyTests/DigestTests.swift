import Cryptography
import XCTest

final class DigestTests: XCTestCase {
    func testSHA256IsThatOfTheStandard() {
        // FIPS 180-2 appendix B.1 and B.2, and the digest of nothing.
        XCTAssertEqual(
            Hex.encode(SHA256.hash("abc".utf8)),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        XCTAssertEqual(
            Hex.encode(SHA256.hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        )
        XCTAssertEqual(
            Hex.encode(SHA256.hash([])),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
    }

    func testADigestDoesNotDependOnHowTheBytesAreHeld() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
        XCTAssertEqual(SHA256.hash(bytes), SHA256.hash(AnySequence(bytes)))
    }

    func testHMACIsThatOfRFC4231() {
        let message = Array("what do ya want for nothing?".utf8)
        let key = Array("Jefe".utf8)
        XCTAssertEqual(
            Hex.encode(HMAC.sha256(key: key, message: message)),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        )
        XCTAssertEqual(
            Hex.encode(HMAC.sha512(key: key, message: message)),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b"
                + "4b636e070a38bce737"
        )
        // Test case 6: a key longer than the digest's block.
        XCTAssertEqual(
            Hex.encode(
                HMAC.sha256(
                    key: [UInt8](repeating: 0xAA, count: 131),
                    message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
                )
            ),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        )
    }

    func testAnEmptyKeyAndAnEmptyMessageAreAllowed() {
        XCTAssertEqual(
            Hex.encode(HMAC.sha256(key: [], message: [])),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        )
    }

    func testHMACSHA1PassesWycheproof() throws {
        struct Group: Decodable {
            struct Test: Decodable { var tcId: Int, key: String, msg: String, tag: String, result: String }
            var tagSize: Int
            var tests: [Test]
        }
        var checked = 0
        for group in try Wycheproof<Group>.read("wycheproof-hmac_sha1.json") {
            for test in group.tests {
                let key = try XCTUnwrap(Hex.decode(test.key))
                let message = try XCTUnwrap(Hex.decode(test.msg))
                let tag = try XCTUnwrap(Hex.decode(test.tag))
                let ours = Array(HMAC.sha1(key: key, message: message).prefix(group.tagSize / 8))
                XCTAssertEqual(constantTimeEquals(ours, tag), test.result == "valid", "test \(test.tcId)")
                checked += 1
            }
        }
        XCTAssertGreaterThan(checked, 100)
    }

    func testEqualityOfBytesIsExact() {
        let bytes = (0..<64).map { UInt8($0) }
        XCTAssertTrue(constantTimeEquals(bytes, bytes))
        XCTAssertTrue(constantTimeEquals([], []))
        XCTAssertFalse(constantTimeEquals(bytes, Array(bytes.dropLast())))
        XCTAssertFalse(constantTimeEquals([], [0]))
        for index in bytes.indices {
            for bit in 0..<8 {
                var other = bytes
                other[index] ^= 1 << UInt8(bit)
                XCTAssertFalse(constantTimeEquals(bytes, other), "byte \(index), bit \(bit)")
            }
        }
    }
}
