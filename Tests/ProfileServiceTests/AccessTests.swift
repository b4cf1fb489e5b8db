import AuthContract
import Foundation
import IdentityContract
import Messaging
import Postgres
import ProfileContract
import ServiceRuntime
import Support
import XCTest

@testable import ProfileService

/// What the gateway's own key gets without a passport, or with one that is not good: nothing.
final class AccessTests: XCTestCase {
    private func assertDenied(
        _ denial: AccessDenial,
        with credential: [UInt8]?,
        in house: ProfileHouse,
        line: UInt = #line
    ) async throws {
        try await assertRefused(because: denial.denial, line: line) {
            try await house.gateway.ask(ShowProfile(), with: credential)
        }
        try await assertRefused(because: denial.denial, line: line) {
            let edit = EditProfile(field: .firstName, value: "Eve", seenValue: "")
            return try await house.gateway.ask(edit, with: credential)
        }
    }

    func testNothingIsAnsweredWithoutAGoodPassport() async throws {
        try await ProfileHouse.open { house in
            let ada = house.visitor()
            let good = try house.credential(of: ada)
            try await assertDenied(.passportMissing, with: nil, in: house)
            var altered = good
            altered[altered.count - 1] ^= 1
            try await assertDenied(.passportForged, with: altered, in: house)
            let passport = ada.passport(bearer: try house.bus.key(of: .apps).publicKey, at: house.clock.now)
            try await assertDenied(.passportBorrowed, with: house.office.sign(passport), in: house)

            var pending = house.visitor()
            pending.state = .pending
            try await assertDenied(.sessionPending, with: house.credential(of: pending), in: house)
            house.clock.advance(by: Passport.lifetime)
            try await assertDenied(.passportExpired, with: good, in: house)
            let untouched = try await house.ask(ShowProfile(), as: ada)
            XCTAssertEqual(untouched.fields, [:])
        }
    }

    func testAnEndedSessionIsRefusedAtOnce() async throws {
        try await ProfileHouse.open { house in
            let ada = house.visitor()
            _ = try await house.ask(ShowProfile(), as: ada)
            try await house.auth.announce(.sessionsEnded([ada.session]))
            try await eventually(within: .seconds(30), "The end of the session") {
                do {
                    _ = try await house.ask(ShowProfile(), as: ada)
                    return false
                } catch let denial as Denial {
                    return AccessDenial(denial) == .sessionEnded
                }
            }
            try await assertDenied(.sessionEnded, with: house.credential(of: ada), in: house)
            _ = try await house.ask(ShowProfile(), as: ada.elsewhere(at: house.clock.now))
        }
    }

    func testEveryoneMayAskTheirOwnQuestionsAlone() async throws {
        try await ProfileHouse.open { house in
            let account = AccountID(at: house.clock.now)
            for line in [house.gateway, house.apps] {
                try await assertRefused(because: Fault(.notPermitted)) {
                    try await line.ask(PutPerson(account: account, fields: [:]))
                }
                try await assertRefused(because: Fault(.notPermitted)) { try await line.ask(ListPeople()) }
                try await assertRefused(because: Fault(.notPermitted)) {
                    try await line.ask(PutGroup(name: "Staff", members: []))
                }
                try await assertRefused(because: Fault(.notPermitted)) { try await line.ask(ListGroups()) }
            }
            for line in [house.operation, house.apps] {
                try await assertRefused(because: Fault(.notPermitted)) { try await line.ask(ShowProfile()) }
            }
            try await assertRefused(because: Fault(.notPermitted)) {
                try await house.operation.ask(FollowAnnouncements<ProfileAnnouncement>(after: nil))
            }
            try await assertRefused(because: Fault(.notPermitted)) {
                try await house.gateway.ask(TakeSnapshot<ProfileAnnouncement>())
            }
        }
    }

    func testEveryMigrationIsInTheList() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Services/profile/ProfileService/Migrations").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        XCTAssertEqual(ProfileServer.migrations.filter { $0.series == "service" }.map(\.fileName), files)
    }
}
