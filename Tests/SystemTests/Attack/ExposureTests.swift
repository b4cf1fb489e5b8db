import Foundation
import HTTP
import Support
import XCTest

/// What somebody finds who reads the portal's logs, its processes or its folder, and should find nothing.
final class ExposureTests: XCTestCase {
    func testNoLogHoldsAPasswordATokenACodeOrAKeyHoweverMuchIsLogged() async throws {
        try await withTimeLimit(.seconds(280)) {
            let portal = try await DemoPortal(["PORTICO_LOG_LEVEL": "debug"]).running()
            let (person, enroller) = (try portal.person(.plain), try portal.person(.deskGuide))
            var secrets = portal.accounts.map(\.password) + (try keys(in: portal))
            let intruder = try Intruder(at: portal)

            let wrong = "a-password-that-is-wrong"
            let token = try await intruder.begin(person.email)
            secrets += [wrong] + intruder.cookies.values
            _ = try await intruder.post("/login/password", ["token": token, "password": wrong])
            try await intruder.signIn(as: person)
            secrets += intruder.cookies.values
            // As if forged, and as if from elsewhere: what is refused is logged, too.
            _ = try await intruder.post("/logout", ["token": "forged"])
            _ = try await intruder.get("/applications?password=\(wrong)")
            let out = try await Intruder.token(on: intruder.get("/profile"))
            _ = try await intruder.post("/logout", ["token": out])

            let other = try Intruder(at: portal)
            let second = try await other.begin(enroller.email)
            _ = try await other.post("/login/password", ["token": second, "password": enroller.password])
            let download = try await Intruder.token(on: other.get("/enrol/app"))
            let begun = try await other.post("/enrol/app/key", ["token": download])
            let shown = try await other.get(XCTUnwrap(begun.headers["Location"]))
            let copied = try XCTUnwrap(shown.text.range(of: "data-copy=\""))
            secrets += other.cookies.values + [String(shown.text[copied.upperBound...].prefix { $0 != "\"" })]
            await portal.process.stop()

            XCTAssertTrue(secrets.allSatisfy { $0.utf8.count >= 15 }, "what is shorter could stand in a log by chance")
            let logs = try FileManager.default.contentsOfDirectory(atPath: "\(portal.home)/logs")
            var hasDebugLine = false
            for name in logs {
                let text = try String(contentsOfFile: "\(portal.home)/logs/\(name)", encoding: .utf8)
                hasDebugLine = hasDebugLine || text.contains(" debug portico-")
                for secret in secrets {
                    XCTAssertFalse(text.contains(secret), "\(name) holds a secret of \(secret.utf8.count) bytes")
                }
            }
            XCTAssertTrue(hasDebugLine, "the level is not the one that the test is about")
        }
    }

    func testNoProcessShowsASecretOrLeavesItsMemoryBehind() async throws {
        try await withTimeLimit(.seconds(280)) {
            let portal = try await DemoPortal.shared.running()
            let secrets = try keys(in: portal) + portal.accounts.map(\.password)
            var programs: Set<String> = []
            for id in try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init) {
                let environment = Self.read("/proc/\(id)/environ")
                guard environment.contains("PORTICO_HOME=\(portal.home)\0") else { continue }
                let name = Self.read("/proc/\(id)/comm").trimmingCharacters(in: .newlines)
                let arguments = Self.read("/proc/\(id)/cmdline")
                for secret in secrets {
                    XCTAssertFalse(arguments.contains(secret), "an argument of \(name)")
                    XCTAssertFalse(environment.contains(secret), "the environment of \(name)")
                }
                guard name.hasPrefix("portico-") else { continue }
                programs.insert(name)
                let limit = Self.read("/proc/\(id)/limits").split(separator: "\n").first { $0.contains("core file") }
                let numbers = (limit ?? "").split(separator: " ").filter { Int($0) != nil || $0 == "unlimited" }
                XCTAssertEqual(numbers, ["0", "0"], name)
            }
            XCTAssertEqual(programs.count, 5, "\(programs)")
        }
    }

    func testNobodyElseMayReadAnythingInTheFolder() async throws {
        try await withTimeLimit(.seconds(280)) {
            let portal = try await DemoPortal.shared.running()
            let files = try XCTUnwrap(FileManager.default.enumerator(atPath: portal.home))
            var count = 0
            while let path = files.nextObject() as? String {
                // PostgreSQL keeps its own folder, and what it makes there comes and goes.
                if path.hasSuffix("/postgresql") { files.skipDescendants() }
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(portal.home)/\(path)")
                let mode = try XCTUnwrap(attributes[.posixPermissions] as? NSNumber).intValue
                XCTAssertEqual(mode & 0o077, 0, "\(path) has the mode \(String(mode, radix: 8))")
                count += 1
            }
            XCTAssertGreaterThan(count, 30)
        }
    }

    /// Every private key and database password of a portal, as its files hold them.
    private func keys(in portal: RunningPortal) throws -> [String] {
        var secrets: [String] = []
        for folder in ["auth", "mfa", "profile", "apps", "gateway", "operator"] {
            let path = "\(portal.home)/keys/\(folder)"
            for file in try FileManager.default.contentsOfDirectory(atPath: path) {
                secrets += Self.read("\(path)/\(file)").split(whereSeparator: \.isWhitespace).map(String.init)
                    // The number of a key, which stands before it, is no secret.
                    .filter { $0.utf8.count > 20 }
            }
        }
        for name in ["auth", "mfa", "profile", "apps"] {
            secrets.append(Self.read("\(portal.home)/database/\(name).password").trimmingCharacters(in: .newlines))
        }
        return secrets
    }

    private static func read(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
