import ServiceRuntime
import XCTest

@testable import Network

final class ResolverTests: XCTestCase {
    func testLocalhostIsThisMachine() async throws {
        let addresses = try await Resolver.addresses(of: "localhost", port: 7_001, before: .after(.seconds(20)))
        XCTAssertFalse(addresses.isEmpty)
        for address in addresses {
            XCTAssertTrue(address.isLoopback, "\(address)")
            XCTAssertEqual(address.port, 7_001)
        }
    }

    func testANumericAddressIsItself() async throws {
        let addresses = try await Resolver.addresses(of: "192.0.2.7", port: 80)
        XCTAssertEqual(addresses.map(\.description), ["192.0.2.7:80"])
    }

    func testANameThatCannotBeIsAnError() async throws {
        for host in ["", "no such name", "a..b", String(repeating: "x", count: 5_000)] {
            do {
                let found = try await Resolver.addresses(of: host, port: 80, before: .after(.seconds(20)))
                XCTFail("\(host) became \(found)")
            } catch {
                XCTAssertTrue(error is ResolverError, "\(error)")
            }
        }
    }

    func testAPortOutOfRangeIsAnError() async throws {
        do {
            _ = try await Resolver.addresses(of: "localhost", port: 70_000)
            XCTFail("there is no such port")
        } catch {
            XCTAssertEqual(error as? ResolverError, .invalidPort(70_000))
        }
    }

    func testNoMoreThreadsStartThanAllowedAndAFullQueueRefuses() {
        var queue = ResolverQueue(threads: 2, limit: 3)
        let questions = (0..<4).map { ResolverQuestion(host: "h\($0)", port: 1) }
        XCTAssertEqual(queue.add(questions[0]), .needsThread)
        XCTAssertEqual(queue.add(questions[1]), .needsThread)
        XCTAssertEqual(queue.add(questions[2]), .queued)
        XCTAssertEqual(queue.add(questions[3]), .refused)

        questions[0].finish(.failure(CancellationError()))
        XCTAssertEqual(queue.add(questions[3]), .queued, "a question that was given up makes room")
        XCTAssertEqual(queue.next()?.host, "h1")
    }

    func testAnAnswerThatNobodyWaitsForIsDropped() async throws {
        let question = ResolverQuestion(host: "h", port: 1)
        question.finish(.failure(DeadlinePassed()))
        question.finish(.success([]))
        do {
            _ = try await withCheckedThrowingContinuation { question.answer(to: $0) }
            XCTFail("the first answer counts")
        } catch {
            XCTAssertTrue(error is DeadlinePassed)
        }
    }
}
