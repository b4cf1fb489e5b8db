import AppsContract
import Foundation
import IdentityContract
import Messaging
import Postgres
import ProfileContract
import ServiceRuntime
import Support
import XCTest

final class AssignmentTests: XCTestCase {
    func testApplicationsAreEveryonesOrAPersonsOrAGroups() async throws {
        let now = SystemClock().now
        let (staff, ada, brian) = (GroupID(at: now), AccountID(at: now), AccountID(at: now))
        try await AppsHouse.open(groups: [.groupChanged(staff, members: [ada])]) { house in
            try await house.put("nobody's")
            try await house.put("Everyone's", forEveryone: true)
            try await house.put("brian's", people: [brian])
            try await house.put("Staff's", groups: [staff])
            try await house.put("both", groups: [staff], people: [ada, brian])
            let adas = try await house.tiles(of: house.visitor(ada))
            XCTAssertEqual(adas, ["both", "Everyone's", "Staff's"])
            let brians = try await house.tiles(of: house.visitor(brian))
            XCTAssertEqual(brians, ["both", "brian's", "Everyone's"])
            let strangers = try await house.tiles(of: house.visitor())
            XCTAssertEqual(strangers, ["Everyone's"])
        }
    }

    func testAChangeOfGroupsIsFollowedExactlyOnceByAllReplicas() async throws {
        let staff = GroupID(at: SystemClock().now)
        try await AppsHouse.open(replicas: 3) { house in
            try await house.put("Staff's", groups: [staff])
            let (ada, brian, start) = (house.visitor(), house.visitor(), try await house.position())
            for members in [[ada.account], [ada.account, brian.account], [brian.account]] {
                try await house.profile.announce(.groupChanged(staff, members: Set(members)))
            }
            try await house.profile.announce(.profileChanged(ada.account))
            let heard = try await house.heard(after: start, 3)
            XCTAssertEqual(heard, [.catalogueChanged, .catalogueChanged, .catalogueChanged])
            let tiles = (try await house.tiles(of: ada), try await house.tiles(of: brian))
            XCTAssertTrue(tiles == ([], ["Staff's"]), "\(tiles)")

            try await house.profile.announce(.groupRemoved(staff))
            let all = try await house.heard(after: start, 4)
            XCTAssertEqual(all.count, 4)
            let after = try await house.tiles(of: brian)
            XCTAssertEqual(after, [])
        }
    }

    func testGroupsThatAreGoneAfterASnapshotAreToldToTheGateway() async throws {
        let now = SystemClock().now
        let (staff, ada) = (GroupID(at: now), AccountID(at: now))
        // A snapshot that names no group at all.
        try await AppsHouse.open { house in
            try await house.put("Staff's", groups: [staff])
            try await house.database.run("INSERT INTO group_members (group_id, account) VALUES (\(staff), \(ada))")
            let before = try await house.tiles(of: house.visitor(ada))
            XCTAssertEqual(before, ["Staff's"])
            let start = try await house.position()
            // As when apps was away for longer than announcements are kept.
            try await house.profile.forgetWhatWasTold()
            try await eventually("The end of the group") {
                try await house.tiles(of: house.visitor(ada)).isEmpty
            }
            let heard = try await house.heard(after: start, 1)
            XCTAssertEqual(heard, [.catalogueChanged])
        }
    }

    func testATileTellsWhatOpeningAsksForAndNoTarget() async throws {
        try await AppsHouse.open { house in
            let requirement = Requirement(strength: .mfa, maximumAge: 600)
            let target = "https://payroll.example.com/secret-entrance"
            let id = try await house.put("Payroll", at: target, requiring: requirement, forEveryone: true)
            let tiles = try await house.ask(ListTiles(), as: house.visitor())
            XCTAssertEqual(
                tiles.tiles,
                [Tile(id: id, name: "Payroll", description: "", colour: .teal, requirement: requirement)]
            )
            let answer = String(decoding: try JSONEncoder().encode(tiles), as: UTF8.self)
            XCTAssertFalse(answer.contains("payroll.example.com") || answer.contains("secret-entrance"))
        }
    }
}
