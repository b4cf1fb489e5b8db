import Cryptography
import XCTest

final class PasswordHashTests: XCTestCase {
    private let salt = "c29tZXNhbHRzb21lc2FsdA"
    private let hash = "Fp0tpKe9OE4DkRuyDCmPYOGKbcPFLIEzL4OAZcLpTkQ"

    func testAStringOfOurOwnOrAnotherProgramComesBackAsItWas() throws {
        for text in [
            "$argon2id$v=19$m=19456,t=2,p=1$\(salt)$\(hash)",
            "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHQ$\(hash)",
            "$argon2id$v=19$m=8,t=1,p=1$\(salt)$AAAAAAAAAAAAAAAAAAAAAA",
        ] {
            XCTAssertEqual(try PasswordHash(parsing: text).text, text)
        }
        let parameters = try PasswordHash(parsing: "$argon2id$v=19$m=65536,t=3,p=1$\(salt)$\(hash)").parameters
        XCTAssertEqual(parameters, Argon2Parameters(memoryKiB: 65536, passes: 3))
    }

    func testAnythingElseIsRefusedWithItsReason() {
        let expectations: [(String, PasswordHashError)] = [
            ("", .malformed),
            ("hunter2", .malformed),
            ("$argon2id$v=19$m=19456,t=2,p=1$\(salt)", .malformed),
            ("$argon2id$v=19$m=19456,t=2,p=1$\(salt)$\(hash)$", .malformed),
            (" $argon2id$v=19$m=19456,t=2,p=1$\(salt)$\(hash)", .malformed),
            ("$argon2id$v=19$m=19456,t=2,p=1$\(salt)$\(hash)\n", .malformed),
            ("$argon2i$v=19$m=19456,t=2,p=1$\(salt)$\(hash)", .notArgon2id),
            ("$argon2id$v=16$m=19456,t=2,p=1$\(salt)$\(hash)", .notArgon2id),
            ("$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW", .malformed),
            ("$argon2id$v=19$t=2,m=19456,p=1$\(salt)$\(hash)", .malformed),
            ("$argon2id$v=19$m=19456,t=2$\(salt)$\(hash)", .malformed),
            ("$argon2id$v=19$m=19456,t=2,p=1,keyid=AA$\(salt)$\(hash)", .malformed),
            ("$argon2id$v=19$m=019456,t=2,p=1$\(salt)$\(hash)", .malformed),
            ("$argon2id$v=19$m=+19456,t=2,p=1$\(salt)$\(hash)", .malformed),
            ("$argon2id$v=19$m=-1,t=2,p=1$\(salt)$\(hash)", .malformed),
            ("$argon2id$v=19$m=,t=2,p=1$\(salt)$\(hash)", .malformed),
            ("$argon2id$v=19$m=１９,t=2,p=1$\(salt)$\(hash)", .malformed),
            ("$argon2id$v=19$m=99999999999999999999,t=2,p=1$\(salt)$\(hash)", .malformed),
            ("$argon2id$v=19$m=262145,t=2,p=1$\(salt)$\(hash)", .parametersOutOfBounds),
            ("$argon2id$v=19$m=7,t=2,p=1$\(salt)$\(hash)", .parametersOutOfBounds),
            ("$argon2id$v=19$m=19456,t=0,p=1$\(salt)$\(hash)", .parametersOutOfBounds),
            ("$argon2id$v=19$m=19456,t=17,p=1$\(salt)$\(hash)", .parametersOutOfBounds),
            ("$argon2id$v=19$m=19456,t=2,p=4$\(salt)$\(hash)", .parametersOutOfBounds),
            ("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$\(hash)", .parametersOutOfBounds),
            ("$argon2id$v=19$m=19456,t=2,p=1$\(salt)$AAAA", .parametersOutOfBounds),
            ("$argon2id$v=19$m=19456,t=2,p=1$\(salt)==$\(hash)", .malformed),
            ("$argon2id$v=19$m=19456,t=2,p=1$\(salt)$\(hash.dropLast())R", .malformed),
            ("$argon2id$v=19$m=19456,t=2,p=1$\(salt)$\(String(repeating: "A", count: 10_000))", .tooLong),
        ]
        for (text, expected) in expectations {
            XCTAssertThrowsError(try PasswordHash(parsing: text), text) {
                XCTAssertEqual($0 as? PasswordHashError, expected, text)
            }
        }
    }

    func testWhateverIsReadIsWrittenTheSame() {
        let valid = Array("$argon2id$v=19$m=19456,t=2,p=1$\(salt)$\(hash)".utf8)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...127, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert(valid[Int.random(in: valid.indices, using: &generator)], at: index)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            if let read = try? PasswordHash(parsing: text) { XCTAssertEqual(read.text, text) }
        }
    }

    func testPrintingAHashShowsNothingToGuessFrom() throws {
        let stored = try PasswordHash(parsing: "$argon2id$v=19$m=19456,t=2,p=1$\(salt)$\(hash)")
        var dumped = ""
        dump(stored, to: &dumped)
        let printed = "\(stored) \(String(reflecting: stored)) \(dumped)"
        XCTAssertFalse(printed.contains(salt) || printed.contains(hash))
        XCTAssertTrue(printed.contains("m=19456,t=2,p=1"))
    }

    func testParametersHaveLimits() {
        XCTAssertNil(Argon2Parameters(memoryKiB: .max, passes: 2))
        XCTAssertNil(Argon2Parameters(memoryKiB: 0, passes: 2))
        XCTAssertNil(Argon2Parameters(memoryKiB: 19456, passes: -1))
        XCTAssertEqual(Argon2Parameters(memoryKiB: 19456, passes: 2), .recommended)
    }
}
