import Foundation
import HTTP
import Support

/// Somebody who uses the portal all day: signs in, looks at pages, opens applications, edits the profile, logs out, and
/// writes down every change.
struct Resident: Sendable {
    let account: DemoAccount
    /// Stands in whatever this person writes, and in nobody else's.
    let mark: String
    /// What stands in what others write, and must never be seen here.
    let otherMarks: [String]
    let portal: FivePrograms
    let ledger: Ledger
    let tally: Tally
    let dice: Dice

    /// Where people write what they like; each has them to themselves.
    static let fields = ["homePOBox", "homeCity", "homeState", "workCity", "workPOBox", "homeStreetAddress"]

    private typealias Needs = Set<PortalProgram.Name>

    /// Goes on until cancelled.
    func live() async {
        var written = 0
        var visitor: PortalVisitor?
        while !Task.isCancelled {
            if let signedIn = visitor {
                switch dice.below(16) {
                case 0..<4: await lookAtApplications(signedIn)
                case 4..<7: await launch(signedIn)
                case 7..<10: await lookAtProfile(signedIn)
                case 10..<15:
                    written += 1
                    await edit(signedIn, to: "\(mark)-\(written)")
                default:
                    await logOut(signedIn)
                    visitor = nil
                }
            } else {
                visitor = await signIn()
            }
            try? await Task.sleep(for: dice.milliseconds(20...150))
        }
    }

    // MARK: Reading

    private func lookAtApplications(_ visitor: PortalVisitor) async {
        guard let page = await ask([.auth, .apps], { try await visitor.get("/applications") }) else { return }
        check(page, of: visitor)
        if page.status == .ok, page.launches["Garden Notebook"] == nil {
            tally.violated("\(account.email) is not shown an application that everyone has")
        }
    }

    private func lookAtProfile(_ visitor: PortalVisitor) async {
        guard let page = await ask([.auth, .profile], { try await visitor.get("/profile") }) else { return }
        check(page, of: visitor)
        guard page.status == .ok else { return }
        for field in Self.fields {
            guard let shown = try? page.saved(field) else { continue }
            compare(shown, in: field, during: "the run")
        }
    }

    private func launch(_ visitor: PortalVisitor) async {
        let name = Example.plain.name
        guard let list = await ask([.auth, .apps], { try await visitor.get("/applications") }) else { return }
        check(list, of: visitor)
        guard let path = list.launches[name],
            let page = await ask([.auth, .apps], { try await visitor.get(path) })
        else { return }
        check(page, of: visitor)
        if page.status == .seeOther, !page.leadsToSignIn, page.location != Example.plain.target {
            tally.violated("\(page), which is not where \(name) is")
        }
    }

    // MARK: Changing

    private func signIn() async -> PortalVisitor? {
        let visitor = portal.visitor()
        let page = await ask([.auth, .mfa]) {
            try await visitor.logIn(account.email, account.password) {
                ledger.write(about: account.email) { $0.doubtfulSignIns += 1 }
            }
        }
        guard let page, page.isSignedIn else { return nil }
        ledger.write(about: account.email) { person in
            person.doubtfulSignIns -= 1
            person.signIns += 1
            person.live.append(visitor)
        }
        return visitor
    }

    private func logOut(_ visitor: PortalVisitor) async {
        let before = visitor.twin()
        // From now on this browser may be logged out.
        ledger.write(about: account.email) { person in
            person.live.removeAll { $0 === visitor }
            person.doubtful += 1
        }
        guard let page = await ask([.auth, .apps], { try await visitor.logOut() }), page.isLoggedOut else { return }
        ledger.write(about: account.email) { person in
            person.doubtful -= 1
            person.ended.append(before)
        }
    }

    private func edit(_ visitor: PortalVisitor, to value: String) async {
        let field = dice.pick(Self.fields)
        guard let shown = await ask([.auth, .profile], { try await visitor.get("/profile") }) else { return }
        check(shown, of: visitor)
        guard shown.status == .ok, let seen = try? shown.saved(field) else { return }
        compare(seen, in: field, during: "the run")
        ledger.write(about: account.email) { person in
            person.fields[field, default: Ledger.Field()].doubtful.insert(value)
            person.doubtfulEdits += 1
        }
        let saved = await ask([.auth, .profile]) {
            try await visitor.submit("/profile/\(field)", of: shown, ["value": value])
        }
        guard let saved else { return }
        check(saved, of: visitor)
        guard saved.isSaved else { return }
        ledger.write(about: account.email) { person in
            person.fields[field] = Ledger.Field(known: value)
            person.doubtfulEdits -= 1
            person.savedEdits += 1
        }
    }

    // MARK: Judging

    private func ask(_ needs: Needs, _ question: () async throws -> SeenPage) async -> SeenPage? {
        let begin = ContinuousClock.now
        do {
            let page = try await question()
            tally.note(page, needing: needs, since: begin)
            return page
        } catch {
            tally.note(error, since: begin)
            return nil
        }
    }

    /// Whoever was signed in still is, and sees what is theirs.
    private func check(_ page: SeenPage, of visitor: PortalVisitor) {
        if page.leadsToSignIn {
            tally.violated("\(account.email) was signed in, and \(page)")
        }
        guard page.status == .ok else { return }
        if !page.text.contains(account.email) { tally.violated("\(page) is not \(account.email)'s") }
        for other in otherMarks where page.text.contains(other) {
            tally.violated("\(account.email) sees what \(other) wrote, in \(page)")
        }
    }

    /// What a page shows must be the last that was acknowledged, or what was in doubt since.
    func compare(_ shown: String, in field: String, during time: String) {
        let sentence = ledger.write(about: account.email) { person -> String? in
            let entry = person.fields[field, default: Ledger.Field()]
            if shown == entry.known || entry.doubtful.contains(shown) { return nil }
            return "\(account.email)'s \(field) is “\(shown)” in \(time); "
                + "acknowledged was “\(entry.known)”, in doubt \(entry.doubtful.sorted())"
        }
        if let sentence { tally.violated(sentence) }
    }
}
