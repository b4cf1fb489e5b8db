import Foundation
import Support

/// What the programs hold: memory, descriptors, and connections to the database.
struct Usage: Sendable {
    struct Program: Sendable {
        var megabytes = 0.0
        var descriptors = 0.0
        var databaseConnections = 0.0
    }

    var programs: [PortalProgram.Name: Program] = [:]

    /// How much more a program may hold at rest than before, for whatever reason.
    static let moreDescriptors = 24.0
    static let moreMegabytes = 48.0
    static let timesMegabytes = 1.6

    static func measured(of portal: FivePrograms) async throws -> Usage {
        var usage = Usage()
        for name in PortalProgram.Name.allCases {
            let metrics = try await portal.metrics(of: name)
            usage.programs[name] = Program(
                megabytes: metrics["process_resident_memory_bytes", default: 0] / 1_048_576,
                descriptors: metrics["process_open_fds", default: 0],
                databaseConnections: metrics["portico_database_connections", default: 0]
            )
        }
        return usage
    }

    /// Measures until everything is near what it was, or the time is up.
    static func settled(of portal: FivePrograms, near before: Usage, within limit: Duration) async throws -> Usage {
        let end = ContinuousClock.now + limit
        while true {
            let usage = try await measured(of: portal)
            if usage.excesses(over: before).isEmpty || ContinuousClock.now > end { return usage }
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// What there is more of than there was.
    func excesses(over before: Usage) -> [String] {
        programs.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { name, now -> [String] in
            guard let then = before.programs[name] else { return [] }
            var excesses: [String] = []
            if now.descriptors > then.descriptors + Self.moreDescriptors {
                excesses.append("\(name) holds \(Int(now.descriptors)) descriptors, before \(Int(then.descriptors))")
            }
            if now.megabytes > then.megabytes * Self.timesMegabytes + Self.moreMegabytes {
                excesses.append("\(name) holds \(Int(now.megabytes)) MB, before \(Int(then.megabytes))")
            }
            return excesses
        }
    }

    var line: String {
        programs.sorted { $0.key.rawValue < $1.key.rawValue }.map { name, usage in
            "\(name) \(Int(usage.megabytes)) MB, \(Int(usage.descriptors)) descriptors, "
                + "\(Int(usage.databaseConnections)) to the database"
        }.joined(separator: "; ")
    }
}
