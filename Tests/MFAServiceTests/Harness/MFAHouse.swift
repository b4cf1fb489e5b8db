import AuthContract
import Cryptography
import Foundation
import IdentityContract
import MFAContract
import Messaging
import Postgres
import ProfileContract
import ServiceRuntime
import Support
import XCTest

@testable import MFAService

/// mfa as it runs, once or several times, with its bus and its database, and with auth and profile as far as it hears
/// of them.
///
/// Only time is a test's own.
struct MFAHouse {
    let clock: MovableClock
    let bus: TestBus
    let office: PassportOffice
    let keys: MFAServer.Keys
    let database: PostgresPool
    let auth: Announcer<AuthAnnouncement>
    let profile: Announcer<ProfileAnnouncement>
    /// The gateway's lines, one to each replica.
    let replicas: [MessageClient]
    let operation: MessageClient
    /// Where the first replica answers.
    let endpoint: BusEndpoint

    var gateway: MessageClient { replicas[0] }

    static let organization = "Analytical Engines"
    private static let limit: Duration = .seconds(90)

    /// Runs mfa while `test` runs; `groups` are what profile tells of, `nil` where profile cannot be reached.
    static func open(
        replicas: Int = 1,
        groups: [ProfileAnnouncement]? = [],
        at start: Date? = nil,
        file: StaticString = #filePath,
        line: UInt = #line,
        _ test: (MFAHouse) async throws -> Void
    ) async throws {
        try await withTimeLimit(limit, file: file, line: line) {
            let bus = try TestBus()
            let clock = MovableClock(at: start)
            let office = PassportOffice(clock: clock)
            let database = try PostgresPool(url: try await PostgresCluster.shared.freshDatabase())
            try await database.migrate(MFAServer.migrations)
            let auth = try await Announcer<AuthAnnouncement>(on: bus, to: [.mfa])
            let profile = try await Announcer<ProfileAnnouncement>(on: bus, to: [.mfa], state: groups ?? [])
            let keys = MFAServer.Keys(signing: office.proofKey, sealing: .generate(), passports: office.passportKeys)
            var servers: [MFAServer] = []
            for _ in 0..<replicas {
                servers.append(
                    try server(on: bus, keys, in: database, clock, auth: auth.endpoint, profile: profile.endpoint)
                )
            }
            let lines = try servers.map { try bus.client(of: .gateway, asking: .mfa, at: [$0.endpoint]) }
            let operation = try bus.client(of: .operator, asking: .mfa, at: [servers[0].endpoint])
            let house = MFAHouse(
                clock: clock,
                bus: bus,
                office: office,
                keys: keys,
                database: database,
                auth: auth,
                profile: profile,
                replicas: lines,
                operation: operation,
                endpoint: servers[0].endpoint
            )
            let others: [any Service] = auth.services + (groups == nil ? [] : profile.services)
            try await withRunning([database] + others + servers.flatMap(\.services) + lines + [operation]) {
                if groups != nil { try await house.hearGroups() }
                try await test(house)
            }
        }
    }

    private static func server(
        on bus: TestBus,
        _ keys: MFAServer.Keys,
        in database: PostgresPool,
        _ clock: MovableClock,
        auth: BusEndpoint,
        profile: BusEndpoint
    ) throws -> MFAServer {
        try MFAServer(
            bus: (listen: .anyFreePort, key: bus.key(of: .mfa), peers: bus.peers),
            auth: [auth],
            profile: [profile],
            keys: keys,
            organization: organization,
            database: database,
            clock: clock,
            log: bus.log,
            metrics: Metrics()
        )
    }

    /// Runs one more mfa on the same database, as after a restart, and hands over the gateway's line to it.
    func withAnother(_ body: (MessageClient) async throws -> Void) async throws {
        let server = try Self.server(
            on: bus,
            keys,
            in: database,
            clock,
            auth: auth.endpoint,
            profile: profile.endpoint
        )
        let line = try bus.client(of: .gateway, asking: .mfa, at: [server.endpoint])
        try await withRunning(server.services + [line]) { try await body(line) }
    }

