import Messaging
import ServiceRuntime

/// A line to one service, which turns what can go wrong on it into sentences.
struct ServiceLine: Sendable {
    /// How long an answer may take: an account's first password is hashed with care.
    static let patience: Duration = .seconds(15)

    let service: CallerName
    let endpoints: [BusEndpoint]
    let client: MessageClient

    /// Asks, and waits for the answer.
    ///
    /// - Throws: `R.Refusal` for an expected no, and a `Complaint` for everything else.
    func ask<R: Request>(_ request: R, once key: IdempotencyKey? = nil) async throws -> R.Reply {
        do {
            return try await client.ask(request, once: key, within: Self.patience)
        } catch let fault as Fault {
            throw Complaint.failure(sentence(for: fault))
        } catch let denial as Denial {
            throw Complaint.failure("\(service) wants more than the operator's key: \(denial).")
        }
    }

    /// How the service says it is; nil where it does not answer within `limit`.
    func health(within limit: Duration) async -> Health? {
        try? await client.ask(AskHealth(), within: limit).health
    }

    private func sentence(for fault: Fault) -> String {
        let place = endpoints.map(\.description).joined(separator: ", ")
        switch fault.kind {
        case .unavailable:
            return "\(service) does not answer at \(place): is the portal running, and are these its keys?"
        case .notPermitted:
            return "\(service) does not let this key ask that; the operator's is needed."
        case .failed:
            let incident = fault.incident.map { " incident \($0) in" } ?? ""
            return "\(service) failed; see\(incident) its log."
        case .malformed, .unknownSubject, .overloaded, .deadlinePassed, .outcomeUnknown:
            return "\(service): \(fault)."
        }
    }
}

/// The lines to all four services.
struct ServiceLines: Sendable {
    /// Where people reach the portal, as it was written down.
    let publicURL: String?
    let auth: ServiceLine
    let mfa: ServiceLine
    let profile: ServiceLine
    let apps: ServiceLine

    /// In the order in which they depend on each other.
    var all: [ServiceLine] { [auth, mfa, profile, apps] }
}

extension Administrator {
    /// Opens the lines while `body` runs, and closes them.
    func withServices<Result>(_ body: (ServiceLines) async throws -> Result) async throws -> Result {
        let settings = try OperatorSettings(environment: environment)
        let metrics = Metrics()
        func line(to service: CallerName) throws -> ServiceLine {
            let endpoints = settings.endpoints[service] ?? []
            let client = try MessageClient(
                asking: service,
                at: endpoints,
                as: settings.key,
                peers: settings.peers,
                // What matters comes back as an error, and is told as a sentence.
                log: .silent,
                metrics: metrics
            )
            return ServiceLine(service: service, endpoints: endpoints, client: client)
        }
        let lines = ServiceLines(
            publicURL: settings.publicURL,
            auth: try line(to: .auth),
            mfa: try line(to: .mfa),
            profile: try line(to: .profile),
            apps: try line(to: .apps)
        )
        let running = lines.all.map { line in Task { await line.client.run() } }
        func close() async {
            for task in running { task.cancel() }
            for task in running { await task.value }
        }
        do {
            let result = try await body(lines)
            await close()
            return result
        } catch {
            await close()
            throw error
        }
    }
}
