import Foundation
import Messaging
import ServiceRuntime
import Support
import XCTest

/// The running programs answer those whom `docs/wire-protocol.md` names, and nobody else.
final class WhoMayAskTests: XCTestCase {
    /// A question that can be read by nobody: what matters is whether it would have been.
    private struct Probe: Request {
        /// Which subject is tried now.
        @TaskLocal static var trying: Subject = "none"

        static var subject: Subject { trying }
        static let effect = Effect.changes

        /// No question of ours is a list with one number.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(1)
        }

        init() {}
        init(from decoder: any Decoder) throws {}

        struct Reply: Codable, Sendable {}
        typealias Refusal = Never
    }

    func testEachProgramMayAskWhatTheDocumentSaysAndNothingElse() async throws {
        try await withTimeLimit(.seconds(300)) {
            let portal = try await DemoPortal.shared.running()
            let rows = try WireProtocolDocument().rows
            for program in [CallerName.apps, .auth, .gateway, .mfa, .operator, .profile] {
                let caller = try StolenGateway(of: portal, as: program)
                try await caller.whileConnected {
                    let services = [caller.auth, caller.mfa, caller.profile, caller.apps]
                    for service in services {
                        for row in rows {
                            let isAnswered =
                                row.subject == "health.v1" || row.subject.hasPrefix("\(service.service).")
                            let isListed = row.callers.contains(program.rawValue)
                            let expected: Fault.Kind? =
                                isAnswered ? isListed ? nil : .notPermitted : .unknownSubject
                            let turnedAway = await Self.turnedAway(row.subject, by: service)
                            XCTAssertEqual(turnedAway, expected, "\(program) asks \(service.service) \(row.subject)")
                        }
                    }
                }
            }
        }
    }

    /// Why the question is not even read; `nil` where it is.
    private static func turnedAway(_ subject: String, by service: MessageClient) async -> Fault.Kind? {
        do {
            try await Probe.$trying.withValue(Subject(stringLiteral: subject)) {
                _ = try await service.ask(Probe(), within: .seconds(10))
            }
            return nil
        } catch let fault as Fault {
            return fault.kind == .malformed || fault.kind == .failed ? nil : fault.kind
        } catch {
            return nil
        }
    }
}
