import Cryptography
import IdentityContract
import ServiceRuntime

/// What each form carries to show that it is from a page drawn for this browser and this session.
///
/// It is an HMAC-SHA256 (RFC 2104), keyed by the secret in the browser's own cookie, over what the token is for and the
/// session. It is bound to the session itself and not to its token of the moment, so that pages in other tabs stay good
/// when assurance rises; log-out ends it.
struct FormToken: Sendable {
    private static let purpose = "portico form v1"

    /// As it stands in the form.
    let text: String

    /// The token for this browser, in this session or none.
    init(browser: Token, session: SessionID?) {
        let message = Array("\(Self.purpose)\0\(session?.description ?? "")".utf8)
        text = Base64URL.encode(HMAC.sha256(key: Array(browser.text.expose().utf8), message: message))
    }

    /// Whether this is what came back, compared in constant time.
    func matches(_ typed: String?) -> Bool {
        guard let typed else { return false }
        return constantTimeEquals(Array(text.utf8), Array(typed.utf8))
    }
}
