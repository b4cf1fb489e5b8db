import AuthContract
import Cryptography
import Foundation
import HTTP
import IdentityContract
import Messaging
import ProfileContract
import ServiceRuntime
import Support
import Synchronization
import XCTest

/// The exchange of all keys, as `docs/operate.md` tells it, while people use the portal.
final class RotationTests: XCTestCase {
    /// What an old key can do, and the new one in its place.
    private struct Secrets {
        let bus: BusKeyPair
        let passports: SigningKey

        init(in keys: String) throws {
            func text(_ name: String) throws -> Secret<String> {
                Secret(try String(contentsOfFile: "\(keys)/\(name)", encoding: .utf8).trimmingCharacters(in: .newlines))
            }
            bus = try BusKeyPair(parsing: try text("gateway/bus.key"))
            passports = try SigningKey(parsing: try text("auth/passport-signing.key"))
        }
    }

    func testAllKeysAreExchangedAndNobodyNotices() async throws {
        try await withTimeLimit(.seconds(400)) {
            let portal = try await ReplicatedPortal()
            try await portal.start()
            let told = try await portal.administer("user", "add", "ada@a.example", "--json")
            let added = try JSONDecoder().decode([String: String].self, from: Data(told.utf8))
            let password = try XCTUnwrap(added["password"])
            let ada = try PageVisitor(doors: portal.doors)
            try await ada.signIn("ada@a.example", password)
            let old = try Secrets(in: portal.keys)
            try await expect(old.passports, by: old.bus, isTaken: true, at: portal)

            let visits = Mutex<(well: Int, badly: [String])>((0, []))
            let visiting = Task {
                while !Task.isCancelled {
                    let outcome: String?
                    do {
                        let page = try await ada.get("/security")
                        outcome = page.status == .ok ? nil : "\(page.status) \(page.text.prefix(300))"
                    } catch is CancellationError {
                        return
                    } catch {
                        outcome = "\(error)"
                    }
                    visits.withLock { visits in
                        if let outcome { visits.badly.append(outcome) } else { visits.well += 1 }
                    }
                    try? await Task.sleep(for: .milliseconds(50))
                }
            }

            let services = ReplicatedPortal.services
            _ = try await portal.administer("rotate-keys", portal.keys, "prepare")
            try await portal.restart(services)
            _ = try await portal.administer("rotate-keys", portal.keys, "switch")
            try await portal.restart(services)
            try await portal.restart(["gateway"])
            let new = try Secrets(in: portal.keys)
            // Until the last step both are good.
            try await expect(old.passports, by: new.bus, isTaken: true, at: portal)
            try await expect(new.passports, by: new.bus, isTaken: true, at: portal)
            _ = try await portal.administer("rotate-keys", portal.keys, "finish")
            // The files are looked at every second.
            try await Task.sleep(for: .seconds(4))
            let log = await portal.log(of: "mfa")
            XCTAssertTrue(log.contains("every secret is sealed with the current key"), log)
            _ = try await portal.administer("rotate-keys", portal.keys, "forget-sealing")
            try await portal.restart(services)

            visiting.cancel()
            await visiting.value
            let (well, badly) = visits.withLock { $0 }
            XCTAssertEqual(badly, [], "of \(well + badly.count) visits")
            XCTAssertGreaterThan(well, 100)

            try await expect(new.passports, by: new.bus, isTaken: true, at: portal)
            try await expect(old.passports, by: new.bus, isTaken: false, at: portal)
            try await expectRefused(old.bus, at: portal)
            // Whoever is signed in still is, and whoever comes can sign in.
            let page = try await ada.get("/security")
            XCTAssertEqual(page.status, .ok)
            try await PageVisitor(doors: portal.doors).signIn("ada@a.example", password)
            await portal.stop()
        }
    }

    /// Whether profile believes a passport that is signed with a key.
    private func expect(
        _ key: SigningKey,
        by bus: BusKeyPair,
        isTaken: Bool,
        at portal: ReplicatedPortal,
        line: UInt = #line
    ) async throws {
        let now = Date()
        let passport = Passport(
            account: AccountID(at: now),
            session: SessionID(at: now),
            attempt: AttemptID(at: now),
            roles: [.user],
            state: .full,
            assurance: Assurance(),
            strongestFactor: .none,
            bearer: bus.publicKey,
            issuedAt: now
        )
        let client = try await client(holding: bus, at: portal)
        try await withRunning([client]) {
            do {
                let signed = try SignedPassport(passport, by: key)
                _ = try await client.ask(ShowProfile(), with: signed.bytes, within: .seconds(5))
                XCTAssertTrue(isTaken, "the key was believed", line: line)
            } catch let denial as Denial {
                XCTAssertFalse(isTaken, "the key was not believed: \(denial)", line: line)
                XCTAssertEqual(denial, AccessDenial.passportForged.denial, line: line)
            }
        }
    }

    /// Whoever holds the gateway's old key on the bus is nobody.
    private func expectRefused(_ old: BusKeyPair, at portal: ReplicatedPortal) async throws {
        let client = try await client(holding: old, at: portal)
        try await withRunning([client]) {
            do {
                _ = try await client.ask(ShowProfile(), within: .seconds(5))
                XCTFail("an old key was let in")
            } catch is Denial {
                XCTFail("an old key was let in as far as the door of the question")
            } catch {}
        }
    }

    private func client(holding key: BusKeyPair, at portal: ReplicatedPortal) async throws -> MessageClient {
        try MessageClient(
            asking: .profile,
            at: await portal.endpoints(of: "profile"),
            as: key,
            peers: BusPeers(folder: "\(portal.keys)/peers"),
            log: .silent,
            metrics: Metrics()
        )
    }
}
