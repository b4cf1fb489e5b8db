import Foundation
import ServiceRuntime

/// Where a program listens on the bus: `tcp://host:port`.
///
/// The bus speaks TCP only: over anything else libzmq would not ask who connects.
public struct BusEndpoint: Hashable, Sendable, CustomStringConvertible {
    /// A name or a numeric address, an IPv6 one without brackets.
    public let host: String
    /// The port; 0 lets a server take a free one.
    public let port: Int

    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `tcp://host:port`; as the port, `*` means any that is free.
    public init?(_ text: String) {
        guard text.hasPrefix("tcp://") else { return nil }
        let rest = text.dropFirst("tcp://".count)
        let numbered = rest.hasSuffix(":*") ? rest.dropLast() + "0" : rest
        guard let place = HostPort(String(numbered)) else { return nil }
        self.init(host: place.host, port: place.port)
    }

    public var description: String { address(port: String(port)) }

    /// As libzmq wants a place to listen at.
    var listeningAddress: String { address(port: port == 0 ? "*" : String(port)) }

    private func address(port: String) -> String {
        host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
    }
}
