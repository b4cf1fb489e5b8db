import ServiceRuntime
import ZeroMQ

/// A server's sockets, in the order in which they must be opened: who decides about keys comes before who listens.
final class ServerSockets {
    let router: Socket
    let boundEndpoint: BusEndpoint

    private let zap: ZAPHandler
    private let monitor: SocketMonitor
    private let context: Context
    /// Handshakes that broke since they were last told of.
    private var brokenHandshakes = 0
    private var unknownKeys: Set<String> = []

    /// The most unknown keys that are told of at a time.
    private static let mostUnknownKeys = 8

    init(_ configuration: ServerConfiguration) throws {
        context = try Context()
        zap = try ZAPHandler(in: context)
        var options = SocketOptions()
        options.largestFrame = Int64(max(configuration.limits.largestBody, Envelope.largest))
        options.sendLimit = Int32(clamping: configuration.limits.connectionQueue)
        options.receiveLimit = Int32(clamping: configuration.limits.connectionQueue)
        router = try Socket(.router, in: context, options: options)
        try router.serveCurve(as: configuration.key.curve)
        monitor = try SocketMonitor(of: router, named: "server", in: context)
        try router.bind(configuration.listen.listeningAddress)
        // The host as it was given: libzmq would tell an IPv4 address in IPv6's words.
        let port = router.lastEndpoint.flatMap { BusEndpoint($0) }?.port ?? configuration.listen.port
        boundEndpoint = BusEndpoint(host: configuration.listen.host, port: port)
    }

    /// Until answering begins, connections are let in and their questions wait.
    var watchedBeforeAnswering: [Socket] { [zap.socket, monitor.socket] }
    var watchedWhileAnswering: [Socket] { [zap.socket, monitor.socket, router] }

    /// Lets in who is known.
    func decideAboutApplicants(peers: BusPeers, metrics: ServerMetrics) throws {
        try zap.decide { applicant in
            guard let key = BusPublicKey(applicant.key) else { return nil }
            if let caller = peers.caller(holding: key) { return caller.key.description }
            metrics.refusedKey()
            if unknownKeys.count < Self.mostUnknownKeys {
                unknownKeys.insert("\(key) from \(applicant.address)")
            }
            return nil
        }
        while let event = try monitor.next() {
            switch event {
            case .handshakeFailed, .handshakeBroken: brokenHandshakes += 1
            // Ours to refuse: counted above.
            case .refused: break
            case .connected, .handshakeSucceeded, .disconnected: break
            }
        }
    }

    /// Says who could not come in, together and not one by one.
    func tellBrokenHandshakes(to log: Log) throws {
        if !unknownKeys.isEmpty {
            log.warning(
                "refused keys that are not among the peers",
                ["keys": unknownKeys.sorted().joined(separator: ", ")]
            )
            unknownKeys = []
        }
        if brokenHandshakes > 0 {
            log.warning(
                "connections did not prove a key: the caller may hold a wrong key for this program",
                ["connections": "\(brokenHandshakes)"]
            )
            brokenHandshakes = 0
        }
    }
}
