import AppsContract
import IdentityContract
import Messaging
import ServiceRuntime
import Support
import XCTest

final class CatalogueTests: XCTestCase {
    private func declaration(
        _ name: String = "Wiki",
        description: String = "What we know",
        target: String = "https://wiki.example.com/start?x=1#top",
        requirement: Requirement = .none
    ) -> ApplicationDeclaration {
        ApplicationDeclaration(
            name: name,
            description: description,
            target: target,
            colour: .gold,
            requirement: requirement,
            isForEveryone: true,
            groups: [],
            people: []
        )
    }

    func testAnApplicationIsListedAsDeclared() async throws {
        try await AppsHouse.open { house in
            var declared = declaration(requirement: Requirement(strength: .phishingResistant, maximumAge: 3600))
            declared.isForEveryone = false
            declared.groups = [GroupID(at: house.clock.now), GroupID(at: house.clock.now)]
            declared.people = [AccountID(at: house.clock.now)]
            let id = try await house.operation.ask(PutApplication(declaration: declared)).application
            let listed = try await house.operation.ask(ListApplications()).applications
            XCTAssertEqual(listed, [ListApplications.Reply.Entry(id: id, declaration: declared)])
        }
    }

    func testOneNameIsOneApplicationAndTheLaterDeclarationHolds() async throws {
        try await AppsHouse.open { house in
            let first = try await house.put("Wiki", people: [AccountID(at: house.clock.now)])
            let changed = declaration(" WIKI ")
            let second = try await house.operation.ask(PutApplication(declaration: changed)).application
            XCTAssertEqual(first, second)
            let listed = try await house.operation.ask(ListApplications()).applications
            XCTAssertEqual(listed.map(\.declaration), [declaration("WIKI")])
        }
    }

    func testDeclaringTheSameAgainChangesAndTellsNothing() async throws {
        try await AppsHouse.open { house in
            let (start, key) = (try await house.position(), IdempotencyKey())
            var declared = declaration(requirement: Requirement(strength: .mfa, maximumAge: 600))
            declared.people = [AccountID(at: house.clock.now)]
            let put = PutApplication(declaration: declared)
            let first = try await house.operation.ask(put, once: key)
            let second = try await house.operation.ask(put, once: key)
            let third = try await house.operation.ask(put)
            XCTAssertEqual(Set([first, second, third]).count, 1)
            let heard = try await house.heard(after: start, 1)
            XCTAssertEqual(heard, [.catalogueChanged])

            declared.people = []
            _ = try await house.operation.ask(PutApplication(declaration: declared))
            let all = try await house.heard(after: start, 2)
            XCTAssertEqual(all, [.catalogueChanged, .catalogueChanged])
        }
    }

    func testWhatIsNotAcceptableIsRefusedAndNothingIsKept() async throws {
        try await AppsHouse.open { house in
            func assertRefuses(
                _ declared: ApplicationDeclaration,
                _ refusal: PutApplication.Refusal,
                line: UInt = #line
            ) async throws {
                try await assertRefused(because: refusal, line: line) {
                    try await house.operation.ask(PutApplication(declaration: declared))
                }
            }
            for name in ["", "  ", "a\nb", "a\0", "a\u{202E}b", String(repeating: "a", count: 101)] {
                try await assertRefuses(declaration(name), .nameNotAcceptable)
            }
            let long = String(repeating: "a", count: 257)
            try await assertRefuses(declaration(description: long), .descriptionTooLong)
            for target in [
                "", "wiki", "/wiki", "//wiki.example.com", "javascript:alert(1)", "JavaScript://x.org/%0aalert(1)",
                "data:text/html,x", "ftp://example.com", "https://", "https:///x", "https://ada@example.com",
                "https://ada:secret@example.com", "https://example.com\\@evil.example", "https://exa mple.com",
                " https://example.com", "https://example.com\n", "https://example.com/\0",
                "https://example.com/" + String(repeating: "a", count: 2000),
            ] {
                try await assertRefuses(declaration(target: target), .targetNotAcceptable)
            }
            for age in [0, -1, 29, 2_592_001] {
                let requirement = Requirement(strength: .mfa, maximumAge: Double(age))
                try await assertRefuses(declaration(requirement: requirement), .requirementNotAcceptable)
            }
            let listed = try await house.operation.ask(ListApplications()).applications
            XCTAssertEqual(listed, [])
        }
    }

    func testWhatIsAcceptableIsKept() async throws {
        try await AppsHouse.open { house in
            for (number, target) in [
                "http://localhost:8080", "https://例え.テスト/", "https://[::1]:8443/x", "HTTPS://EXAMPLE.COM",
                "https://example.com/a%20b?q=%F0%9F%98%80",
            ].enumerated() {
                _ = try await house.operation.ask(PutApplication(declaration: declaration("\(number)", target: target)))
            }
            let listed = try await house.operation.ask(ListApplications()).applications
            XCTAssertEqual(listed.count, 5)
        }
    }
}
