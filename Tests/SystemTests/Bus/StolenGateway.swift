import AuthContract
import Foundation
import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime
import Support

/// A gateway that was taken over: it holds the gateway's own key on the bus, and may ask whatever it likes.
struct StolenGateway: Sendable {
    let auth: MessageClient
    let mfa: MessageClient
    let profile: MessageClient
    let apps: MessageClient
    let publicKey: BusPublicKey

    private var lines: [any Service] { [auth, mfa, profile, apps] }

    /// Connects with the key of `program`, or with `key` where one is given.
    init(of portal: RunningPortal, as program: CallerName = .gateway, holding key: BusKeyPair? = nil) throws {
        let keys = "\(portal.home)/keys"
        let text = try String(contentsOfFile: "\(keys)/\(program)/bus.key", encoding: .utf8)
        let own = try key ?? BusKeyPair(parsing: Secret(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        let peers = try BusPeers(folder: "\(keys)/peers")
        let addresses = try Self.addresses(in: portal)
        func line(_ service: CallerName) throws -> MessageClient {
            let name = "PORTICO_\(service.rawValue.uppercased())"
            guard let endpoint = addresses[name].flatMap(BusEndpoint.init) else { throw NoSuchAddress(name: name) }
            return try MessageClient(
                asking: service,
                at: [endpoint],
                as: own,
                peers: peers,
                log: .silent,
                metrics: Metrics()
            )
        }
        auth = try line(.auth)
        mfa = try line(.mfa)
        profile = try line(.profile)
        apps = try line(.apps)
        publicKey = own.publicKey
    }

    /// Keeps the lines open while `body` runs.
    func whileConnected<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await withRunning(lines, body)
    }

    /// Signs somebody in with the right password, as far as that goes: the session is pending.
    func pendingSession(of person: DemoAccount) async throws -> OpenedSession {
        let browser = BrowserDescription(address: "192.0.2.7", userAgent: "StolenGateway")
        let begun = try await auth.ask(BeginSignIn(email: person.email, remember: false, browser: browser))
        return try await auth.ask(
            CheckPassword(attempt: begun.attempt, password: Secret(person.password), browser: browser),
            within: .seconds(10)
        )
    }

    /// Signs somebody in of whom no second factor is due.
    func fullSession(of person: DemoAccount) async throws -> OpenedSession {
        let pending = try await pendingSession(of: person)
        let proof = try await proofThatNothingIsDue(in: pending)
        return try await auth.ask(CompleteSignIn(proof: proof), with: pending.passport.bytes)
    }

    /// What mfa signs for a pending session of whom nothing is due.
    func proofThatNothingIsDue(in session: OpenedSession) async throws -> SignedProof {
        guard case .nothing(let proof) = try await mfa.ask(FindDue(), with: session.passport.bytes) else {
            throw SomethingIsDue()
        }
        return proof
    }

    private static func addresses(in portal: RunningPortal) throws -> [String: String] {
        let text = try String(contentsOfFile: "\(portal.home)/addresses", encoding: .utf8)
        var addresses: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { addresses[String(parts[0])] = String(parts[1]) }
        }
        return addresses
    }
}

/// The portal does not say where a program is.
struct NoSuchAddress: Error {
    let name: String
}

/// A second factor is due of whom the test took for somebody without one.
struct SomethingIsDue: Error {}
