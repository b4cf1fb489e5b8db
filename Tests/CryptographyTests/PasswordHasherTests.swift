import Cryptography
import Foundation
import ServiceRuntime
import Support
import XCTest

final class PasswordHasherTests: XCTestCase {
    func testAFullQueueIsToldBeforeAnythingIsGivenToIt() async throws {
        try await withTimeLimit(.seconds(60)) {
            // The most work that there may be, so that it lasts while it is looked at.
            let heavy = try XCTUnwrap(Argon2Parameters(memoryKiB: 262_144, passes: 4))
            let hasher = PasswordHasher(threads: 1, queueLimit: 0, parameters: heavy)
            XCTAssertNoThrow(try hasher.requireRoom())
            async let hash = hasher.hash(Secret("correct horse"))
            try await eventually { hasher.counts.running == 1 }
            XCTAssertThrowsError(try hasher.requireRoom()) { XCTAssertTrue($0 is PasswordHasher.Overloaded) }
            XCTAssertEqual(hasher.counts.overloaded, 1)
            _ = try await hash
            XCTAssertNoThrow(try hasher.requireRoom())
        }
    }

    /// The least work that Argon2 allows: these tests are about everything around it.
    private let light = Argon2Parameters(memoryKiB: 8, passes: 1)

    private func makeHasher(_ parameters: Argon2Parameters? = nil, random: any RandomSource = SystemRandom()) throws
        -> PasswordHasher
    {
        PasswordHasher(
            threads: 2,
            queueLimit: 10,
            parameters: try parameters ?? XCTUnwrap(light),
            random: random
        )
    }

