import Foundation
import HTTP

/// What people do at the portal. Each deed gives the answer that ended it: the one that was hoped for, or the first other.
extension PortalVisitor {
    /// Types address and password, and goes on as far as the answer to the password.
    ///
    /// `beforePassword` is called at the last moment at which nobody can be signed in yet.
    public func logIn(
        _ email: String,
        _ password: String,
        within limit: Duration? = nil,
        beforePassword: () -> Void = {}
    ) async throws -> SeenPage {
        let door = try await get("/login", within: limit)
        guard door.status == .ok else { return door }
        let begun = try await submit("/login", of: door, ["email": email], within: limit)
        guard begun.status == .seeOther, begun.location == "/login/password" else { return begun }
        let second = try await get("/login/password", within: limit)
        guard second.status == .ok else { return second }
        beforePassword()
        return try await submit("/login/password", of: second, ["password": password], within: limit)
    }

    /// Leads out by **Log Out**: the answer to the form, or the page that had none.
    public func logOut(within limit: Duration? = nil) async throws -> SeenPage {
        // The page that asks the fewest services and has the menu.
        let page = try await get("/applications", within: limit)
        guard (try? page.hidden(in: "/logout")) != nil else { return page }
        return try await submit("/logout", of: page, [:], within: limit)
    }

    /// Saves a field of the profile, over what the page shows for it now.
    ///
    /// - Returns: The answer to the form, or the page that did not show it.
    public func edit(_ field: String, to value: String, within limit: Duration? = nil) async throws -> SeenPage {
        let page = try await get("/profile", within: limit)
        guard page.status == .ok else { return page }
        return try await submit("/profile/\(field)", of: page, ["value": value], within: limit)
    }
}

extension SeenPage {
    /// Whether this is the answer to a sign-in that is complete.
    public var isSignedIn: Bool {
        status == .seeOther && location == "/applications"
    }

    /// Whether this is the answer to a log-out that was done.
    public var isLoggedOut: Bool {
        method == .post && path == "/logout" && status == .seeOther && location == "/login"
    }

    /// Whether this is the answer to an edit that was saved.
    public var isSaved: Bool {
        method == .post && status == .seeOther && (location ?? "").hasPrefix("/profile?saved=")
    }

    /// What the profile shows as saved in a field.
    public func saved(_ field: String) throws -> String {
        try hidden(in: "/profile/\(field)")["seen"] ?? ""
    }

    /// The paths that open the applications on this page, by name.
    public var launches: [String: String] {
        var found: [String: String] = [:]
        for match in text.matches(of: #/href="(/applications/[^"/]+/open)"[^>]*><bdi>([^<]*)</bdi>/#) {
            found[String(match.output.2)] = String(match.output.1)
        }
        return found
    }
}
