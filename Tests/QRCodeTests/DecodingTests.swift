import Support
import XCTest

@testable import QRCode

/// What a reader that others wrote makes of our symbols.
final class DecodingTests: XCTestCase {
    func testAReaderReadsEveryVersionAtEveryLevel() async throws {
        try await withTimeLimit(.seconds(300)) {
            for correction in ErrorCorrection.allCases {
                // The longest text that a version holds leaves no padding; one byte less leaves some.
                let texts = Version.all.map { version in
                    Self.text(ofLength: version.byteCapacity(correction) - version.number % 2, variety: version.number)
                }
                let codes = try texts.map { try QRCode($0, correction: correction) }
                XCTAssertEqual(codes.map(\.version), Array(1...40))
                let read = try await QRReader.read(codes)
                XCTAssertEqual(read, texts, "\(correction)")
            }
        }
    }

    func testAReaderReadsWhatAuthenticatorAppsAreSetUpWith() async throws {
        try await withTimeLimit(.seconds(120)) {
            let uris = [
                "otpauth://totp/Portico:ada%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Portico",
                "otpauth://totp/Example%20Org:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example%20Org"
                    + "&algorithm=SHA1&digits=6&period=30",
                "otpauth://totp/%E5%B1%B1:%C3%A5sa?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E5%B1%B1",
            ]
            for correction in ErrorCorrection.allCases {
                let read = try await QRReader.read(uris.map { try QRCode($0, correction: correction) })
                XCTAssertEqual(read, uris, "\(correction)")
            }
        }
    }

    func testTextBeyondASCIIIsReadAsUTF8() async throws {
        try await withTimeLimit(.seconds(60)) {
            let text = "Zoë, Åsa, 山田さん"
            let read = try await QRReader.read([try QRCode(text)])
            XCTAssertEqual(read, [text])
        }
    }

    func testAReaderForgivesAsMuchAsTheLevelPromises() async throws {
        try await withTimeLimit(.seconds(60)) {
            let text = "otpauth://totp/Portico:ada?secret=JBSWY3DPEHPK3PXP"
            // Version 6-H is large enough for a stain of 11 by 11 modules away from what a reader steers by.
            let code = try QRCode(text + String(repeating: "&", count: 58 - text.utf8.count), correction: .high)
            XCTAssertEqual(code.version, 6)
            let stain = 14..<25
            let read = try await QRReader.read([code]) { column, row in
                stain.contains(column) && stain.contains(row)
            }
            XCTAssertEqual(read, [text + "&&&&&&&&"])
        }
    }

    private static func text(ofLength length: Int, variety: Int) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:/?&=%-._~")
        return String((0..<length).map { alphabet[(variety * 31 + $0 * 7 + $0 * $0) % alphabet.count] })
    }
}
