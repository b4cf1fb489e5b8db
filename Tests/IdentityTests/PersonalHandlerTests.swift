import Foundation
import IdentityContract
import Messaging
import ServiceRuntime
import Support
import XCTest

/// Over a real bus, with the keys that the connections prove.
final class PersonalHandlerTests: XCTestCase {
    private struct AskMyName: Request {
        static let subject: Subject = "names.ask-mine.v1"
        static let effect: Effect = .reads
        typealias Reply = AccountID
        typealias Refusal = Never
    }

    private struct AskChallenge: Request {
        static let subject: Subject = "names.ask-challenge.v1"
        static let effect: Effect = .reads
        typealias Reply = AccountID
        typealias Refusal = Never
    }

    private struct NameHandler: PersonalHandler {
        func handle(_ request: AskMyName, from person: Person, _ context: RequestContext) async throws -> AccountID {
            person.account
        }
    }

    private struct ChallengeHandler: PersonalHandler {
        static let allowsPending = true

        func handle(_ request: AskChallenge, from person: Person, _ context: RequestContext) async throws -> AccountID {
            person.account
        }
    }

    func testOnlyAGoodPassportFromItsOwnBearerReachesAHandler() async throws {
        try await withTimeLimit(.seconds(60)) {
            let bus = try TestBus()
            let office = PassportOffice()
            let clock = office.clock
            let ended = EndedSessions(clock: clock)
            let passports = PassportVerifier(keys: office.passportKeys, ended: ended, clock: clock)
            let server = try bus.server(
                of: .profile,
                answering: [
                    Answer(personal: NameHandler(), checkedBy: passports, to: .gateway, .apps),
                    Answer(personal: ChallengeHandler(), checkedBy: passports, to: .gateway),
                ]
            )
            let gateway = try bus.client(of: .gateway, asking: .profile, at: [server.boundEndpoint])
            let apps = try bus.client(of: .apps, asking: .profile, at: [server.boundEndpoint])
            let bearer = try bus.key(of: .gateway).publicKey
            let ada = AccountID(at: clock.now)

            try await withRunning([server, gateway, apps]) {
                let full = try office.passport(for: ada, bearer: bearer)
                let name = try await gateway.ask(AskMyName(), with: full)
                XCTAssertEqual(name, ada)
                let borrowed = try await denial { try await apps.ask(AskMyName(), with: full) }
                XCTAssertEqual(borrowed, .passportBorrowed)
                let missing = try await denial { try await gateway.ask(AskMyName()) }
                XCTAssertEqual(missing, .passportMissing)

                let pending = try office.passport(for: ada, state: .pending, bearer: bearer)
                let refused = try await denial { try await gateway.ask(AskMyName(), with: pending) }
                XCTAssertEqual(refused, .sessionPending)
                let challenged = try await gateway.ask(AskChallenge(), with: pending)
                XCTAssertEqual(challenged, ada)

                let session = try XCTUnwrap(
                    SignedPassport(unchecked: full).statement(checkedWith: office.passportKeys)
                ).session
                ended.insert([session])
                let over = try await denial { try await gateway.ask(AskMyName(), with: full) }
                XCTAssertEqual(over, .sessionEnded)
            }
        }
    }

    private func denial<Ignored>(_ work: () async throws -> Ignored) async throws -> AccessDenial? {
        do {
            _ = try await work()
            return nil
        } catch let denial as Denial {
            return AccessDenial(denial)
        }
    }
}
