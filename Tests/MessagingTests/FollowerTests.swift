import ServiceRuntime
import Support
import Synchronization
import XCTest

@testable import Messaging

/// Following announcements over the bus: in order, from the right place, and knowing when it knows nothing.
final class FollowerTests: XCTestCase {
    enum News: Announcement, Equatable {
        static let service = CallerName.auth
        case happened(Int)
    }

    /// What the scripted service answers, poll by poll, and what it was asked.
    private final class Script: Sendable {
        private struct State {
            var news: [Int] = []
            var asked: [Position?] = []
            var isSnapshotNeeded = false
            var isFailing = false
        }

        private let state = Mutex(State())

        var asked: [Position?] { state.withLock { $0.asked } }
        func announce(_ numbers: some Sequence<Int>) { state.withLock { $0.news += numbers } }
        func forgetEverything() { state.withLock { $0.isSnapshotNeeded = true } }
        func fail(_ isFailing: Bool) { state.withLock { $0.isFailing = isFailing } }

        /// Answers as an outbox does: at once where there is news, and otherwise after a while.
        var answer: Answer {
            .toGateway(FollowAnnouncements<News>.self) { request, _ in
                self.state.withLock { $0.asked.append(request.after) }
                for _ in 0..<30 {
                    let reply = try self.state.withLock { state -> FollowAnnouncements<News>.Reply? in
                        if state.isFailing { throw Fault(.failed) }
                        let end = Position(transaction: 1, sequence: Int64(state.news.count))
                        if state.isSnapshotNeeded {
                            state.isSnapshotNeeded = false
                            return FollowAnnouncements<News>.Reply(events: [], position: end, isSnapshotNeeded: true)
                        }
                        guard let after = request.after else {
                            return FollowAnnouncements<News>.Reply(events: [], position: end)
                        }
                        let next = state.news.dropFirst(Int(after.sequence)).prefix(request.limit)
                        guard !next.isEmpty else { return nil }
                        return FollowAnnouncements<News>.Reply(
                            events: next.map(News.happened),
                            position: Position(transaction: 1, sequence: after.sequence + Int64(next.count))
                        )
                    }
                    if let reply { return reply }
                    try await Task.sleep(for: .milliseconds(10))
                }
                return FollowAnnouncements<News>.Reply(
                    events: [],
                    position: request.after ?? Position(transaction: 0, sequence: 0)
                )
            }
        }
    }

    private struct Following: Sendable {
        let applied = Noted<Int>()
        let interruptions = Noted<Void>()

        func follower(of client: MessageClient, log: Log = .silent) -> Follower<News> {
            Follower(of: client, log: log) { events in
                for case .happened(let number) in events { applied.note(number) }
            } interrupted: {
                interruptions.note(())
            }
        }
    }

    func testNewsIsAppliedOnceInOrderFromNowOn() async throws {
        try await withTimeLimit(.seconds(60)) {
            let script = Script()
            script.announce(1...10)
            try await TestBus().withLine(from: .gateway, to: .auth, answering: [script.answer]) { client in
                let following = Following()
                try await withRunning([following.follower(of: client)]) {
                    try await eventually(within: .seconds(5), "the first answer") {
                        following.interruptions.all.count == 1
                    }
                    try await eventually(within: .seconds(5), "a poll after it") { script.asked.count >= 2 }
                    let begun = ContinuousClock.now
                    script.announce(11...11)
                    try await eventually(within: .seconds(5), "news") { following.applied.all == [11] }
                    XCTAssertLessThan(
                        begun.duration(to: .now),
                        .milliseconds(900),
                        "news does not wait for the next poll"
                    )
                    for number in stride(from: 12, to: 2000, by: 7) { script.announce(number..<min(number + 7, 2000)) }
                    try await eventually(within: .seconds(10), "all of it") { following.applied.all.count >= 1989 }
                }
                XCTAssertEqual(following.applied.all, Array(11..<2000))
                XCTAssertEqual(following.interruptions.all.count, 1)
                XCTAssertEqual(script.asked.first, .some(nil), "it starts at what is newest")
                XCTAssertEqual(script.asked.dropFirst().first, Position(transaction: 1, sequence: 10))
            }
        }
    }

