import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime
import Support

@testable import AuthService

/// Runs auth in the test's process, with real messages and a real PostgreSQL; the clock is the test's to move, and the
/// office signs proofs as mfa would.
struct AuthHarness {
    let clock: MovableClock
    let office: PassportOffice
    let bus: TestBus
    let keys: AuthKeys
    let databaseURL: Secret<String>
    let database: PostgresPool
    let hasher: PasswordHasher
    let log: CapturedLog
    let server: AuthServer
    /// Asks with the gateway's own key.
    let gateway: MessageClient
    /// Asks with the operator's.
    let administrator: MessageClient

    static let browser = BrowserDescription(address: "192.0.2.7", userAgent: "Test/1.0")
}

/// How long one test may take.
private let testLimit: Duration = .seconds(60)

/// Hands a test an auth of its own, with an empty database.
func withAuth(
    hasher: PasswordHasher? = nil,
    mfa: BusEndpoint? = nil,
    bus: TestBus? = nil,
    file: StaticString = #filePath,
    line: UInt = #line,
    _ test: (AuthHarness) async throws -> Void
) async throws {
    try await withTimeLimit(testLimit, file: file, line: line) {
        let clock = MovableClock()
        let office = PassportOffice(clock: clock)
        let log = CapturedLog()
        let bus = try bus ?? TestBus()
        let hasher = hasher ?? PasswordHasher(threads: 2, queueLimit: 256, parameters: .quick)
        let url = try await PostgresCluster.shared.freshDatabase()
        let database = try PostgresPool(url: url, connections: 8)
        try await database.migrate(AuthServer.migrations)
        let keys = AuthKeys(
            sealing: .generate(),
            signing: office.passportKey,
            passports: office.passportKeys,
            proofs: office.proofKeys
        )
        let server = try AuthServer(
            bus: (.anyFreePort, try bus.key(of: .auth), bus.peers),
            mfa: [mfa ?? .nowhere],
            keys: keys,
            hasher: hasher,
            database: database,
            clock: clock,
            log: log.log(),
            metrics: Metrics()
        )
        let gateway = try bus.client(of: .gateway, asking: .auth, at: [server.endpoint])
        let administrator = try bus.client(of: .operator, asking: .auth, at: [server.endpoint])
        let harness = AuthHarness(
            clock: clock,
            office: office,
            bus: bus,
            keys: keys,
            databaseURL: url,
            database: database,
            hasher: hasher,
            log: log,
            server: server,
            gateway: gateway,
            administrator: administrator
        )
        try await withRunning([database] + server.services + [gateway, administrator]) { try await test(harness) }
    }
}

extension BusEndpoint {
    /// A port at which nobody answers.
    static let nowhere = BusEndpoint(host: "127.0.0.1", port: 1)
}

extension Argon2Parameters {
    /// The least that Argon2 allows: these tests are not about how hard guessing is.
    static let quick = Argon2Parameters(memoryKiB: 8, passes: 1) ?? .recommended
}

/// An account, as a test knows it.
struct Member {
    let id: AccountID
    let email: String
    let password: Secret<String>
}

extension AuthHarness {
    /// Runs another replica of auth beside the first, over the same database, and hands over a client of its own.
    func withReplica(_ test: (_ gateway: MessageClient) async throws -> Void) async throws {
        let pool = try PostgresPool(url: databaseURL, connections: 8)
        let replica = try AuthServer(
            bus: (.anyFreePort, try bus.key(of: .auth), bus.peers),
            mfa: [.nowhere],
            keys: keys,
            hasher: PasswordHasher(threads: 2, queueLimit: 256, parameters: .quick),
            database: pool,
            clock: clock,
            log: .silent,
            metrics: Metrics()
        )
        let gateway = try bus.client(of: .gateway, asking: .auth, at: [replica.endpoint])
        try await withRunning([pool] + replica.services + [gateway]) { try await test(gateway) }
    }

    // MARK: Accounts

    func add(_ name: String, roles: Set<Role> = [.user]) async throws -> Member {
        let email = "\(name)@example.org"
        let reply = try await administrator.ask(AddAccount(email: email, username: name, roles: roles))
        return Member(id: reply.account, email: email, password: reply.password)
    }

    func set(_ state: AccountState, of member: Member) async throws {
        _ = try await administrator.ask(SetAccountState(account: member.id, state: state))
    }

    // MARK: Signing in

    func begin(_ email: String, remember: Bool = false, from browser: BrowserDescription = browser) async throws
        -> AttemptToken
    {
        try await gateway.ask(BeginSignIn(email: email, remember: remember, browser: browser)).attempt
    }

    /// Gives a password for an address, in an attempt of its own.
    @discardableResult
    func tryPassword(_ password: Secret<String>, for email: String, remember: Bool = false) async throws
        -> OpenedSession
    {
        let attempt = try await begin(email, remember: remember)
        return try await gateway.ask(CheckPassword(attempt: attempt, password: password, browser: Self.browser))
    }

    func openPending(_ member: Member, remember: Bool = false) async throws -> OpenedSession {
        try await tryPassword(member.password, for: member.email, remember: remember)
    }

    /// A proof for a pending session: that nothing is due, unless told otherwise.
    func signInProof(
        for session: OpenedSession,
        _ finding: Proof.Finding = .nothingDue,
        strongestFactor: Strength = .none
    ) throws -> SignedProof {
        try office.proof(
            of: session.session.account,
            bond: .attempt(try attempt(of: session)),
            purpose: .signIn,
            finding: finding,
            strongestFactor: strongestFactor
        )
    }

    /// A proof for a step-up of a full session.
    func stepUpProof(
        for session: OpenedSession,
        _ finding: Proof.Finding = .passed(.oneTimeCode),
        strongestFactor: Strength = .mfa
    ) throws -> SignedProof {
        try office.proof(
            of: session.session.account,
            bond: .session(session.session.id),
            purpose: .stepUp,
            finding: finding,
            strongestFactor: strongestFactor
        )
    }

    func complete(_ pending: OpenedSession, with proof: SignedProof? = nil) async throws -> OpenedSession {
        let proof = try proof ?? signInProof(for: pending)
        return try await gateway.ask(CompleteSignIn(proof: proof), with: pending.passport.bytes)
    }

    func signIn(_ member: Member, remember: Bool = false) async throws -> OpenedSession {
        try await complete(openPending(member, remember: remember))
    }

    // MARK: Sessions

    func passport(_ token: SessionToken) async throws -> IssuePassport.Reply {
        try await gateway.ask(IssuePassport(token: token))
    }

    /// What a passport says, checked with auth's key.
    func statement(_ passport: SignedPassport) throws -> Passport {
        guard let statement = passport.statement(checkedWith: office.passportKeys) else { throw NotSignedByAuth() }
        return statement
    }

    func attempt(of session: OpenedSession) throws -> AttemptID {
        try statement(session.passport).attempt
    }

    // MARK: Announcements

    /// The newest position, from which `news` follows on.
    func position() async throws -> Position {
        try await gateway.ask(FollowAnnouncements<AuthAnnouncement>(after: nil)).position
    }

    /// What was announced since; at least one, or none after a short silence.
    func news(since position: Position) async throws -> [AuthAnnouncement] {
        try await gateway.ask(FollowAnnouncements<AuthAnnouncement>(after: position)).events
    }
}

struct NotSignedByAuth: Error {}
