import Cryptography
import ServiceRuntime
import XCTest

final class SigningTests: XCTestCase {
    private let key = SigningKey.generate()
    private let message = Array("account 1, for ten seconds".utf8)

    func testASignatureHoldsForItsMessageAndItsKeyAlone() {
        let keys = VerifyingKeys([key.publicKey])
        let signature = key.sign(message)

        XCTAssertTrue(keys.verify(signature, of: message, by: key.keyID))
        XCTAssertFalse(keys.verify(signature, of: message + [0], by: key.keyID))
        XCTAssertFalse(keys.verify(signature, of: [], by: key.keyID))
        XCTAssertFalse(keys.verify(signature + [0], of: message, by: key.keyID))
        XCTAssertFalse(keys.verify([], of: message, by: key.keyID))
        XCTAssertFalse(keys.verify(signature, of: message, by: SigningKey.generate().keyID))
        XCTAssertFalse(keys.verify(signature, of: message, by: ""))
        for index in signature.indices {
            var altered = signature
            altered[index] ^= 0x80
            XCTAssertFalse(keys.verify(altered, of: message, by: key.keyID), "byte \(index)")
        }
    }

    func testAKeyCannotSignInAnothersName() {
        let other = SigningKey.generate()
        let keys = VerifyingKeys([key.publicKey, other.publicKey])
        XCTAssertFalse(keys.verify(other.sign(message), of: message, by: key.keyID))
    }

    func testAKeyComesBackFromItsText() throws {
        let read = try SigningKey(parsing: key.text)
        XCTAssertEqual(read.keyID, key.keyID)
        XCTAssertEqual(read.sign(message), key.sign(message))
        let keys = try VerifyingKeys(parsing: key.publicKey.text)
        XCTAssertTrue(keys.verify(read.sign(message), of: message, by: read.keyID))
    }

    func testAfterARotationTheFirstLineSignsAndEveryLineVerifies() throws {
        let old = key.sign(message)
        let next = SigningKey.generate()
        let file = Secret(next.text.expose() + key.text.expose())
        XCTAssertEqual(try SigningKey(parsing: file).keyID, next.keyID)

        for keys in [
            try VerifyingKeys(ofSigningKeys: file),
            try VerifyingKeys(parsing: key.publicKey.text + next.publicKey.text),
        ] {
            XCTAssertEqual(keys.keyIDs, [key.keyID, next.keyID].sorted())
            XCTAssertTrue(keys.verify(old, of: message, by: key.keyID))
            XCTAssertTrue(keys.verify(next.sign(message), of: message, by: next.keyID))
        }
    }

    func testSigningIsThatOfRFC8032() throws {
        // §7.1, test 3.
        let seed = try XCTUnwrap(Hex.decode("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"))
        let key = SigningKey.generate(random: FixedRandom(bytes: seed))
        XCTAssertEqual(
            Hex.encode(key.publicKey.bytes),
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
        )
        XCTAssertEqual(
            Hex.encode(key.sign([0xAF, 0x82])),
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
                + "c027beceea1ec40a"
        )
    }

    func testVerifyingPassesWycheproof() throws {
        struct Group: Decodable {
            struct PublicKey: Decodable { var pk: String }
            struct Test: Decodable { var tcId: Int, msg: String, sig: String, result: String }
            var publicKey: PublicKey
            var tests: [Test]
        }
        var checked = 0
        for group in try Wycheproof<Group>.read("wycheproof-ed25519.json") {
            let key = try XCTUnwrap(VerifyingKey(bytes: XCTUnwrap(Hex.decode(group.publicKey.pk))))
            for test in group.tests {
                let message = try XCTUnwrap(Hex.decode(test.msg))
                let signature = try XCTUnwrap(Hex.decode(test.sig))
                XCTAssertEqual(key.verifies(signature, of: message), test.result == "valid", "test \(test.tcId)")
                checked += 1
            }
        }
        XCTAssertGreaterThan(checked, 100)
    }
}

/// Chance that always falls the same way.
struct FixedRandom: RandomSource {
    let bytes: [UInt8]

    func bytes(_ count: Int) -> [UInt8] { Array(bytes.prefix(count)) }
}
