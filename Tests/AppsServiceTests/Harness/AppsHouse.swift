import AppsContract
import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging
import Postgres
import ProfileContract
import ServiceRuntime
import Support
import XCTest

@testable import AppsService

/// apps as it runs, once or several times, with its bus and its database, and with auth and profile as far as it hears
/// of them.
///
/// Only time is a test's own.
struct AppsHouse {
    let clock: MovableClock
    let bus: TestBus
    let office: PassportOffice
    let database: PostgresPool
    let auth: Announcer<AuthAnnouncement>
    let profile: Announcer<ProfileAnnouncement>
    let gateway: MessageClient
    let operation: MessageClient
    let endpoint: BusEndpoint

    private static let limit: Duration = .seconds(90)

    /// Runs apps while `test` runs; `groups` are what profile's snapshot tells of.
    static func open(
        replicas: Int = 1,
        groups: [ProfileAnnouncement] = [],
        file: StaticString = #filePath,
        line: UInt = #line,
        _ test: (AppsHouse) async throws -> Void
    ) async throws {
        try await withTimeLimit(limit, file: file, line: line) {
            let bus = try TestBus()
            let clock = MovableClock()
            let office = PassportOffice(clock: clock)
            let database = try PostgresPool(url: try await PostgresCluster.shared.freshDatabase())
            try await database.migrate(AppsServer.migrations)
            let auth = try await Announcer<AuthAnnouncement>(on: bus, to: [.apps])
            let profile = try await Announcer<ProfileAnnouncement>(on: bus, to: [.apps], state: groups)
            let servers = try (0..<replicas).map { _ in
                try AppsServer(
                    bus: (listen: .anyFreePort, key: bus.key(of: .apps), peers: bus.peers),
                    auth: [auth.endpoint],
                    profile: [profile.endpoint],
                    sealing: .generate(),
                    passports: office.passportKeys,
                    database: database,
                    clock: clock,
                    log: bus.log,
                    metrics: Metrics()
                )
            }
            let endpoint = servers[0].endpoint
            let house = AppsHouse(
                clock: clock,
                bus: bus,
                office: office,
                database: database,
                auth: auth,
                profile: profile,
                gateway: try bus.client(of: .gateway, asking: .apps, at: [endpoint]),
                operation: try bus.client(of: .operator, asking: .apps, at: [endpoint]),
                endpoint: endpoint
            )
            let others: [any Service] = [database] + auth.services + profile.services
            let lines: [any Service] = [house.gateway, house.operation]
            try await withRunning(others + servers.flatMap(\.services) + lines) {
                // Where following began, so that what a test announces is told and not part of the snapshot.
                try await eventually("Hearing of groups") {
                    try await database.row("SELECT count(*) FROM followed_positions", as: Int.self) == 1
                }
                try await test(house)
            }
        }
    }

    /// Somebody who is signed in, by a password that was given just now.
    func visitor(_ account: AccountID? = nil) -> PassportHolder {
        PassportHolder(account, at: clock.now)
    }

    /// Asks with a passport that is written now.
    func ask<R: Request>(_ request: R, as visitor: PassportHolder) async throws -> R.Reply {
        try await gateway.ask(request, with: credential(of: visitor), within: .seconds(20))
    }

    func credential(of visitor: PassportHolder) throws -> [UInt8] {
        try office.sign(visitor.passport(bearer: bus.key(of: .gateway).publicKey, at: clock.now))
    }

    /// Declares an application, by default for nobody.
    @discardableResult
    func put(
        _ name: String,
        at target: String = "https://wiki.example.com/start",
        requiring requirement: Requirement = .none,
        forEveryone: Bool = false,
        groups: Set<GroupID> = [],
        people: Set<AccountID> = []
    ) async throws -> ApplicationID {
        let declaration = ApplicationDeclaration(
            name: name,
            description: "",
            target: target,
            colour: .teal,
            requirement: requirement,
            isForEveryone: forEveryone,
            groups: groups,
            people: people
        )
        return try await operation.ask(PutApplication(declaration: declaration)).application
    }

    /// The names of somebody's tiles.
    func tiles(of visitor: PassportHolder) async throws -> [String] {
        try await ask(ListTiles(), as: visitor).tiles.map(\.name)
    }

    /// Where to follow from, to hear all that is told from now on.
    func position() async throws -> Position {
        try await gateway.ask(FollowAnnouncements<AppsAnnouncement>(after: nil)).position
    }

    /// What is told after `start`, once it is `count` or more.
    func heard(after start: Position, _ count: Int) async throws -> [AppsAnnouncement] {
        var (heard, position): ([AppsAnnouncement], Position) = ([], start)
        try await eventually("Hearing of \(count) announcements") {
            let reply = try await gateway.ask(FollowAnnouncements<AppsAnnouncement>(after: position))
            heard += reply.events
            position = reply.position
            return heard.count >= count
        }
        // One more look, so that one too many would be seen.
        return heard + (try await gateway.ask(FollowAnnouncements<AppsAnnouncement>(after: position)).events)
    }
}

/// Expects `refusal` of whatever `body` asks.
func assertRefused<Refusal: Error & Equatable, Ignored>(
    because refusal: Refusal,
    file: StaticString = #filePath,
    line: UInt = #line,
    _ body: () async throws -> Ignored
) async throws {
    do {
        _ = try await body()
        XCTFail("It was not refused.", file: file, line: line)
    } catch let thrown as Refusal {
        XCTAssertEqual(thrown, refusal, file: file, line: line)
    }
}
