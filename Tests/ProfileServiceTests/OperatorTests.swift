import IdentityContract
import Messaging
import Postgres
import ProfileContract
import ServiceRuntime
import Support
import XCTest

final class OperatorTests: XCTestCase {
    func testFieldsAreSetAndOthersStay() async throws {
        try await ProfileHouse.open { house in
            let ada = house.visitor()
            _ = try await house.ask(EditProfile(field: .homeCity, value: "London", seenValue: ""), as: ada)
            let put = PutPerson(account: ada.account, fields: [.jobTitle: " Analyst ", .department: "Engines"])
            let profile = try await house.operation.ask(put)
            XCTAssertEqual(profile.fields, [.homeCity: "London", .jobTitle: "Analyst", .department: "Engines"])
            let shown = try await house.ask(ShowProfile(), as: ada)
            XCTAssertEqual(shown, profile)

            let cleared = try await house.operation.ask(PutPerson(account: ada.account, fields: [.department: ""]))
            XCTAssertEqual(cleared.fields, [.homeCity: "London", .jobTitle: "Analyst"])
        }
    }

    func testSettingTheSameAgainChangesAndTellsNothing() async throws {
        try await ProfileHouse.open { house in
            let put = PutPerson(account: AccountID(at: house.clock.now), fields: [.firstName: "Ada"])
            let start = try await house.gateway.ask(FollowAnnouncements<ProfileAnnouncement>(after: nil)).position
            let first = try await house.operation.ask(put)
            let second = try await house.operation.ask(put)
            XCTAssertEqual(first, second)
            let heard = try await house.heard(ProfileAnnouncement.self, by: house.gateway, after: start, 1)
            XCTAssertEqual(heard, [.profileChanged(put.account)])
        }
    }

    func testWhatIsNotAcceptableIsToldWithItsField() async throws {
        try await ProfileHouse.open { house in
            let account = AccountID(at: house.clock.now)
            try await assertRefused(because: PutPerson.Refusal.notAcceptable(.homeCountry, .notACountry)) {
                try await house.operation.ask(
                    PutPerson(account: account, fields: [.firstName: "Ada", .homeCountry: "Atlantis"])
                )
            }
            let people = try await house.operation.ask(ListPeople()).people
            XCTAssertEqual(people, [])
        }
    }

    func testPeopleAreListedInPagesThatFitAMessage() async throws {
        try await ProfileHouse.open { house in
            // As long as profiles can be: a page of two hundred would fit no message.
            let longest = String(repeating: "👩🏽‍🔬", count: FieldProblem.longestValue)
            let texts = ProfileField.allCases.filter { $0.kind == .text || $0.kind == .name }
            let fields = Dictionary(uniqueKeysWithValues: texts.map { ($0, longest) })
            let accounts = (0..<30).map { _ in AccountID(at: house.clock.now) }
            for account in accounts { _ = try await house.operation.ask(PutPerson(account: account, fields: fields)) }

            var (listed, pages): ([AccountID], Int) = ([], 0)
            var hasMore = true
            while hasMore {
                let page = try await house.operation.ask(ListPeople(after: listed.last))
                XCTAssertFalse(page.people.isEmpty)
                XCTAssertTrue(page.people.allSatisfy { $0.profile.fields == fields })
                listed += page.people.map(\.account)
                (hasMore, pages) = (page.hasMore, pages + 1)
            }
            XCTAssertEqual(listed, accounts.sorted { $0.description < $1.description })
            XCTAssertGreaterThan(pages, 1)
        }
    }

    func testShortProfilesAreListedTwoHundredAtATime() async throws {
        try await ProfileHouse.open { house in
            try await house.database.run(
                """
                INSERT INTO profiles (account, fields, changed_at)
                SELECT gen_random_uuid(), '{"firstname": "Ada"}', now() FROM generate_series(1, 201)
                """
            )
            let first = try await house.operation.ask(ListPeople())
            XCTAssertEqual(first.people.count, 200)
            XCTAssertTrue(first.hasMore)
            let second = try await house.operation.ask(ListPeople(after: first.people.last?.account))
            XCTAssertEqual(second.people.count, 1)
            XCTAssertFalse(second.hasMore)
        }
    }
}
