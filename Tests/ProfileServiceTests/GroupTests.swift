import IdentityContract
import Messaging
import Postgres
import ProfileContract
import ServiceRuntime
import Support
import XCTest

@testable import ProfileService

final class GroupTests: XCTestCase {
    /// Accounts that have profiles.
    private func people(_ count: Int, in house: ProfileHouse) async throws -> [AccountID] {
        let accounts = (0..<count).map { _ in AccountID(at: house.clock.now) }
        for account in accounts {
            _ = try await house.operation.ask(PutPerson(account: account, fields: [.firstName: "Ada"]))
        }
        return accounts
    }

    private func position(in house: ProfileHouse) async throws -> Position {
        try await house.apps.ask(FollowAnnouncements<ProfileAnnouncement>(after: nil)).position
    }

    func testAGroupIsMadeAndItsMembersAreSet() async throws {
        try await ProfileHouse.open { house in
            let people = try await people(3, in: house)
            let staff = try await house.operation.ask(PutGroup(name: " Staff ", members: Set(people[0...1]))).group
            let groups = try await house.operation.ask(ListGroups()).groups
            XCTAssertEqual(groups, [GroupSummary(id: staff, name: "Staff", members: Set(people[0...1]))])

            // One name is one group, in capitals or not.
            let again = try await house.operation.ask(PutGroup(name: "STAFF", members: Set(people[1...2]))).group
            XCTAssertEqual(again, staff)
            let emptied = try await house.operation.ask(PutGroup(name: "Empty", members: [])).group
            let after = try await house.operation.ask(ListGroups()).groups
            XCTAssertEqual(
                after,
                [
                    GroupSummary(id: emptied, name: "Empty", members: []),
                    GroupSummary(id: staff, name: "Staff", members: Set(people[1...2])),
                ]
            )
        }
    }

    func testEveryChangeOfMembersIsToldOnceAndNothingElseIs() async throws {
        try await ProfileHouse.open { house in
            let people = try await people(2, in: house)
            let (start, key) = (try await position(in: house), IdempotencyKey())
            let put = PutGroup(name: "Staff", members: [people[0]])
            let staff = try await house.operation.ask(put, once: key).group
            _ = try await house.operation.ask(put, once: key)
            _ = try await house.operation.ask(put)
            try await assertRefused(because: PutGroup.Refusal.unknownMember) {
                try await house.operation.ask(PutGroup(name: "Staff", members: [AccountID(at: house.clock.now)]))
            }
            _ = try await house.operation.ask(PutGroup(name: "Staff", members: Set(people)))
            let expected: [ProfileAnnouncement] = [
                .groupChanged(staff, members: [people[0]]), .groupChanged(staff, members: Set(people)),
            ]
            for line in [house.apps, house.mfa, house.gateway] {
                let heard = try await house.heard(ProfileAnnouncement.self, by: line, after: start, 2)
                XCTAssertEqual(heard, expected)
            }
        }
    }

    func testAnEmptyGroupIsToldOfToo() async throws {
        try await ProfileHouse.open { house in
            let people = try await people(1, in: house)
            let start = try await position(in: house)
            let staff = try await house.operation.ask(PutGroup(name: "Staff", members: Set(people))).group
            _ = try await house.operation.ask(PutGroup(name: "Staff", members: []))
            let heard = try await house.heard(ProfileAnnouncement.self, by: house.apps, after: start, 2)
            XCTAssertEqual(
                heard,
                [.groupChanged(staff, members: Set(people)), .groupChanged(staff, members: [])]
            )
        }
    }

    func testASnapshotTellsEveryGroup() async throws {
        try await ProfileHouse.open { house in
            let people = try await people(3, in: house)
            var expected: [ProfileAnnouncement] = []
            for (number, name) in ["One", "Two", "Three"].enumerated() {
                let members = Set(people.prefix(number))
                let group = try await house.operation.ask(PutGroup(name: name, members: members)).group
                expected.append(.groupChanged(group, members: members))
            }
            var (told, cursor): ([ProfileAnnouncement], String?) = ([], nil)
            repeat {
                let page = try await house.mfa.ask(TakeSnapshot<ProfileAnnouncement>(cursor: cursor))
                told += page.events
                cursor = page.next
            } while cursor != nil
            XCTAssertEqual(Set(told), Set(expected))
            XCTAssertEqual(told.count, 3)
        }
    }

    func testNamesAndMembersThatAreNone() async throws {
        try await ProfileHouse.open { house in
            for name in ["", "  ", "a\nb", "a\u{202E}b", String(repeating: "a", count: 101)] {
                try await assertRefused(because: PutGroup.Refusal.nameNotAcceptable) {
                    try await house.operation.ask(PutGroup(name: name, members: []))
                }
            }
            let many = Set((0...PutGroupHandler.mostMembers).map { _ in AccountID(at: house.clock.now) })
            try await assertRefused(because: PutGroup.Refusal.tooManyMembers) {
                try await house.operation.ask(PutGroup(name: "Many", members: many))
            }
            let groups = try await house.operation.ask(ListGroups()).groups
            XCTAssertEqual(groups, [])
        }
    }

    func testTheLargestGroupsReachThoseWhoFollow() async throws {
        try await ProfileHouse.open { house in
            let accounts = (0..<PutGroupHandler.mostMembers).map { _ in AccountID(at: house.clock.now) }
            try await house.database.run(
                "INSERT INTO profiles (account, changed_at) SELECT unnest(\(accounts)::uuid[]), \(house.clock.now)"
            )
            let start = try await position(in: house)
            // Four of them fit no message: they come in several.
            for name in ["One", "Two", "Three", "Four"] {
                let put = PutGroup(name: name, members: Set(accounts))
                _ = try await house.operation.ask(put, within: .seconds(20))
            }
            let heard = try await house.heard(ProfileAnnouncement.self, by: house.apps, after: start, 4)
            XCTAssertEqual(heard.count, 4)
            for case .groupChanged(_, let members) in heard { XCTAssertEqual(members, Set(accounts)) }
        }
    }

    func testOneNameIsOneGroupHoweverManyMakeItAtOnce() async throws {
        try await ProfileHouse.open { house in
            let people = try await people(2, in: house)
            let groups = try await withThrowingTaskGroup(of: GroupID.self) { group in
                for number in 0..<20 {
                    let put = PutGroup(name: number % 2 == 0 ? "Staff" : "staff", members: [people[number % 2]])
                    group.addTask { try await house.operation.ask(put, within: .seconds(20)).group }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            XCTAssertEqual(groups.count, 1)
            let listed = try await house.operation.ask(ListGroups()).groups
            XCTAssertEqual(listed.map(\.members.count), [1])
        }
    }
}
