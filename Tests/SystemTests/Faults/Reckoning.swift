import Foundation
import HTTP
import Support

/// Compares what was acknowledged with what is there: nothing lost, nothing twice, nobody's data at somebody else's.
struct Reckoning: Sendable {
    let portal: FivePrograms
    let ledger: Ledger
    let tally: Tally

    /// Writes down what is there before anybody changes anything.
    func begin(_ residents: [Resident]) async throws {
        for resident in residents {
            let account = resident.account
            let visitor = portal.visitor()
            let answer = try await visitor.logIn(account.email, account.password)
            let page = try await visitor.get("/profile")
            guard answer.isSignedIn, page.status == .ok else { throw NotSignedIn(page: answer) }
            let shown = try Resident.fields.map { ($0, try page.saved($0)) }
            ledger.write(about: account.email) { person in
                for (field, value) in shown { person.fields[field] = Ledger.Field(known: value) }
                person.live.append(visitor)
                person.signIns += 1
            }
        }
        try await baseline()
    }

    /// Compares.
    func compare(_ residents: [Resident]) async throws {
        for resident in residents {
            let email = resident.account.email
            guard let person = ledger.everybody[email] else { continue }
            try await compareSessions(of: email, person)
            let visitor = portal.visitor()
            _ = try await visitor.logIn(email, resident.account.password)
            let page = try await visitor.get("/profile")
            for field in person.fields.keys { resident.compare(try page.saved(field), in: field, during: "the end") }
            _ = try await visitor.logOut()
        }
        try await compareCounts()
    }

    /// Who was signed in still is, and who was logged out stays out.
    private func compareSessions(of email: String, _ person: Ledger.Person) async throws {
        for visitor in person.live {
            let page = try await visitor.get("/profile")
            if page.status != .ok || !page.text.contains(email) {
                tally.violated("lost: \(email) was signed in, and at the end \(page)")
            }
        }
        for visitor in person.ended {
            let page = try await visitor.get("/applications")
            if !page.leadsToSignIn {
                tally.violated("undone: \(email) was logged out, and at the end \(page)")
            }
        }
    }

    // MARK: What the databases say

    private struct Counted: Sendable {
        var edits: [String: Int] = [:]
        var announcements: [String: Int] = [:]
    }

    private func baseline() async throws {
        let counted = try await counted()
        try FileManager.default.createDirectory(atPath: portal.home, withIntermediateDirectories: true)
        try JSONEncoder().encode([counted.edits, counted.announcements])
            .write(to: URL(fileURLWithPath: baselinePath))
    }

    private var baselinePath: String { "\(portal.home)/baseline.json" }

    /// Each edit took effect once, and was announced once; nobody has more sessions than they opened.
    private func compareCounts() async throws {
        let now = try await counted()
        let before = try JSONDecoder().decode(
            [[String: Int]].self,
            from: Data(contentsOf: URL(fileURLWithPath: baselinePath))
        )
        let sessions = try await rows(
            "SELECT email, count(*) FROM sessions JOIN accounts ON accounts.id = account "
                + "WHERE sessions.state = 'full' GROUP BY email",
            in: "auth"
        )
        for (email, person) in ledger.everybody {
            let made = now.edits[email, default: 0] - before[0][email, default: 0]
            let announced = now.announcements[email, default: 0] - before[1][email, default: 0]
            let possible = person.savedEdits...(person.savedEdits + person.doubtfulEdits)
            if !possible.contains(made) {
                tally.violated("\(email): \(made) edits took effect, of which \(possible) were asked for")
            }
            if announced != made { tally.violated("\(email): \(made) edits, and \(announced) announcements") }
            let most = person.live.count + person.doubtful + person.doubtfulSignIns
            let open = sessions[email, default: 0]
            if !(person.live.count...most).contains(open) {
                tally.violated(
                    "\(email): \(open) sessions, from \(person.live.count) to \(most) were opened and not ended"
                )
            }
        }
    }

    private func counted() async throws -> Counted {
        let addresses = try await lines("SELECT id, email FROM accounts", in: "auth").reduce(into: [:]) {
            $0[$1[0]] = $1[1]
        }
        var counted = Counted()
        for (id, version) in try await rows("SELECT account, version FROM profiles", in: "profile") {
            if let email = addresses[id] { counted.edits[email] = version }
        }
        for line in try await lines("SELECT announcement::text FROM outbox", in: "profile") {
            for (id, email) in addresses where line[0].contains(id) { counted.announcements[email, default: 0] += 1 }
        }
        return counted
    }

    private func rows(_ sql: String, in database: String) async throws -> [String: Int] {
        try await lines(sql, in: database).reduce(into: [:]) { $0[$1[0]] = Int($1[1]) ?? 0 }
    }

    private func lines(_ sql: String, in database: String) async throws -> [[String]] {
        try await portal.postgres.runSQL(sql, in: database).split(separator: "\n").map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
