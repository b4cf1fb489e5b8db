import HTTP
import Messaging
import Network
public import ServiceRuntime

/// The gateway: the portal's door, its lines to the four services, and what it keeps of their answers.
public struct GatewayServer: Sendable {
    /// What must run, in the order in which it depends on each other.
    public let services: [any Service]
    /// Where the portal listens, with the port that was free where 0 was asked for.
    public let listening: HostPort
    /// How the gateway is, for the metrics port.
    public let health: @Sendable () async -> Health

    private let gateway: Gateway

    /// Whether what is kept of the services' answers may be used now.
    var areLinesCurrent: Bool {
        gateway.sessions.isLineAlive && gateway.tiles.isLineAlive && gateway.names.isLineAlive
    }

    /// Builds the gateway from its settings.
    ///
    /// - Throws: where the portal cannot listen.
    public init(_ settings: GatewaySettings, clock: any WallClock, log: Log, metrics: Metrics) async throws {
        func client(of service: CallerName, at endpoints: [BusEndpoint]) throws -> MessageClient {
            try MessageClient(
                asking: service,
                at: endpoints,
                as: settings.bus.key,
                peers: settings.bus.peers,
                log: log,
                metrics: metrics
            )
        }
        let neighbours = Neighbours(
            auth: try client(of: .auth, at: settings.services.auth),
            mfa: try client(of: .mfa, at: settings.services.mfa),
            profile: try client(of: .profile, at: settings.services.profile),
            apps: try client(of: .apps, at: settings.services.apps)
        )
        try await self.init(
            listen: settings.listen,
            address: settings.address,
            tls: settings.tls,
            trustedProxies: settings.trustedProxies,
            portal: Portal(
                organization: settings.organization,
                helpContact: settings.helpContact,
                operatorCommand: settings.operatorCommand
            ),
            neighbours: neighbours,
            clock: clock,
            log: log,
            metrics: metrics
        )
    }

    /// Builds the gateway from its parts.
    init(
        listen: HostPort,
        address: PublicAddress,
        tls: TLSServer? = nil,
        trustedProxies: TrustedProxies = .nobody,
        portal: Portal,
        neighbours: Neighbours,
        clock: any WallClock,
        log: Log,
        metrics: Metrics
    ) async throws {
        let gateway = Gateway(
            address: address,
            visitors: VisitorAddresses(trusting: trustedProxies, log: log),
            portal: portal,
            neighbours: neighbours,
            sessions: SessionKeeper(auth: neighbours.auth, clock: clock, log: log),
            tiles: TileShelf(apps: neighbours.apps, clock: clock, log: log),
            names: NameShelf(profile: neighbours.profile, clock: clock, log: log),
            emptiness: EmptyPortal(auth: neighbours.auth),
            clock: clock,
            random: SystemRandom(),
            log: log
        )
        gateway.count(in: metrics)
        let server = try await HTTPServer(
            listen: listen,
            routes: gateway.routes(),
            tls: tls,
            limits: .portal,
            clock: clock,
            log: log,
            metrics: metrics,
            problems: { problem, request in await gateway.answer(to: problem, of: request) }
        )
        listening = HostPort("\(server.boundAddress)") ?? listen
        health = { gateway.health }
        self.gateway = gateway
        services = [
            neighbours.auth, neighbours.mfa, neighbours.profile, neighbours.apps,
            gateway.sessions.following, gateway.tiles.following, gateway.names.following, server,
        ]
    }
}

extension HTTPLimits {
    /// Nobody sends the portal more than a form.
    fileprivate static var portal: HTTPLimits {
        var limits = HTTPLimits.standard
        limits.bodyBytes = 64 * 1024
        return limits
    }
}

extension Gateway {
    /// Ready when people can sign in; what else is away closes a part of the portal, not its door.
    fileprivate var health: Health {
        let lines = [neighbours.auth, neighbours.mfa, neighbours.profile, neighbours.apps]
        let details = lines.map { ($0.service.rawValue, $0.liveReplicas > 0 ? "ready" : "not ready") }
        return Health(
            isReady: neighbours.auth.liveReplicas > 0,
            details: Dictionary(details) { first, _ in first }
        )
    }

    fileprivate func count(in metrics: Metrics) {
        metrics.gauge("portico_gateway_sessions_kept", "Sessions whose passport is kept.") { [sessions] in
            Double(sessions.count)
        }
        metrics.gauge("portico_gateway_tile_lists_kept", "Lists of applications that are kept.") { [tiles] in
            Double(tiles.count)
        }
        metrics.gauge("portico_gateway_pages_kept_bytes", "Rendered Applications pages that are kept.") { [pages] in
            Double(pages.byteCount)
        }
    }

    /// Words for what the server or the table of routes had to object to.
    fileprivate func answer(to problem: HTTPProblem, of request: HTTPRequest) async -> HTTPResponse {
        guard let visit = try? Visit(request, to: self) else { return HTTPServer.plainText(problem) }
        // A wrong address in the portal is answered within the portal, where that costs no wait.
        if [.notFound, .methodNotAllowed].contains(problem.status), sessions.isLineAlive {
            _ = try? await visit.session()
        }
        return await visit.answer(to: problem)
    }
}
