import HTTP
import Support
import XCTest

/// What is kept for one person is never shown to another, however closely they follow each other.
final class SharingTests: XCTestCase {
    private static let rounds = 40

    func testNobodySeesAnybodyElsesPages() async throws {
        try await withTimeLimit(.seconds(280)) {
            let portal = try await DemoPortal.shared.running()
            let people = try [Cast.plain, .editor, .scriptless].map { try portal.person($0) }
            var visitors: [(DemoAccount, Intruder)] = []
            for person in people {
                let intruder = try Intruder(at: portal)
                try await intruder.signIn(as: person)
                visitors.append((person, intruder))
            }
            try await withThrowingTaskGroup { group in
                // Twice each, so that the two of one person share what is kept while the others come between.
                for (person, intruder) in visitors + visitors {
                    group.addTask {
                        for _ in 0..<Self.rounds {
                            for path in ["/applications", "/profile", "/security"] {
                                let page = try await intruder.get(path)
                                XCTAssertEqual(page.status, .ok, "\(person.email) at \(path)")
                                XCTAssertEqual(page.headers["Cache-Control"], "no-store", path)
                                XCTAssertTrue(page.text.contains(person.email), "\(person.email) at \(path)")
                                for other in people where other != person {
                                    XCTAssertFalse(
                                        page.text.contains(other.email) || page.text.contains(Self.surname(other)),
                                        "\(person.email) sees \(other.email) at \(path)"
                                    )
                                }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    /// As it stands in the example: addresses are first name and surname.
    private static func surname(_ person: DemoAccount) -> String {
        let name = person.email.prefix { $0 != "@" }.split(separator: ".").last ?? ""
        return name.capitalized
    }
}
