import Cryptography
import Foundation
import ServiceRuntime
import XCTest

final class TOTPTests: XCTestCase {
    private let totp = TOTP(secret: Array("12345678901234567890".utf8))
    private let now = Date(timeIntervalSince1970: 1_111_111_111)
    private let step = 1_111_111_111 / 30

    func testCodesAreThoseOfTheSpecifications() throws {
        struct Vectors: Decodable {
            struct HOTP: Decodable { var secret_ascii: String, codes: [String] }
            struct TOTP: Decodable {
                var sha1_secret_ascii: String, sha256_secret_ascii: String, sha512_secret_ascii: String
                var rows: [Row]
            }
            struct Row: Decodable {
                var time: Double
                var codes: [String] = []
                init(from decoder: any Decoder) throws {
                    var row = try decoder.unkeyedContainer()
                    time = try row.decode(Double.self)
                    while !row.isAtEnd { codes.append(try row.decode(String.self)) }
                }
            }
            var hotp: HOTP
            var totp: TOTP
        }
        let vectors = try SpecificationVectors.json("rfc-otp.json", as: Vectors.self)

        // RFC 4226 appendix D: its counter is our step.
        let hotp = TOTP(secret: Array(vectors.hotp.secret_ascii.utf8))
        for (counter, code) in vectors.hotp.codes.enumerated() {
            XCTAssertEqual(hotp.code(at: Date(timeIntervalSince1970: Double(counter) * 30)), code)
        }

        // RFC 6238 appendix B.
        let rows = vectors.totp.rows
        XCTAssertEqual(rows.count, 6)
        for row in rows {
            for (index, (secret, algorithm)) in [
                (vectors.totp.sha1_secret_ascii, HMAC.Algorithm.sha1),
                (vectors.totp.sha256_secret_ascii, .sha256),
                (vectors.totp.sha512_secret_ascii, .sha512),
            ].enumerated() {
                let totp = TOTP(secret: Array(secret.utf8), digits: .eight, algorithm: algorithm)
                XCTAssertEqual(totp.code(at: Date(timeIntervalSince1970: row.time)), row.codes[index])
            }
        }
    }

    func testACodeIsAcceptedOneStepAroundItsOwnAndNoFurther() {
        let code = totp.code(at: now)
        for (offset, isAccepted) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let match = totp.step(matching: code, at: now + TimeInterval(offset), after: nil)
            XCTAssertEqual(match, isAccepted ? step : nil, "\(offset) s")
        }
        XCTAssertNil(totp.step(matching: code, at: now + 30, within: 0, after: nil))
        XCTAssertEqual(totp.step(matching: code, at: now + 60, within: 2, after: nil), step)
    }

    func testACodeIsNeverAcceptedTwice() throws {
        let code = totp.code(at: now)
        let used = try XCTUnwrap(totp.step(matching: code, at: now, after: nil))
        for offset in [-30.0, 0, 15, 30] {
            XCTAssertNil(totp.step(matching: code, at: now + offset, after: used))
        }
    }

    func testNoCodeIsAcceptedFromBeforeTheLastOne() throws {
        let earlier = totp.code(at: now - 30)
        XCTAssertEqual(totp.step(matching: earlier, at: now, after: step - 2), step - 1)
        XCTAssertNil(totp.step(matching: earlier, at: now, after: step))
        XCTAssertEqual(totp.step(matching: totp.code(at: now + 30), at: now, after: step), step + 1)
    }

    func testOnlyTheRightNumberOfPlainDigitsIsACode() {
        let code = totp.code(at: now)
        let arabic = String(
            String.UnicodeScalarView(code.unicodeScalars.compactMap { UnicodeScalar($0.value - 0x30 + 0x660) })
        )
        let wide = String(
            String.UnicodeScalarView(code.unicodeScalars.compactMap { UnicodeScalar($0.value - 0x30 + 0xFF10) })
        )
        for text in [
            "", String(code.dropLast()), code + "0", "0" + code, " " + code, code + "\n", "-" + code.dropFirst(),
            "abcdef",
            arabic, wide, code.dropLast() + "\u{0}", String(repeating: code, count: 100_000),
        ] {
            XCTAssertNil(totp.step(matching: text, at: now, after: nil))
        }
    }

    func testNoDateAndNoSettingBreaksIt() {
        for date in [
            Date.distantPast, .distantFuture, Date(timeIntervalSince1970: .infinity), Date(timeIntervalSince1970: .nan),
            Date(timeIntervalSince1970: -1e300), Date(timeIntervalSince1970: 1e300), Date(timeIntervalSince1970: -1),
        ] {
            for period in [Int.min, 0, 30, Int.max] {
                let totp = TOTP(secret: [], period: period)
                XCTAssertEqual(totp.code(at: date).count, 6)
                XCTAssertNotNil(totp.step(matching: totp.code(at: date), at: date, within: .max, after: nil))
                XCTAssertNil(totp.step(matching: totp.code(at: date), at: date, within: .max, after: .max))
            }
        }
    }

    func testTheAddressForTheAppSaysEverythingItNeeds() {
        let uri = totp.provisioningURI(issuer: "Ada & Söhne: Halle", account: "ada@example.org").expose()
        XCTAssertEqual(
            uri,
            "otpauth://totp/Ada%20%26%20S%C3%B6hne%20%20Halle:ada%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Ada%20%26%20S%C3%B6hne%20%20Halle&algorithm=SHA1&digits=6&period=30"
        )
    }

    func testASecretCannotBePrinted() {
        var dumped = ""
        let totp = TOTP(secret: [UInt8](repeating: 213, count: 20))
        dump(totp, to: &dumped)
        XCTAssertFalse("\(dumped) \(totp) \(String(reflecting: totp))".contains("213"))
    }
}
