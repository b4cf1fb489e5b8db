import Messaging
import Support
import XCTest

/// Nobody waits in line behind another's answer.
final class PipeliningTests: XCTestCase {
    func test256QuestionsAreUnderWayAtOnceOnOneClient() async throws {
        try await withTimeLimit(.seconds(60)) {
            let gate = Gate()
            let answer = Answer.toGateway(Greet.self) { request, _ in
                try await gate.pass()
                return Greet.Reply(greeting: request.name)
            }
            try await TestBus().withLine(from: .gateway, to: .auth, answering: [answer]) { client in
                try await withThrowingTaskGroup(of: (String, String).self) { group in
                    for number in 0..<256 {
                        group.addTask {
                            ("\(number)", try await client.ask(Greet(name: "\(number)"), within: .seconds(30)).greeting)
                        }
                    }
                    try await eventually(within: .seconds(20), "all at work together") { gate.arrived == 256 }
                    gate.open()
                    var count = 0
                    for try await (asked, answered) in group {
                        XCTAssertEqual(asked, answered)
                        count += 1
                    }
                    XCTAssertEqual(count, 256)
                }
            }
        }
    }

    func testOneSlowAnswerDoesNotHoldTheLine() async throws {
        try await withTimeLimit(.seconds(60)) {
            let gate = Gate()
            let answer = Answer.toGateway(Greet.self) { request, _ in
                if request.name == "slow" { try await gate.pass() }
                return Greet.Reply(greeting: request.name)
            }
            try await TestBus().withLine(from: .gateway, to: .auth, answering: [answer]) { client in
                let slow = Task { try await client.ask(Greet(name: "slow"), within: .seconds(40)) }
                try await eventually(within: .seconds(5), "the slow one") { gate.arrived == 1 }
                let taken = try await duration {
                    for _ in 0..<200 { _ = try await client.ask(Greet(name: "fast")) }
                }
                XCTAssertLessThan(taken, .seconds(10))
                gate.open()
                let answered = try await slow.value
                XCTAssertEqual(answered.greeting, "slow")
            }
        }
    }

    func testManyThousandQuestionsFromManyTasksAreEachAnsweredOnce() async throws {
        try await withTimeLimit(.seconds(120)) {
            let answer = Answer.toGateway(Add.self) { request, _ in Add.Reply(total: request.amount + 1) }
            try await TestBus().withLine(from: .gateway, to: .auth, answering: [answer]) { client in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<16 {
                        group.addTask {
                            for number in 0..<250 {
                                let amount = task * 1000 + number
                                let reply = try await client.ask(Add(amount: amount), within: .seconds(60))
                                XCTAssertEqual(reply.total, amount + 1)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }
}
