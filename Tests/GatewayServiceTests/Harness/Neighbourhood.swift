import Foundation
import HTTP
import IdentityContract
import Messaging
import ServiceRuntime
import Support
import XCTest

@testable import GatewayService

/// The gateway at a real door, and four scripted services at the other end of a real bus.
final class Neighbourhood: Sendable {
    let clock = MovableClock()
    let bus: TestBus
    let log = CapturedLog()
    let auth: ScriptedAuth
    let mfa: ScriptedMFA
    let apps: ScriptedApps
    let profile: ScriptedProfile
    let gateway: GatewayServer
    let address: PublicAddress
    private let servers: [CallerName: RunningService]

    /// Runs everything while `body` runs.
    static func whileRunning(
        at address: String = "http://localhost:8080",
        trusting proxies: TrustedProxies = .nobody,
        _ body: (Neighbourhood) async throws -> Void
    ) async throws {
        try await withTimeLimit(.seconds(60)) {
            let neighbourhood = try await Neighbourhood(at: address, trusting: proxies)
            try await withRunning(neighbourhood.gateway.services) {
                try await neighbourhood.untilConnected()
                try await body(neighbourhood)
            }
            await neighbourhood.stop()
        }
    }

    private init(at address: String, trusting proxies: TrustedProxies) async throws {
        let office = PassportOffice(clock: clock)
        let bus = try TestBus()
        self.bus = bus
        auth = ScriptedAuth(office: office, clock: clock)
        mfa = ScriptedMFA(office: office, clock: clock)
        apps = ScriptedApps(office: office, clock: clock)
        profile = ScriptedProfile(office: office, clock: clock)
        let answers: [(CallerName, [Answer])] = [
            (.auth, auth.answers), (.mfa, mfa.answers), (.apps, apps.answers), (.profile, profile.answers),
        ]
        var servers: [CallerName: RunningService] = [:]
        var endpoints: [CallerName: BusEndpoint] = [:]
        for (name, answers) in answers {
            let server = try bus.server(of: name, answering: answers)
            endpoints[name] = server.boundEndpoint
            servers[name] = RunningService(server)
        }
        self.servers = servers
        func client(of name: CallerName) throws -> MessageClient {
            try bus.client(of: .gateway, asking: name, at: [try XCTUnwrap(endpoints[name])])
        }
        self.address = try PublicAddress(parsing: address)
        gateway = try await GatewayServer(
            listen: HostPort(host: "127.0.0.1", port: 0),
            address: self.address,
            trustedProxies: proxies,
            portal: Portal(organization: "Northwind", helpContact: "Ask your IT team.", operatorCommand: "operate"),
            neighbours: Neighbours(
                auth: try client(of: .auth),
                mfa: try client(of: .mfa),
                profile: try client(of: .profile),
                apps: try client(of: .apps)
            ),
            clock: clock,
            log: log.log(),
            metrics: bus.metrics
        )
    }

    /// A browser that has not been here before.
    func browser() throws -> Browser {
        try Browser(at: gateway.listening, of: address)
    }

    /// A browser that comes by another way than straight to the door.
    func browser(by client: HTTPClient) -> Browser {
        Browser(by: client, to: address)
    }

    /// A browser in which Ada has signed in with her password, nothing else being due.
    func signedInBrowser() async throws -> Browser {
        let browser = try browser()
        try await browser.signIn()
        return browser
    }

    /// Ends a service, as a crash would.
    func kill(_ service: CallerName) async {
        await servers[service]?.stop()
    }

    private func untilConnected() async throws {
        try await eventually(within: .seconds(10), "the lines to be up") {
            let health = await gateway.health()
            return health.details.values.allSatisfy { $0 == "ready" }
        }
        // The first answers to those who follow.
        try await eventually(within: .seconds(10), "the followers to be current") { gateway.areLinesCurrent }
    }

    private func stop() async {
        for server in servers.values { await server.stop() }
    }
}

/// A service that runs until it is stopped.
final class RunningService: Sendable {
    private let task: Task<Void, any Error>

    init(_ service: any Service) {
        task = Task { try await service.run() }
    }

    func stop() async {
        task.cancel()
        _ = await task.result
    }
}
