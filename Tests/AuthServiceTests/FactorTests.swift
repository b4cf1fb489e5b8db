import AuthContract
import Foundation
import IdentityContract
import MFAContract
import Messaging
import Outbox
import Postgres
import ServiceRuntime
import Support
import XCTest

/// A passport says how strong the account's strongest factor is: as mfa announces it, and a little sooner by its proofs.
final class FactorTests: XCTestCase {
    /// Runs what mfa announces with, over a database of its own.
    private func withMFA(
        _ bus: TestBus,
        _ body: (BusEndpoint, _ announce: (AccountID, Strength) async throws -> Void) async throws -> Void
    ) async throws {
        let database = try PostgresPool(url: try await PostgresCluster.shared.freshDatabase(), connections: 4)
        try await database.migrate(OutboxMigrations.all)
        let outbox = Outbox<MFAAnnouncement>(in: database, clock: SystemClock(), log: .silent)
        let server = try bus.server(
            of: .mfa,
            answering: [
                Answer(outbox.following, to: .auth),
                Answer(outbox.snapshot { _, _ in ([], nil) }, to: .auth),
            ]
        )
        try await withRunning([database] + outbox.services + [server]) {
            try await body(server.boundEndpoint) { account, strongest in
                try await database.transaction { transaction in
                    try await outbox.announce(.factorsChanged(account, strongest: strongest), in: transaction)
                }
            }
        }
    }

    func testWhatMFAAnnouncesIsInTheNextPassport() async throws {
        let bus = try TestBus()
        try await withMFA(bus) { mfa, announce in
            try await withAuth(mfa: mfa, bus: bus) { auth in
                let session = try await auth.signIn(try await auth.add("ada"))
                for strength in [Strength.mfa, .phishingResistant, .none] {
                    try await announce(session.session.account, strength)
                    try await eventually("The passport that says \(strength)") {
                        let issued = try await auth.passport(session.token)
                        XCTAssertEqual(
                            try auth.statement(issued.passport).strongestFactor,
                            issued.session.strongestFactor
                        )
                        return issued.session.strongestFactor == strength
                    }
                }
            }
        }
    }

    func testAProofTellsItAtOnceAndAnOlderOneDoesNotUndoAnAnnouncement() async throws {
        let bus = try TestBus()
        try await withMFA(bus) { mfa, announce in
            try await withAuth(mfa: mfa, bus: bus) { auth in
                let ada = try await auth.add("ada")
                let first = try await auth.openPending(ada)
                let older = try auth.signInProof(for: first, .passed(.oneTimeCode), strongestFactor: .mfa)
                let second = try await auth.openPending(ada)
                let full = try await auth.complete(
                    second,
                    with: auth.signInProof(for: second, .enrolled(.oneTimeCode), strongestFactor: .mfa)
                )
                XCTAssertEqual(full.session.strongestFactor, .mfa)

                // The factor is removed, and then comes a proof from before.
                auth.clock.advance(by: 1)
                try await announce(ada.id, .none)
                try await eventually("The end of the factor") {
                    try await auth.passport(full.token).session.strongestFactor == .none
                }
                let late = try await auth.complete(first, with: older)
                XCTAssertEqual(late.session.strongestFactor, .none)
            }
        }
    }

    func testAProofNeverTakesAFactorAway() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let pending = try await auth.openPending(ada)
            let full = try await auth.complete(
                pending,
                with: auth.signInProof(for: pending, .passed(.securityKey), strongestFactor: .phishingResistant)
            )
            let raised = try await auth.gateway.ask(
                RaiseSession(proof: try auth.stepUpProof(for: full, strongestFactor: .none)),
                with: full.passport.bytes
            )
            XCTAssertEqual(raised.session.strongestFactor, .phishingResistant)
        }
    }

    func testAProofThatKnowsLessThanWasAnnouncedTakesNothingAwayEither() async throws {
        let bus = try TestBus()
        try await withMFA(bus) { mfa, announce in
            try await withAuth(mfa: mfa, bus: bus) { auth in
                // Its passport is from before the announcement.
                let pending = try await auth.openPending(try await auth.add("ada"))
                try await announce(pending.session.account, .phishingResistant)
                try await eventually("The announcement") {
                    try await auth.passport(pending.token).session.strongestFactor == .phishingResistant
                }
                auth.clock.advance(by: 1)
                let full = try await auth.complete(
                    pending,
                    with: auth.signInProof(for: pending, .passed(.oneTimeCode), strongestFactor: .mfa)
                )
                XCTAssertEqual(full.session.strongestFactor, .phishingResistant)
            }
        }
    }
}