    /// Waits until all that profile has told is known.
    func hearGroups(_ members: Int = 0) async throws {
        try await eventually("Hearing of groups") {
            let row = try await database.row(
                "SELECT (SELECT count(*) FROM groups_heard), (SELECT count(*) FROM group_members)",
                as: (Int, Int).self
            )
            return row?.0 == 1 && (row?.1 ?? 0) >= members
        }
    }

    // MARK: People

    /// Somebody who has given their password just now.
    func visitor(_ account: AccountID? = nil, roles: Set<Role> = [.user]) -> PassportHolder {
        PassportHolder(account, roles: roles, state: .pending, at: clock.now)
    }

    /// The same person once signed in, with these methods shown just now.
    func signedIn(_ visitor: PassportHolder, by methods: IdentityContract.Method...) -> PassportHolder {
        visitor.signedIn(by: methods, at: clock.now)
    }

    // MARK: Asking

    /// Asks with a passport that is written now.
    func ask<R: Request>(
        _ request: R,
        as visitor: PassportHolder,
        once key: IdempotencyKey? = nil,
        of replica: Int = 0
    ) async throws -> R.Reply {
        try await replicas[replica].ask(request, with: credential(of: visitor), once: key, within: .seconds(20))
    }

    func credential(of visitor: PassportHolder) throws -> [UInt8] {
        try office.sign(visitor.passport(bearer: bus.key(of: .gateway).publicKey, at: clock.now))
    }

    /// The proof that a reply carries, checked as auth checks it.
    func proof(_ signed: SignedProof, for visitor: PassportHolder) throws -> Proof {
        let isSignIn = visitor.state == .pending
        return try Proof.check(
            signed,
            with: office.proofKeys,
            for: visitor.account,
            bond: isSignIn ? .attempt(visitor.attempt) : .session(visitor.session),
            purpose: isSignIn ? .signIn : .stepUp,
            at: clock.now
        )
    }

    func assertRefuses<R: Request>(
        _ request: R,
        as visitor: PassportHolder,
        because refusal: R.Refusal,
        of replica: Int = 0,
        file: StaticString = #filePath,
        line: UInt = #line
    ) async throws {
        do {
            _ = try await ask(request, as: visitor, of: replica)
            XCTFail("It was not refused.", file: file, line: line)
        } catch let thrown as R.Refusal {
            XCTAssertEqual(thrown, refusal, file: file, line: line)
        } catch {
            throw error
        }
    }

    // MARK: Factors

    /// Enrols an authenticator app in a session that may, and gives what the app was told.
    @discardableResult
    func enrol(_ visitor: PassportHolder, named name: String = "Phone") async throws -> App {
        let begun = try await ask(BeginAppEnrolment(label: "ada@example.com"), as: visitor)
        let app = try App(begun)
        _ = try await ask(
            ConfirmAppEnrolment(enrolment: app.id, code: app.code(at: clock.now), name: name),
            as: visitor
        )
        return app
    }

    /// The same, and on to where its next code is a fresh one.
    func enrolled(_ visitor: PassportHolder) async throws -> App {
        let app = try await enrol(visitor)
        clock.advance(by: 60)
        return app
    }
}

/// An authenticator app on somebody's phone.
struct App {
    let id: FactorID
    let totp: TOTP
    let secret: [UInt8]

    init(_ begun: BeginAppEnrolment.Reply) throws {
        id = begun.enrolment
        secret = try XCTUnwrap(Base32.decode(begun.key.expose()))
        totp = TOTP(secret: secret)
    }

    func code(at time: Date) -> Secret<String> {
        Secret(totp.code(at: time))
    }

    /// Six digits that are no code of this app around `time`.
    func wrongCode(at time: Date, _ number: Int = 0) -> Secret<String> {
        let right = Set((-3...3).map { totp.code(at: time + Double($0) * 30) })
        let guesses = (0..<1000).map { String(700_000 + $0) }.filter { !right.contains($0) }
        return Secret(guesses[number])
    }
}
