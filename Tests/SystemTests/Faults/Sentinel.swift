import Foundation
import HTTP
import Support

/// Asks for one page after the other, always: those that do not need what is away must come, and all must come back.
struct Sentinel: Sendable {
    /// A page, and the programs without which it cannot be had whole.
    struct Watched: Sendable {
        let path: String
        let needs: Set<PortalProgram.Name>
    }

    static let pages = [
        Watched(path: "/login", needs: []),
        Watched(path: "/applications", needs: [.auth, .apps]),
        Watched(path: "/profile", needs: [.auth, .profile]),
        Watched(path: "/security", needs: [.auth, .mfa]),
    ]

    /// How long a page may take that says what it has or that it cannot: longer than any question of the gateway's.
    static let patience: Duration = .seconds(12)

    let account: DemoAccount
    let visitor: PortalVisitor
    let portal: FivePrograms
    let tally: Tally

    /// Signs in.
    static func posted(_ account: DemoAccount, at portal: FivePrograms, _ tally: Tally) async throws -> Sentinel {
        let visitor = portal.visitor()
        let page = try await visitor.logIn(account.email, account.password)
        guard page.isSignedIn else { throw NotSignedIn(page: page) }
        return Sentinel(account: account, visitor: visitor, portal: portal, tally: tally)
    }

    /// Watches until cancelled, every page by itself, so that a slow one holds up no other.
    func watch() async {
        await withTaskGroup { group in
            for watched in Self.pages {
                group.addTask {
                    while !Task.isCancelled {
                        await look(at: watched)
                        try? await Task.sleep(for: .milliseconds(150))
                    }
                }
            }
        }
    }

    private func look(at watched: Watched) async {
        let begin = ContinuousClock.now
        // The door is looked at from outside: whoever is signed in would be led on.
        do {
            let asking = watched.path == "/login" ? portal.visitor() : visitor
            let page = try await asking.get(watched.path, within: Self.patience)
            tally.note(page, needing: watched.needs, since: begin)
            if page.leadsToSignIn { tally.violated("the sentinel was signed in, and \(page)") }
        } catch is CancellationError {
            return
        } catch {
            tally.note(error, since: begin)
        }
    }

    /// Waits until every page is there again and somebody has signed in anew; gives how long that took.
    ///
    /// - Throws: `NotInTime`.
    func waitForRecovery(within limit: Duration, nudging nudge: () async throws -> Void) async throws -> Duration {
        let begin = ContinuousClock.now
        for watched in Self.pages {
            try await eventually(within: limit, "The return of \(watched.path)") {
                try await nudge()
                let page = try? await visitor.get(watched.path, within: .seconds(5))
                return page?.status == (watched.path == "/login" ? .seeOther : .ok)
            }
        }
        let newcomer = portal.visitor()
        try await eventually(within: limit, "A new sign-in") {
            (try? await newcomer.logIn(account.email, account.password, within: .seconds(5)))?.isSignedIn == true
        }
        let duration = begin.duration(to: .now)
        _ = try? await newcomer.logOut()
        return duration
    }
}

/// Somebody could not sign in of whom the test needs it.
struct NotSignedIn: Error {
    let page: SeenPage
}
