/// A cookie that a browser is asked to keep, or to forget (RFC 6265bis §4.1).
///
/// Unless told otherwise it is `Secure`, `HttpOnly`, `SameSite=Lax`, for the whole host, and forgotten when the browser
/// closes.
public struct SetCookie: Sendable, Equatable {
    /// Which requests from other sites bring the cookie.
    public enum SameSite: String, Sendable {
        case strict = "Strict"
        /// Only when a person follows a link.
        case lax = "Lax"
        /// All; such a cookie must be `Secure`.
        case none = "None"
    }

    /// A cookie that cannot be: what is wrong with it.
    public enum Invalid: Error, Equatable, CustomStringConvertible {
        case name
        case value
        case path
        /// A name that begins with `__Host-` or `__Secure-` promises attributes that this cookie does not have.
        case prefix
        /// `SameSite=None` without `Secure`.
        case insecure
        case tooLong

        public var description: String {
            switch self {
            case .name: "a cookie's name must be a token"
            case .value: "a cookie's value must not hold spaces, quotes, commas, semicolons, backslashes or controls"
            case .path: "a cookie's path must begin with / and hold neither semicolons nor controls"
            case .prefix: "a cookie does not have the attributes that the prefix of its name promises"
            case .insecure: "a cookie for requests from every site must be Secure"
            case .tooLong: "a cookie has at most \(Cookies.longestCookie) bytes"
            }
        }
    }

    /// No cookie is kept longer (RFC 6265bis §5.5).
    public static let longestAge: Duration = .seconds(400 * 86_400)

    /// The value of the `Set-Cookie` header.
    public let headerValue: String

    /// Makes a cookie.
    ///
    /// - Parameters:
    ///   - name: A token. One that begins with `__Host-` needs `isSecure` and the path `/`.
    ///   - value: Letters, digits and signs; encode anything else, as base64url for instance.
    ///   - maxAge: How long it is kept; nil until the browser closes, zero or less forgets it at once.
    ///   - path: Which addresses it is sent to.
    ///   - isSecure: Sent over TLS alone; false only where the portal is on plain http://localhost.
    ///   - isHTTPOnly: Out of the reach of scripts.
    ///   - sameSite: Which requests from other sites bring it.
    /// - Throws: ``Invalid``, for a cookie that browsers would refuse or misread.
    public init(
        _ name: String,
        _ value: String,
        maxAge: Duration? = nil,
        path: String = "/",
        isSecure: Bool = true,
        isHTTPOnly: Bool = true,
        sameSite: SameSite = .lax
    ) throws(Invalid) {
        guard ASCII.isToken(name.utf8) else { throw .name }
        guard value.utf8.allSatisfy(Cookies.isValueByte) else { throw .value }
        guard path.utf8.first == ASCII.slash,
            path.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != ASCII.semicolon })
        else { throw .path }
        guard name.utf8.count + value.utf8.count <= Cookies.longestCookie else { throw .tooLong }
        // Browsers compare the prefixes without regard to case (RFC 6265bis §5.4).
        let lowered = name.lowercased()
        if lowered.hasPrefix("__host-"), !isSecure || path != "/" { throw .prefix }
        if lowered.hasPrefix("__secure-"), !isSecure { throw .prefix }
        if sameSite == .none, !isSecure { throw .insecure }

        var text = "\(name)=\(value); Path=\(path)"
        if let maxAge {
            let seconds = min(max(maxAge, .zero), Self.longestAge).components.seconds
            text += "; Max-Age=\(seconds)"
            // For those that know no Max-Age, a cookie to forget has expired long ago.
            if seconds == 0 { text += "; Expires=Thu, 01 Jan 1970 00:00:00 GMT" }
        }
        if isSecure { text += "; Secure" }
        if isHTTPOnly { text += "; HttpOnly" }
        headerValue = text + "; SameSite=\(sameSite.rawValue)"
    }

    /// Makes a browser forget a cookie; the attributes must be those with which it was set.
    public static func expired(
        _ name: String,
        path: String = "/",
        isSecure: Bool = true
    ) throws(Invalid) -> SetCookie {
        try SetCookie(name, "", maxAge: .zero, path: path, isSecure: isSecure)
    }
}
