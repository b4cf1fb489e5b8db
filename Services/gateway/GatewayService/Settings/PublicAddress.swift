import Foundation
import HTTP
public import ServiceRuntime

/// The address under which people know the portal: everything that names it derives from this one value.
///
/// It is `https`, or `http` on localhost, where nobody is on the way to read along.
public struct PublicAddress: Sendable, Hashable, CustomStringConvertible {
    /// Whether it is `https`.
    public let isSecure: Bool
    /// In lower case; an IPv6 address without its brackets.
    private let host: String
    private let port: Int

    /// The port that goes without saying.
    private var usualPort: Int { isSecure ? 443 : 80 }

    /// As a browser says it in `Origin` (RFC 6454 §6.1).
    public var origin: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(isSecure ? "https" : "http")://\(name)\(port == usualPort ? "" : ":\(port)")"
    }

    /// What a request's `Host` says that is meant for the portal.
    public var authority: String { String(origin.drop { $0 != "/" }.dropFirst(2)) }

    public var description: String { origin }

    /// The portal on this machine alone.
    public init(localhostPort port: Int, isSecure: Bool = false) {
        self.init(isSecure: isSecure, host: "localhost", port: port)
    }

    /// Reads the setting.
    ///
    /// - Throws: `SettingProblem`.
    public init(parsing text: String) throws(SettingProblem) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host.flatMap(RequestHost.init), host.port == nil,
            parts.user == nil, parts.password == nil
        else { throw SettingProblem("must be an address such as https://portal.example.com") }
        guard ["", "/"].contains(parts.path), parts.query == nil, parts.fragment == nil else {
            throw SettingProblem("must end with the host or the port: the portal has a host of its own")
        }
        guard scheme == "https" || host.name == "localhost" else {
            throw SettingProblem(
                "must begin with https://, since passwords travel there; http:// is for localhost alone"
            )
        }
        if let port = parts.port, !(1...65535).contains(port) { throw SettingProblem("must have a port up to 65535") }
        self.init(isSecure: scheme == "https", host: host.name, port: parts.port)
    }

    private init(isSecure: Bool, host: String, port: Int?) {
        self.isSecure = isSecure
        self.host = host
        self.port = port ?? (isSecure ? 443 : 80)
    }

    /// Whether a request that was sent to `requested` is meant for the portal.
    func isMeant(by requested: RequestHost) -> Bool {
        requested.name == host && (requested.port ?? usualPort) == port
    }
}
