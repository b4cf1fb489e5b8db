import Messaging
import ServiceRuntime

extension Subcommand {
    /// The command `portico health`.
    static let health = Subcommand(
        "health",
        summary: "Asks the four services how they are.",
        details: "Exits with 0 when all are ready, and with 1 otherwise.",
        options: [
            Option("--wait", "SECONDS", "Asks again until all are ready, for this long at most."),
            .json,
        ]
    ) { arguments, administrator in
        let patience = Duration.seconds(try arguments.number(of: "--wait", in: 0...3600) ?? 0)
        return try await administrator.withServices { lines in
            let found = await HealthReport.asking(lines.all, for: patience)
            if arguments.has("--json") {
                administrator.terminal.print(try JSONText.of(found.json))
            } else {
                administrator.terminal.print(found.text)
            }
            return found.isReady ? .success : .failure
        }
    }
}

/// How services said they are.
struct HealthReport: Sendable, Equatable {
    /// Nil for a service that did not answer.
    var services: [(name: CallerName, health: Health?)]

    /// How long one answer may take.
    private static let limit: Duration = .seconds(3)
    /// How long to wait before asking again.
    private static let pause: Duration = .milliseconds(50)

    /// Asks all of them side by side; again and again for `patience`, while one is not ready.
    static func asking(_ lines: [ServiceLine], for patience: Duration) async -> HealthReport {
        let deadline = Deadline.after(patience)
        while true {
            let report = await asking(lines)
            if report.isReady || deadline.isPast { return report }
            guard (try? await Task.sleep(for: pause)) != nil else { return report }
        }
    }

    private static func asking(_ lines: [ServiceLine]) async -> HealthReport {
        let answers = await withTaskGroup(of: (CallerName, Health?).self) { group in
            for line in lines { group.addTask { (line.service, await line.health(within: limit)) } }
            return await group.reduce(into: [:]) { $0[$1.0] = .some($1.1) }
        }
        return HealthReport(services: lines.map { ($0.service, answers[$0.service] ?? nil) })
    }

    /// Whether every service is ready.
    var isReady: Bool { services.allSatisfy { $0.health?.isReady == true } }

    /// A line a service.
    var text: String {
        let width = (services.map(\.name.rawValue.count).max() ?? 0) + 2
        return services.map { name, health in
            Help.padded(name.rawValue, to: width) + Self.words(for: health)
        }.joined(separator: "\n")
    }

    /// By the services' names.
    var json: [String: Entry] {
        Dictionary(
            services.map { name, health in
                (
                    name.rawValue,
                    Entry(
                        answers: health != nil,
                        isReady: health?.isReady ?? false,
                        details: health?.details ?? [:]
                    )
                )
            }
        ) { first, _ in first }
    }

    /// One service, for programs.
    struct Entry: Encodable, Equatable {
        var answers: Bool
        var isReady: Bool
        var details: [String: String]
    }

    static func == (left: HealthReport, right: HealthReport) -> Bool { left.json == right.json }

    private static func words(for health: Health?) -> String {
        guard let health else { return "does not answer" }
        if health.isReady { return "ready" }
        let parts = health.details.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return parts.isEmpty ? "not ready" : "not ready: \(parts.joined(separator: ", "))"
    }
}
