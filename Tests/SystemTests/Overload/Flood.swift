import Foundation
import HTTP
import Support
import Synchronization

/// Strangers who try passwords, each at an address of their own that nobody has: every try costs the portal one hash.
struct Flood: Sendable {
    /// How the tries of a while were answered.
    struct Answers: Sendable {
        /// Passwords that were judged, whatever the verdict.
        var judged: [Duration] = []
        /// Refused with 503 and a Retry-After.
        var refused: [Duration] = []
        /// Anything else, in words.
        var others: [String] = []
        /// Tries that the strangers themselves held back, since too many of theirs were unanswered.
        var heldBack = 0
        var duration: Duration = .zero

        /// Passwords judged in a second.
        var goodput: Double { Double(judged.count) / max(duration / .seconds(1), 0.001) }
        /// Tries made in a second.
        var rate: Double { Double(judged.count + refused.count + others.count) / max(duration / .seconds(1), 0.001) }
    }

    /// Tries that may be unanswered at once: connections, on both sides.
    private static let mostUnanswered = 700
    private static let tick: Duration = .milliseconds(10)
    private static let patience: Duration = .seconds(20)

    private struct Stranger: Sendable {
        let visitor: PortalVisitor
        let page: SeenPage
    }

    private final class Book: Sendable {
        let answers = Mutex(Answers())
        let unanswered = Atomic<Int>(0)
    }

    private let strangers: [Stranger]

    /// Brings so many strangers to the password's page.
    static func gathered(_ count: Int, at portal: FivePrograms) async throws -> Flood {
        var limits = HTTPClient.Limits()
        limits.idleConnections = mostUnanswered
        let client = try HTTPClient("http://127.0.0.1:\(portal.port)", limits: limits)
        let strangers = try await withThrowingTaskGroup(of: Stranger.self) { group in
            for number in 0..<count {
                group.addTask {
                    let visitor = PortalVisitor(at: portal.port, over: client)
                    let door = try await visitor.get("/login")
                    _ = try await visitor.submit("/login", of: door, ["email": "stranger\(number)@nowhere.example"])
                    let page = try await visitor.get("/login/password")
                    _ = try page.hidden(in: "/login/password")
                    return Stranger(visitor: visitor, page: page)
                }
                if number % 8 == 7 { _ = try await group.next() }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        return Flood(strangers: strangers)
    }

    private init(strangers: [Stranger]) {
        self.strangers = strangers
    }

    /// So many strangers try one password after the other.
    func tries(sideBySide: Int, for duration: Duration) async -> Answers {
        let book = Book()
        let begin = ContinuousClock.now
        await withTaskGroup { group in
            for stranger in strangers.prefix(sideBySide) {
                group.addTask { [self] in
                    while begin.duration(to: .now) < duration { await attempt(stranger, book) }
                }
            }
        }
        return book.answers.withLock { answers in
            answers.duration = begin.duration(to: .now)
            return answers
        }
    }

    /// Tries come at a rate, whether those before them have been answered or not.
    func tries(perSecond rate: Double, for duration: Duration) async -> Answers {
        let book = Book()
        let begin = ContinuousClock.now
        await withDiscardingTaskGroup { group in
            var made = 0
            while begin.duration(to: .now) < duration {
                let due = Int(begin.duration(to: .now) / .seconds(1) * rate)
                while made < due {
                    made += 1
                    guard book.unanswered.load(ordering: .relaxed) < Self.mostUnanswered else {
                        book.answers.withLock { $0.heldBack += 1 }
                        continue
                    }
                    book.unanswered.add(1, ordering: .relaxed)
                    let stranger = strangers[made % strangers.count]
                    group.addTask { [self] in
                        await attempt(stranger, book)
                        book.unanswered.subtract(1, ordering: .relaxed)
                    }
                }
                try? await Task.sleep(for: Self.tick)
            }
            book.answers.withLock { $0.duration = begin.duration(to: .now) }
        }
        return book.answers.withLock { $0 }
    }

    /// One try by itself: how long its answer took, and whether it was judged.
    func oneTry() async throws -> (duration: Duration, isJudged: Bool) {
        let stranger = strangers[0]
        let page = try await stranger.visitor.submit("/login/password", of: stranger.page, ["password": "wrong"])
        return (page.duration, page.status != .serviceUnavailable)
    }

    private func attempt(_ stranger: Stranger, _ book: Book) async {
        do {
            let page = try await stranger.visitor.submit(
                "/login/password",
                of: stranger.page,
                ["password": "wrong"],
                within: Self.patience
            )
            book.answers.withLock { answers in
                if page.isClearRefusal {
                    answers.refused.append(page.duration)
                } else if [401, 422, 429].contains(page.status.code) {
                    answers.judged.append(page.duration)
                } else {
                    answers.others.append("\(page)")
                }
            }
        } catch {
            book.answers.withLock { $0.others.append("\(error)") }
        }
    }
}

extension [Duration] {
    /// The time within which this part of all was done.
    func quantile(_ part: Double) -> Duration {
        guard !isEmpty else { return .zero }
        return sorted()[Swift.min(count - 1, Int(Double(count) * part))]
    }
}
