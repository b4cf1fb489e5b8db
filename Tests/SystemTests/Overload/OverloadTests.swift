import Foundation
import HTTP
import Support
import XCTest

/// Far more sign-ins than the cores can hash: some are judged, as many as ever; the rest are told so at once; nobody else
/// notices.
///
/// The programs are those of a debug build, on cores that the strangers use too: what is asserted is generous, and what is
/// measured is printed.
final class OverloadTests: XCTestCase {
    private static var duration: Duration { FaultTests.isSoak ? .seconds(60) : .seconds(8) }
    private static let strangers = 200
    /// How much more comes than can be hashed.
    private static let excess = 10.0
    private static let mostMegabytesMore = 160.0
    /// Promised are 0.8 of the peak, 100 ms for a refusal, and 5 s until all is quiet.
    private static let leastGoodput = 0.5
    private static let slowestRefusal: Duration = .seconds(2)
    private static let slowestReturn: Duration = .seconds(15)

    func testTooManySignInsAreRefusedAtOnceAndNobodyElseNotices() async throws {
        try await withTimeLimit(Self.duration + .seconds(150)) {
            let portal = try await FivePrograms.start()
            let accounts = try await portal.apply("\(Package.folder)/Examples/organization.json")
            let flood = try await Flood.gathered(Self.strangers, at: portal)
            let account = try XCTUnwrap(accounts.first { $0.email.hasPrefix(Cast.plain.rawValue) })
            let bystander = portal.visitor()
            let signedIn = try await bystander.logIn(account.email, account.password)
            XCTAssertTrue(signedIn.isSignedIn, "\(signedIn)")

            var quiet: [Duration] = []
            for _ in 0..<15 { quiet.append(try await flood.oneTry().duration) }
            let peak = await flood.tries(sideBySide: 8, for: .seconds(4))
            let before = try await Usage.measured(of: portal)

            async let watched = Bystander(visitor: bystander, account: account).look(for: Self.duration)
            async let most = Self.mostMegabytes(of: portal, for: Self.duration)
            let crowd = await flood.tries(perSecond: peak.goodput * Self.excess, for: Self.duration)
            let (seen, memory) = try await (watched, most)
            let calm = try await Self.timeUntilQuiet(flood, as: quiet.quantile(0.5))
            let signedInAgain = try await portal.visitor().logIn(account.email, account.password)
            await portal.stop()

            print(
                """
                Overload, for \(Self.duration): \(Int(crowd.rate)) sign-ins/s answered of \
                \(Int(peak.goodput * Self.excess)) wanted (\(crowd.heldBack) held back by the strangers themselves)
                  judged: \(Int(crowd.goodput))/s, at the peak without overload \(Int(peak.goodput))/s: \
                \(Self.percent(crowd.goodput / peak.goodput))
                  judged within \(crowd.judged.quantile(0.5).inSeconds) in the middle, \(crowd.judged.quantile(0.99).inSeconds) at 99 %
                  refused: \(crowd.refused.count), within \(crowd.refused.quantile(0.5).inSeconds) in the middle, \
                \(crowd.refused.quantile(0.99).inSeconds) at 99 %
                  a try when all is quiet: \(quiet.quantile(0.5).inSeconds); the same again \(calm.inSeconds) after the end
                  everyone else: \(seen.pages) pages, within \(seen.times.quantile(0.5).inSeconds) in the middle, \
                \(seen.times.quantile(0.99).inSeconds) at 99 %; failed \(seen.failures.count)
                  memory: \(memory.map { "\($0.key) at most \(Int($0.value)) MB" }.sorted().joined(separator: ", ")); before: \(before.line)
                """
            )
            XCTAssertEqual(crowd.others, [])
            XCTAssertGreaterThan(crowd.refused.count, 0, "there was no overload")
            XCTAssertGreaterThan(crowd.goodput, peak.goodput * Self.leastGoodput)
            XCTAssertLessThan(crowd.refused.quantile(0.5), Self.slowestRefusal)
            XCTAssertEqual(seen.failures, [])
            XCTAssertGreaterThan(seen.pages, 5)
            XCTAssertLessThan(calm, Self.slowestReturn)
            XCTAssertTrue(signedInAgain.isSignedIn, "\(signedInAgain)")
            for (name, megabytes) in memory {
                let earlier = before.programs[name]?.megabytes ?? 0
                XCTAssertLessThan(megabytes, earlier + Self.mostMegabytesMore, "\(name)")
            }
        }
    }

    /// The most memory that each program held at any time.
    private static func mostMegabytes(
        of portal: FivePrograms,
        for duration: Duration
    ) async throws -> [PortalProgram.Name: Double] {
        var most: [PortalProgram.Name: Double] = [:]
        let end = ContinuousClock.now + duration
        while ContinuousClock.now < end {
            // Where the metrics' port is slow to answer, the next look will do.
            if let usage = try? await Usage.measured(of: portal) {
                most.merge(usage.programs.mapValues(\.megabytes), uniquingKeysWith: max)
            }
            try await Task.sleep(for: .milliseconds(500))
        }
        return most
    }

    /// How long it takes until a try is judged about as fast as when all was quiet.
    private static func timeUntilQuiet(_ flood: Flood, as quiet: Duration) async throws -> Duration {
        let begin = ContinuousClock.now
        while begin.duration(to: .now) < slowestReturn * 2 {
            let (duration, isJudged) = try await flood.oneTry()
            if isJudged, duration < quiet * 2 + .milliseconds(20) { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        return begin.duration(to: .now)
    }

    private static func percent(_ part: Double) -> String { "\(Int(part * 100)) %" }
}

/// Somebody who is signed in and goes on reading.
struct Bystander: Sendable {
    let visitor: PortalVisitor
    let account: DemoAccount

    /// What was seen.
    struct Seen: Sendable {
        var times: [Duration] = []
        var failures: [String] = []
        var pages: Int { times.count }
    }

    func look(for duration: Duration) async throws -> Seen {
        var seen = Seen()
        let end = ContinuousClock.now + duration
        while ContinuousClock.now < end {
            for path in ["/applications", "/profile", "/security"] {
                let page = try await visitor.get(path)
                seen.times.append(page.duration)
                if page.status != .ok || !page.text.contains(account.email) { seen.failures.append("\(page)") }
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return seen
    }
}
