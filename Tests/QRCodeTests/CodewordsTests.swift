import XCTest

@testable import QRCode

/// What the standard itself gives as examples.
final class CodewordsTests: XCTestCase {
    func testTheCorrectionOfTheStandardsOwnExample() {
        // Annex I: 01234567 in version 1-M.
        XCTAssertEqual(
            ReedSolomon(correctionCount: 10).correction(of: [
                0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11,
            ]),
            [0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55]
        )
    }

    func testTheCorrectionOfHelloWorld() {
        // The example that most tutorials work through, in 1-M.
        XCTAssertEqual(
            ReedSolomon(correctionCount: 10).correction(of: [
                32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17,
            ]),
            [196, 35, 39, 119, 235, 215, 231, 226, 93, 23]
        )
    }

    func testTheGeneratorPolynomialsAreThoseOfAnnexA() {
        // As powers of 2, after the leading 1.
        let table: [[Int]] = [
            [87, 229, 146, 149, 238, 102, 21],
            [251, 67, 46, 61, 118, 70, 64, 94, 32, 45],
            [74, 152, 176, 100, 86, 100, 106, 104, 130, 218, 206, 140, 78],
        ]
        for exponents in table {
            XCTAssertEqual(
                ReedSolomon(correctionCount: exponents.count).generator,
                exponents.map(power),
                "\(exponents.count)"
            )
        }
    }

    func testEveryGeneratorHasItsRoots() {
        for count in 1...30 {
            let generator = [1] + ReedSolomon(correctionCount: count).generator
            for root in 0...count {
                let value = generator.reduce(UInt8(0)) { GaloisField.product($0, power(root)) ^ $1 }
                XCTAssertEqual(value == 0, root < count, "2^\(root) in the generator of \(count)")
            }
        }
    }

    func testATextIsModeLengthBytesTerminatorAndPadding() {
        XCTAssertEqual(
            Codewords.data(of: Array("a".utf8), in: Version(number: 1), .high),
            [0x40, 0x16, 0x10, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11]
        )
        XCTAssertEqual(
            Array(Codewords.data(of: Array("a".utf8), in: Version(number: 10), .high).prefix(5)),
            [0x40, 0x00, 0x16, 0x10, 0xEC],
            "from version 10 the length has sixteen bits"
        )
        XCTAssertEqual(
            Codewords.data(of: Array("1234567".utf8), in: Version(number: 1), .high),
            [0x40, 0x73, 0x13, 0x23, 0x33, 0x43, 0x53, 0x63, 0x70],
            "a text that fits exactly"
        )
    }

    func testBlocksAreTakenInTurnsTheShorterOnesFirst() {
        // Version 5-Q: two blocks of 15 and two of 16, with 18 codewords of correction each.
        let version = Version(number: 5)
        let data = (0..<62).map(UInt8.init)
        let codewords = Codewords.interleaved(data: data, in: version, .quartile)
        XCTAssertEqual(Array(codewords[0..<8]), [0, 15, 30, 46, 1, 16, 31, 47])
        XCTAssertEqual(Array(codewords[56..<62]), [14, 29, 44, 60, 45, 61])
        XCTAssertEqual(codewords.count, version.codewordCount)
        let second = ReedSolomon(correctionCount: 18).correction(of: Array(data[15..<30]))
        XCTAssertEqual(stride(from: 63, to: codewords.count, by: 4).map { codewords[$0] }, second)
    }

    private func power(_ exponent: Int) -> UInt8 {
        (0..<exponent).reduce(UInt8(1)) { value, _ in GaloisField.product(value, 2) }
    }
}