    func testItIsCurrentOnlyWhileTheServiceAnswers() async throws {
        try await withTimeLimit(.seconds(60)) {
            let script = Script()
            let bus = try TestBus()
            let service = try await StoppableService(bus, answering: script.answer)
            let client = try bus.client(of: .gateway, asking: .auth, at: [service.endpoint])
            let captured = CapturedLog()
            let following = Following()
            let follower = following.follower(of: client, log: captured.log())
            XCTAssertFalse(follower.isCurrent(), "before the first answer nothing is known")
            try await withRunning([client, follower]) {
                try await eventually(within: .seconds(5), "the first answer") { follower.isCurrent() }
                // Empty answers are signs of life: for as long as they come it stays current.
                for _ in 0..<20 {
                    try await Task.sleep(for: .milliseconds(60))
                    XCTAssertTrue(follower.isCurrent())
                }

                try await service.stop()
                let begun = ContinuousClock.now
                try await eventually(within: .seconds(5), "growing old") { !follower.isCurrent() }
                XCTAssertLessThan(begun.duration(to: .now), .milliseconds(1300))

                script.announce(1...3)
                try await service.start()
                try await eventually(within: .seconds(10), "following again") {
                    follower.isCurrent() && following.applied.all == [1, 2, 3]
                }
                XCTAssertEqual(
                    following.interruptions.all.count,
                    1,
                    "nothing was missed: nothing needs to be forgotten"
                )
                // It is current a moment before it says so.
                try await eventually(within: .seconds(10), "the end of the trouble being told") {
                    captured.lines.contains { $0.contains("follows again") }
                }
                let told = captured.lines.filter { $0.contains("cannot follow") || $0.contains("follows again") }
                XCTAssertEqual(told.count, 2, "one trouble is told once, and its end: \(told)")
            }
            try await service.stop()
        }
    }

    func testWhatMayHaveBeenMissedIsSaidToHaveBeen() async throws {
        try await withTimeLimit(.seconds(60)) {
            let script = Script()
            try await TestBus().withLine(from: .gateway, to: .auth, answering: [script.answer]) { client in
                let following = Following()
                let follower = following.follower(of: client)
                try await withRunning([follower]) {
                    try await eventually(within: .seconds(5), "the first answer") {
                        following.interruptions.all.count == 1
                    }
                    script.announce(1...5)
                    try await eventually(within: .seconds(5), "news") { following.applied.all.count == 5 }
                    script.forgetEverything()
                    try await eventually(within: .seconds(5), "the interruption") {
                        following.interruptions.all.count == 2
                    }
                    script.announce(6...6)
                    try await eventually(within: .seconds(5), "news again") { following.applied.all.last == 6 }
                    XCTAssertEqual(following.applied.all, [1, 2, 3, 4, 5, 6])
                }
            }
        }
    }

    func testAServiceThatFailsIsAskedAgainWithoutHaste() async throws {
        try await withTimeLimit(.seconds(60)) {
            let script = Script()
            script.fail(true)
            try await TestBus().withLine(from: .gateway, to: .auth, answering: [script.answer]) { client in
                let following = Following()
                let follower = following.follower(of: client)
                try await withRunning([follower]) {
                    try await Task.sleep(for: .seconds(1))
                    XCTAssertFalse(follower.isCurrent())
                    XCTAssertLessThanOrEqual(script.asked.count, 21, "50 ms lie between two polls that fail")
                    XCTAssertGreaterThan(script.asked.count, 2)
                    script.fail(false)
                    try await eventually(within: .seconds(5), "an answer") { follower.isCurrent() }
                }
            }
        }
    }
}

/// A server that a test stops and starts at one port.
private final class StoppableService {
    let endpoint: BusEndpoint
    private let bus: TestBus
    private let answer: Answer
    private var running: Task<Void, any Error>?

    init(_ bus: TestBus, answering answer: Answer) async throws {
        (self.bus, self.answer) = (bus, answer)
        let server = try bus.server(of: .auth, answering: [answer])
        endpoint = server.boundEndpoint
        running = Task { try await server.run() }
    }

    func start() async throws {
        let server = try bus.server(of: .auth, at: endpoint, answering: [answer])
        running = Task { try await server.run() }
    }

    func stop() async throws {
        running?.cancel()
        try await running?.value
        running = nil
    }
}
