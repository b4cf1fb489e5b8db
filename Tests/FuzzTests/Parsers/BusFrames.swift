import AppsContract
import AuthContract
import IdentityContract
import MFAContract
import ProfileContract

@testable import Messaging

/// Envelopes, and the JSON of every question, reply and refusal.
let busFrames: [FuzzedParser] = [
    FuzzedParser("envelope") { bytes in
        guard let envelope = try? Envelope(bytes) else { return }
        try must(envelope.bytes == bytes, "the envelope has two spellings")
    },
    FuzzedParser("message") { bytes in
        guard bytes.count > 2 else { return }
        let questions = AuthQuestions.all + MFAQuestions.all + ProfileQuestions.all + AppsQuestions.all
        let body = Array(bytes[2...])
        let question: any Request.Type = questions[Int(bytes[0]) % questions.count]
        try question.check(part: bytes[1] % 3, body)
        try check(Denial.self, body)
        try check(Fault.self, body)
    },
    FuzzedParser("denial") { bytes in
        guard let denial = try? Body.decode(Denial.self, from: bytes), let said = AccessDenial(denial) else { return }
        let again = AccessDenial(said.denial)
        // Not a number is no age, and is like nothing.
        if case .assuranceNeeded(let requirement) = said, requirement.maximumAge?.isNaN == true { return }
        try must(again == said, "the denial is read back as another")
    },
]

extension Request {
    /// Reads a body as the question, its reply or its refusal.
    fileprivate static func check(part: UInt8, _ body: [UInt8]) throws {
        switch part {
        case 0: try FuzzTests.check(Self.self, body)
        case 1: try FuzzTests.check(Reply.self, body)
        default: try FuzzTests.check(Refusal.self, body)
        }
    }
}

/// What is understood can be said again, and says the same; sets may come in another order.
private func check<Value: Codable>(_ type: Value.Type, _ body: [UInt8]) throws {
    guard let value = try? Body.decode(Value.self, from: body) else { return }
    let written = try Body.encode(value)
    let again = try Body.encode(Body.decode(Value.self, from: written))
    try must(again.sorted() == written.sorted(), "\(type) is read back as another")
}
