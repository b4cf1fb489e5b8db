import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

@testable import ProfileService

/// profile as it runs, with its bus and its database, and with auth as far as it hears of it.
///
/// Only time is a test's own.
struct ProfileHouse {
    let clock: MovableClock
    let bus: TestBus
    let office: PassportOffice
    let database: PostgresPool
    let auth: Announcer<AuthAnnouncement>
    let gateway: MessageClient
    let operation: MessageClient
    /// The lines of the two services that follow.
    let mfa: MessageClient
    let apps: MessageClient
    let endpoint: BusEndpoint

    private static let limit: Duration = .seconds(90)

    /// Runs profile while `test` runs.
    static func open(
        file: StaticString = #filePath,
        line: UInt = #line,
        _ test: (ProfileHouse) async throws -> Void
    ) async throws {
        try await withTimeLimit(limit, file: file, line: line) {
            let bus = try TestBus()
            let clock = MovableClock()
            let office = PassportOffice(clock: clock)
            let database = try PostgresPool(url: try await PostgresCluster.shared.freshDatabase())
            try await database.migrate(ProfileServer.migrations)
            let auth = try await Announcer<AuthAnnouncement>(on: bus, to: [.profile])
            let server = try ProfileServer(
                bus: (listen: .anyFreePort, key: bus.key(of: .profile), peers: bus.peers),
                auth: [auth.endpoint],
                sealing: .generate(),
                passports: office.passportKeys,
                database: database,
                clock: clock,
                log: bus.log,
                metrics: Metrics()
            )
            func line(of caller: CallerName) throws -> MessageClient {
                try bus.client(of: caller, asking: .profile, at: [server.endpoint])
            }
            let house = ProfileHouse(
                clock: clock,
                bus: bus,
                office: office,
                database: database,
                auth: auth,
                gateway: try line(of: .gateway),
                operation: try line(of: .operator),
                mfa: try line(of: .mfa),
                apps: try line(of: .apps),
                endpoint: server.endpoint
            )
            let lines: [any Service] = [house.gateway, house.operation, house.mfa, house.apps]
            try await withRunning([database] + auth.services + server.services + lines) { try await test(house) }
        }
    }

    /// Somebody who is signed in, by a password that was given just now.
    func visitor() -> PassportHolder {
        PassportHolder(at: clock.now)
    }

    /// Asks with a passport that is written now.
    func ask<R: Request>(_ request: R, as visitor: PassportHolder, once key: IdempotencyKey? = nil) async throws
        -> R.Reply
    {
        try await gateway.ask(request, with: credential(of: visitor), once: key, within: .seconds(20))
    }

    func credential(of visitor: PassportHolder) throws -> [UInt8] {
        try office.sign(visitor.passport(bearer: bus.key(of: .gateway).publicKey, at: clock.now))
    }

    /// What is told after `start`, once it is `count` or more.
    func heard<News: Announcement>(
        _: News.Type,
        by line: MessageClient,
        after start: Position,
        _ count: Int
    ) async throws -> [News] {
        var (heard, position): ([News], Position) = ([], start)
        try await eventually("Hearing of \(count) announcements") {
            let reply = try await line.ask(FollowAnnouncements<News>(after: position))
            heard += reply.events
            position = reply.position
            return heard.count >= count
        }
        // One more look, so that one too many would be seen.
        return heard + (try await line.ask(FollowAnnouncements<News>(after: position)).events)
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
