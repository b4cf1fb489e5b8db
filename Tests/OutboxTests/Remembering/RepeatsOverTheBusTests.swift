import Messaging
import Outbox
import Support
import XCTest

/// The whole way: the server's own context, with the caller that the connection proved and the digest of the body.
final class RepeatsOverTheBusTests: XCTestCase {
    private struct AddEntryHandler: RequestHandler {
        let ledger: Ledger

        func handle(_ request: AddEntry, _ context: RequestContext) async throws -> AddEntry.Reply {
            try await ledger.add(request.text, context)
        }
    }

    func testAChangeSentTwiceWithOneKeyTakesEffectOnceAndNoOtherQuestionMayUseTheKey() async throws {
        try await Ledger.run { ledger in
            let bus = try TestBus()
            let answer = Answer(AddEntryHandler(ledger: ledger), to: .gateway, .operator)
            let server = try bus.server(of: .profile, answering: [answer])
            let gateway = try bus.client(of: .gateway, asking: .profile, at: [server.boundEndpoint])
            let `operator` = try bus.client(of: .operator, asking: .profile, at: [server.boundEndpoint])
            try await withRunning([server, gateway, `operator`]) {
                let key = IdempotencyKey()
                let first = try await gateway.ask(AddEntry(text: "a"), once: key)
                let again = try await gateway.ask(AddEntry(text: "a"), once: key)
                XCTAssertEqual(first, again)
                do {
                    _ = try await gateway.ask(AddEntry(text: "b"), once: key)
                    XCTFail("It was answered.")
                } catch let fault as Fault {
                    XCTAssertEqual(fault.kind, .malformed)
                }
                let others = try await `operator`.ask(AddEntry(text: "a"), once: key)
                XCTAssertEqual(others.entries, 2, "another caller's change is its own")
                let entries = try await ledger.entries()
                XCTAssertEqual(entries, ["a", "a"])
            }
        }
    }
}
