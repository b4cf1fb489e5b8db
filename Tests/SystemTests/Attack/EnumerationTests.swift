import Foundation
import HTTP
import Support
import XCTest

/// Whether an account exists is told neither by what comes back nor by how long it takes.
///
/// Thousands of pairs on a quiet machine come to 50 ± 3 %; these are few, beside other tests, so the bound is generous.
/// What it is for is the hash or the statement that somebody leaves out: that is told right nearly every time.
final class EnumerationTests: XCTestCase {
    /// How often the best threshold may be right about a pair that it was not chosen by.
    private static let mostOftenRight = 0.65

    func testTheFirstScreenTellsNothing() async throws {
        try await withTimeLimit(.seconds(280)) {
            let portal = try await DemoPortal.shared.running()
            let (somebody, nobody) = (try portal.person(.guessed).email, "aoife.brannen@\(portal.accounts[0].domain)")
            let intruder = try Intruder(at: portal)
            let token = try await Intruder.token(on: intruder.get("/login"))
            var comparison = Comparison()
            for _ in 0..<300 {
                try await comparison.pair(somebody, nobody) { email in
                    try await intruder.post("/login", ["token": token, "email": email])
                }
            }
            comparison.expectNothingTold(atMost: Self.mostOftenRight)
        }
    }

    func testAWrongPasswordTellsNothing() async throws {
        try await withTimeLimit(.seconds(280)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.guessed)
            // What other tests tried with this address is forgotten with the right password.
            try await Intruder(at: portal).signIn(as: person)
            var comparison = Comparison()
            for round in 10..<30 {
                // Five are judged before the address closes; the right password opens it again, and nobody is somebody
                // else each time.
                let nobody = "aoife.brann\(round)@\(person.domain)"
                let knocks = [person.email: try Intruder(at: portal), nobody: try Intruder(at: portal)]
                var tokens: [String: String] = [:]
                for (email, intruder) in knocks { tokens[email] = try await intruder.begin(email) }
                for _ in 0..<5 {
                    try await comparison.pair(person.email, nobody) { email in
                        let intruder = try XCTUnwrap(knocks[email])
                        let form: FormFields = ["token": try XCTUnwrap(tokens[email]), "password": "not it"]
                        return try await intruder.post("/login/password", form)
                    }
                }
                try await Intruder(at: portal).signIn(as: person)
            }
            comparison.expectNothingTold(atMost: Self.mostOftenRight)
        }
    }
}

/// What came back for somebody and for nobody, and how long it took.
private struct Comparison {
    private var somebody = Side()
    private var nobody = Side()

    private struct Side {
        var times: [Double] = []
        var answers: Set<String> = []
    }

    /// Knocks for both, in an order left to chance.
    mutating func pair(_ known: String, _ unknown: String, knock: (String) async throws -> HTTPClientResponse)
        async throws
    {
        for isKnown in [true, false].shuffled() {
            let email = isKnown ? known : unknown
            let begun = ContinuousClock.now
            let answer = try await knock(email)
            let time = (ContinuousClock.now - begun) / .milliseconds(1)
            let side = isKnown ? \Comparison.somebody : \Comparison.nobody
            self[keyPath: side].times.append(time)
            self[keyPath: side].answers.insert(Self.likeness(of: answer, for: email))
        }
    }

    func expectNothingTold(atMost most: Double) {
        XCTAssertFalse(somebody.answers.isEmpty)
        XCTAssertTrue(somebody.answers == nobody.answers, "what came back differs")
        let right = Self.rightness(of: somebody.times, against: nobody.times)
        XCTAssertLessThan(right, most, "the best threshold tells them apart")
    }

    /// All that came back, but for the address itself, tokens and the time.
    private static func likeness(of answer: HTTPClientResponse, for email: String) -> String {
        let names = ["Location", "Content-Length", "Content-Type", "Cache-Control", "Retry-After"]
        let headers = names.map { "\($0): \(answer.headers.values(of: $0))" }
        let cookies = answer.headers.values(of: "Set-Cookie").map(withoutToken)
        var body = answer.text.replacingOccurrences(of: email, with: "ADDRESS")
        if let token = Intruder.token(in: body) { body = body.replacingOccurrences(of: token, with: "TOKEN") }
        return ([String(answer.status.code)] + headers + cookies + [body]).joined(separator: "\n")
    }

    /// A cookie with its secret left out.
    private static func withoutToken(_ value: String) -> String {
        let parts = value.split(separator: ";", maxSplits: 1).map(String.init)
        guard parts.count == 2, let name = parts[0].split(separator: "=").first else { return value }
        return "\(name)=\(parts[0].utf8.count) bytes;\(parts[1])"
    }

    /// How often a threshold is right about the second half of what was measured that is the best for the first half.
    private static func rightness(of first: [Double], against second: [Double]) -> Double {
        let half = min(first.count, second.count) / 2
        func share(_ threshold: Double, _ one: ArraySlice<Double>, _ other: ArraySlice<Double>) -> Double {
            Double(one.count { $0 <= threshold } + other.count { $0 > threshold }) / Double(one.count + other.count)
        }
        let learned = (first.prefix(half) + second.prefix(half))
            .map { ($0, share($0, first.prefix(half), second.prefix(half))) }
            .max { abs($0.1 - 0.5) < abs($1.1 - 0.5) }
        guard let (threshold, seen) = learned else { return 0.5 }
        let right = share(threshold, first.dropFirst(half), second.dropFirst(half))
        return seen >= 0.5 ? right : 1 - right
    }
}