    func testAPasswordMatchesItsOwnHashAlone() async throws {
        let hasher = try makeHasher(.recommended)
        let hash = try await hasher.hash(Secret("correct horse battery staple"))

        XCTAssertTrue(hash.text.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        let right = try await hasher.verify(Secret("correct horse battery staple"), against: hash)
        XCTAssertTrue(right)
        for guess in [
            "", "Correct horse battery staple", "correct horse battery staple ", "correct horse battery stapl",
        ] {
            let isMatch = try await hasher.verify(Secret(guess), against: hash)
            XCTAssertFalse(isMatch, guess)
        }
    }

    func testTheSamePasswordNeverHasTheSameHash() async throws {
        let hasher = try makeHasher()
        let first = try await hasher.hash(Secret("password"))
        let second = try await hasher.hash(Secret("password"))
        XCTAssertNotEqual(first, second)
    }

    func testAStoredHashIsReadAndVerified() async throws {
        let hasher = try makeHasher()
        let stored = try await hasher.hash(Secret("password")).text
        let isMatch = try await hasher.verify(Secret("password"), against: PasswordHash(parsing: stored))
        XCTAssertTrue(isMatch)
    }

    func testNoHashIsAnsweredNoAfterTheSameWork() async throws {
        let hasher = try makeHasher()
        let isMatch = try await hasher.verify(Secret("password"), against: nil)
        XCTAssertFalse(isMatch)
        XCTAssertEqual(hasher.counts.completed, 1)
    }

    func testTheSamePasswordFromTwoKeyboardsMatches() async throws {
        let hasher = try makeHasher()
        // é as one scalar and as two; the ligature ﬁ and its letters; a full-width A.
        let hash = try await hasher.hash(Secret("caf\u{E9} \u{FB01}n \u{FF21}"))
        let isMatch = try await hasher.verify(Secret("cafe\u{301} fin A"), against: hash)
        XCTAssertTrue(isMatch)
    }

    func testAPasswordMayContainAnyCharacter() async throws {
        let hasher = try makeHasher()
        for password in ["", "\u{0}", "a\u{0}b", "🔑🧑‍🚀", "\u{FDFA}"] {
            let hash = try await hasher.hash(Secret(password))
            let isMatch = try await hasher.verify(Secret(password), against: hash)
            XCTAssertTrue(isMatch)
            let isOther = try await hasher.verify(Secret(password + "b"), against: hash)
            XCTAssertFalse(isOther)
        }
    }

    func testATooLongPasswordIsNeverHashed() async throws {
        let hasher = try makeHasher()
        for password in [
            String(repeating: "a", count: 257), String(repeating: "🔑", count: 257),
            "a" + String(repeating: "\u{301}", count: 256), String(repeating: "x", count: 10_000_000),
        ] {
            do {
                _ = try await hasher.hash(Secret(password))
                XCTFail("hashed \(password.utf8.count) bytes")
            } catch {
                XCTAssertTrue(error is PasswordTooLong)
            }
            let isMatch = try await hasher.verify(Secret(password), against: nil)
            XCTAssertFalse(isMatch)
        }
        XCTAssertEqual(hasher.counts.completed, 0)

        let longest = String(repeating: "\u{FDFA}", count: PasswordHasher.passwordLimit)
        let hash = try await hasher.hash(Secret(longest))
        let isMatch = try await hasher.verify(Secret(longest), against: hash)
        XCTAssertTrue(isMatch)
    }

    func testAHashIsRenewedWhenParametersRiseAndOnlyThen() async throws {
        let hash = try await makeHasher(Argon2Parameters(memoryKiB: 64, passes: 2)).hash(Secret("password"))
        for (memory, passes, isDue) in [
            (64, 2, false), (32, 2, false), (64, 1, false), (65, 2, true), (64, 3, true), (128, 1, true),
        ] {
            let hasher = try makeHasher(XCTUnwrap(Argon2Parameters(memoryKiB: memory, passes: passes)))
            XCTAssertEqual(hasher.needsRehash(hash), isDue, "m=\(memory), t=\(passes)")
            let isMatch = try await hasher.verify(Secret("password"), against: hash)
            XCTAssertTrue(isMatch, "a hash is verified with the parameters it names")
        }
        let shortSalt = try PasswordHash(
            parsing: "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHQ$Fp0tpKe9OE4DkRuyDCmPYOGKbcPFLIEzL4OAZcLpTkQ"
        )
        XCTAssertTrue(try makeHasher().needsRehash(shortSalt))
    }

    func testOurHashesAreThoseOfTheReferenceProgram() async throws {
        let hasher = try makeHasher(
            .recommended,
            random: FixedRandom(bytes: Array("0123456789abcdef0123456789abcdef".utf8))
        )
        let ours = try await hasher.hash(Secret("pässword")).text
        let theirs = try argon2("pässword", salt: "0123456789abcdef", "-t", "2", "-k", "19456")
        XCTAssertEqual(ours, theirs)
    }

    func testHashesOfTheReferenceProgramAreVerified() async throws {
        let hasher = try makeHasher()
        for options in [
            ["-t", "3", "-k", "4096"], ["-t", "1", "-k", "65536", "-l", "16"], ["-t", "4", "-k", "8", "-l", "64"],
        ] {
            let hash = try PasswordHash(parsing: argon2("secret", salt: "a longer salt of 28 bytes...", options))
            let isMatch = try await hasher.verify(Secret("secret"), against: hash)
            XCTAssertTrue(isMatch, "\(options)")
            let isOther = try await hasher.verify(Secret("Secret"), against: hash)
            XCTAssertFalse(isOther, "\(options)")
        }
    }

    /// The PHC string that the reference program prints.
    private func argon2(_ password: String, salt: String, _ options: String...) throws -> String {
        try argon2(password, salt: salt, options)
    }

    private func argon2(_ password: String, salt: String, _ options: [String]) throws -> String {
        let program = "/usr/bin/argon2"
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw XCTSkip("no \(program): install Debian's argon2 to compare with the reference program")
        }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = [salt, "-id", "-p", "1", "-e"] + options
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(password.utf8))
        try input.fileHandleForWriting.close()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        XCTAssertEqual(process.terminationStatus, 0)
        return String(decoding: printed, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
