import Cryptography
import ServiceRuntime
import XCTest

final class SealingKeysTests: XCTestCase {
    private let keys = SealingKeys.generate()
    private let plain = Array("JBSWY3DPEHPK3PXP".utf8)

    func testWhatIsSealedOpensAgain() throws {
        for plain in [[], [7], plain, [UInt8](repeating: 0x5A, count: 100_000)] {
            let sealed = keys.seal(plain, context: "factor")
            XCTAssertEqual(sealed.count, plain.count + SealingKeys.overhead)
            XCTAssertEqual(try keys.open(sealed, context: "factor"), plain)
        }
    }

    func testNothingOpensAfterAnyBitOfItChanged() {
        let sealed = keys.seal(plain, context: "factor")
        for index in sealed.indices {
            for bit in 0..<8 {
                var altered = sealed
                altered[index] ^= 1 << UInt8(bit)
                XCTAssertThrowsError(try keys.open(altered, context: "factor"), "byte \(index), bit \(bit)")
            }
        }
    }

    func testNothingOpensAfterItWasCutOrLengthened() {
        let sealed = keys.seal(plain, context: "factor")
        for count in sealed.indices {
            XCTAssertThrowsError(try keys.open(Array(sealed.prefix(count)), context: "factor"), "\(count) bytes")
        }
        XCTAssertThrowsError(try keys.open(sealed + [0], context: "factor"))
    }

    func testASealedValueDoesNotOpenElsewhere() {
        let sealed = keys.seal(plain, context: "factor:1")
        for context in ["factor:2", "factor:", "", "Factor:1", "factor:1 "] {
            XCTAssertThrowsError(try keys.open(sealed, context: context)) {
                XCTAssertEqual($0 as? SealingError, .notAuthentic)
            }
        }
    }

    func testAnotherKeyDoesNotOpenItAndSaysWhichOneIsNeeded() {
        let sealed = keys.seal(plain, context: "factor")
        XCTAssertThrowsError(try SealingKeys.generate().open(sealed, context: "factor")) {
            XCTAssertEqual($0 as? SealingError, .unknownKey(id: keys.currentKeyID))
            XCTAssertTrue("\($0)".contains(keys.currentKeyID))
        }
    }

    func testTheSameValueNeverLooksTheSame() {
        let sealed = Set((0..<100).map { _ in keys.seal(plain, context: "factor") })
        XCTAssertEqual(sealed.count, 100)
    }

    func testAfterARotationTheNewKeySealsAndBothOpen() throws {
        let old = keys.seal(plain, context: "factor")
        let next = SealingKeys.generate()
        let both = try SealingKeys(parsing: Secret(next.text.expose() + keys.text.expose()))

        XCTAssertEqual(try both.open(old, context: "factor"), plain)
        XCTAssertFalse(both.isCurrent(old))
        let new = both.seal(plain, context: "factor")
        XCTAssertTrue(both.isCurrent(new))
        XCTAssertEqual(try next.open(new, context: "factor"), plain)
        XCTAssertThrowsError(try keys.open(new, context: "factor"))
    }

    func testKeysCannotBePrinted() {
        var dumped = ""
        dump(keys, to: &dumped)
        let key = keys.text.expose().split(separator: " ")[1].dropLast()
        XCTAssertFalse("\(keys) \(String(reflecting: keys)) \(dumped)".contains(key))
    }
}
