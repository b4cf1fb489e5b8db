import Cryptography
import Foundation
import HTTP
import ServiceRuntime

/// The portal's cookies: their names, flags and lives, all of which follow from the public address.
///
/// Over https each has the prefix `__Host-`, with which browsers keep it to this host, this scheme and the root (RFC
/// 6265bis §4.1.3.2). On localhost over http, where browsers would refuse that, they go without prefix and `Secure`.
struct CookieJar: Sendable {
    /// What a cookie is for.
    enum Kind: String, CaseIterable, Sendable {
        /// The token of the session.
        case session
        /// The token of the sign-in under way.
        case attempt
        /// The secret that form tokens are keyed by.
        case browser
        /// The secret of the link for the first administrator.
        case invitation
        /// The address of whoever asked to be remembered.
        case email
    }

    /// How long a browser keeps its own secret; it is renewed at every sign-in.
    static let browserLifetime: Duration = .seconds(400 * 24 * 60 * 60)
    /// How long the secret of the link is kept: as long as it is good at most.
    static let invitationLifetime: Duration = .seconds(60 * 60)
    /// How long a remembered address is kept.
    static let emailLifetime: Duration = .seconds(180 * 24 * 60 * 60)

    let address: PublicAddress

    func name(of kind: Kind) -> String {
        address.isSecure ? "__Host-portico-\(kind.rawValue)" : "portico-\(kind.rawValue)"
    }

    /// A cookie that keeps `value`: for a time, or until the browser closes.
    func keeping(_ kind: Kind, _ value: String, for time: Duration? = nil) throws -> SetCookie {
        try SetCookie(name(of: kind), value, maxAge: time, isSecure: address.isSecure)
    }

    /// A cookie that forgets the value.
    func forgetting(_ kind: Kind) throws -> SetCookie {
        try SetCookie.expired(name(of: kind), isSecure: address.isSecure)
    }

    // MARK: The remembered address, which may hold what a cookie may not

    static func written(email: String) -> String {
        Base64URL.encode(email.utf8)
    }

    static func read(email value: String) -> String? {
        guard value.utf8.count <= 2 * TypedText.longestEmail, let bytes = Base64URL.decode(value),
            let email = String(validating: bytes, as: UTF8.self), TypedText.mayBeEmail(email)
        else { return nil }
        return email
    }
}
