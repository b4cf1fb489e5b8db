import ServiceRuntime
import ZeroMQ

/// The connection to one address of a service, and what tells how it is.
final class ReplicaLine {
    let id: Switchboard.ReplicaID
    let address: String
    /// The key that the other side must prove.
    let key: BusPublicKey
    let socket: Socket
    let monitor: SocketMonitor

    /// Begins to connect; `serial` tells this connection's monitor from all others.
    init(
        _ id: Switchboard.ReplicaID,
        to address: String,
        provingKey key: BusPublicKey,
        serial: Int,
        configuration: ClientConfiguration,
        in context: Context
    ) throws {
        self.id = id
        self.address = address
        self.key = key
        var options = SocketOptions()
        options.largestFrame = Int64(max(configuration.limits.largestBody, Envelope.largest))
        options.sendLimit = Int32(clamping: configuration.limits.connectionQueue)
        options.receiveLimit = Int32(clamping: configuration.limits.connectionQueue)
        socket = try Socket(.dealer, in: context, options: options)
        try socket.useCurve(as: configuration.key.curve, withServerKey: key.bytes)
        monitor = try SocketMonitor(of: socket, named: "\(serial)", in: context)
        try socket.connect(address)
    }
}

/// Everything that a client's loop is made of.
struct ClientConfiguration: Sendable {
    let service: CallerName
    let key: BusKeyPair
    let peers: BusPeers
    let limits: MessageLimits
    let log: Log
    let metrics: ClientMetrics
    /// Told when a connection is lost, so that the service's names are looked up again at once.
    let lostConnection: @Sendable () -> Void
}
