import AppsContract
import AuthContract
import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

@testable import AppsService

final class LaunchTests: XCTestCase {
    private let target = "https://payroll.example.com/secret-entrance"

    /// Expects the denial of a step-up, with nothing of the target in it.
    private func assertNeeds(
        _ requirement: Requirement,
        _ application: ApplicationID,
        _ visitor: PassportHolder,
        in house: AppsHouse,
        line: UInt = #line
    ) async throws {
        do {
            _ = try await house.ask(LaunchApplication(application: application), as: visitor)
            XCTFail("opened", line: line)
        } catch let denial as Denial {
            XCTAssertEqual(AccessDenial(denial), .assuranceNeeded(requirement), line: line)
            let answer = String(decoding: try JSONEncoder().encode(denial), as: UTF8.self)
            XCTAssertFalse(answer.contains("payroll") || answer.contains("secret-entrance"), line: line)
        }
    }

    func testAPlainApplicationOpens() async throws {
        try await AppsHouse.open { house in
            let id = try await house.put("Payroll", at: target, forEveryone: true)
            let opened = try await house.ask(LaunchApplication(application: id), as: house.visitor())
            XCTAssertEqual(opened, LaunchApplication.Reply(name: "Payroll", target: target))
        }
    }

    func testAnApplicationThatAsksForAFactorOpensOnceItWasShown() async throws {
        try await AppsHouse.open { house in
            let requirement = Requirement(strength: .mfa)
            let id = try await house.put("Payroll", at: target, requiring: requirement, forEveryone: true)
            let ada = house.visitor()
            try await assertNeeds(requirement, id, ada, in: house)
            let proven = ada.signedIn(by: [.oneTimeCode], at: house.clock.now)
            house.clock.advance(by: 8 * 60 * 60)
            let opened = try await house.ask(LaunchApplication(application: id), as: proven)
            XCTAssertEqual(opened.target, target)
        }
    }

    func testHowFreshItMustBeIsKeptToTheSecond() async throws {
        try await AppsHouse.open { house in
            let requirement = Requirement(strength: .mfa, maximumAge: 600)
            let id = try await house.put("Payroll", at: target, requiring: requirement, forEveryone: true)
            let ada = house.visitor().signedIn(by: [.oneTimeCode], at: house.clock.now)
            house.clock.advance(by: 600)
            _ = try await house.ask(LaunchApplication(application: id), as: ada)
            house.clock.advance(by: 1)
            try await assertNeeds(requirement, id, ada, in: house)
            // A fresh password is no fresh factor.
            try await assertNeeds(requirement, id, ada.signedIn(by: [.password], at: house.clock.now), in: house)
        }
    }

    func testACodeIsNoProofAgainstALookAlikeSite() async throws {
        try await AppsHouse.open { house in
            let requirement = Requirement(strength: .phishingResistant)
            let id = try await house.put("Payroll", at: target, requiring: requirement, forEveryone: true)
            let ada = house.visitor().signedIn(by: [.oneTimeCode, .push, .duo, .recoveryCode], at: house.clock.now)
            try await assertNeeds(requirement, id, ada, in: house)
            let proven = ada.signedIn(by: [.securityKey], at: house.clock.now)
            _ = try await house.ask(LaunchApplication(application: id), as: proven)
        }
    }

    func testOneThatIsNotOnesOwnLooksLikeOneThatDoesNotExist() async throws {
        try await AppsHouse.open { house in
            let brian = house.visitor()
            // One that would ask for more says nothing of that either.
            let requirement = Requirement(strength: .mfa)
            let ids = [
                try await house.put("Brian's", people: [brian.account]),
                try await house.put("Payroll", at: target, requiring: requirement, people: [brian.account]),
                ApplicationID(at: house.clock.now),
            ]
            for id in ids {
                try await assertRefused(because: LaunchApplication.Refusal.noSuchApplication) {
                    try await house.ask(LaunchApplication(application: id), as: house.visitor())
                }
            }
        }
    }

    // MARK: Access

    func testNothingIsAnsweredWithoutAGoodPassport() async throws {
        try await AppsHouse.open { house in
            let id = try await house.put("Wiki", forEveryone: true)
            func assertDenied(_ denial: AccessDenial, with credential: [UInt8]?, line: UInt = #line) async throws {
                try await assertRefused(because: denial.denial, line: line) {
                    try await house.gateway.ask(ListTiles(), with: credential)
                }
                try await assertRefused(because: denial.denial, line: line) {
                    try await house.gateway.ask(LaunchApplication(application: id), with: credential)
                }
            }
            let ada = house.visitor()
            let good = try house.credential(of: ada)
            try await assertDenied(.passportMissing, with: nil)
            var altered = good
            altered[altered.count - 1] ^= 1
            try await assertDenied(.passportForged, with: altered)
            let passport = ada.passport(bearer: try house.bus.key(of: .profile).publicKey, at: house.clock.now)
            try await assertDenied(.passportBorrowed, with: house.office.sign(passport))
            var pending = house.visitor()
            pending.state = .pending
            try await assertDenied(.sessionPending, with: house.credential(of: pending))

            try await house.auth.announce(.sessionsEnded([ada.session]))
            try await eventually(within: .seconds(5), "The end of the session") {
                do {
                    _ = try await house.ask(ListTiles(), as: ada)
                    return false
                } catch let denial as Denial {
                    return AccessDenial(denial) == .sessionEnded
                }
            }
            try await assertDenied(.sessionEnded, with: house.credential(of: ada))
            let another = try house.credential(of: house.visitor())
            house.clock.advance(by: Passport.lifetime)
            try await assertDenied(.passportExpired, with: another)
        }
    }

    func testEveryoneMayAskTheirOwnQuestionsAlone() async throws {
        try await AppsHouse.open { house in
            let declaration = ApplicationDeclaration(
                name: "Wiki",
                description: "",
                target: "https://wiki.example.com",
                colour: .blue,
                requirement: .none,
                isForEveryone: true,
                groups: [],
                people: []
            )
            try await assertRefused(because: Fault(.notPermitted)) {
                try await house.gateway.ask(PutApplication(declaration: declaration))
            }
            try await assertRefused(because: Fault(.notPermitted)) { try await house.gateway.ask(ListApplications()) }
            try await assertRefused(because: Fault(.notPermitted)) { try await house.operation.ask(ListTiles()) }
            try await assertRefused(because: Fault(.notPermitted)) {
                try await house.operation.ask(LaunchApplication(application: ApplicationID(at: house.clock.now)))
            }
            try await assertRefused(because: Fault(.notPermitted)) {
                try await house.operation.ask(FollowAnnouncements<AppsAnnouncement>(after: nil))
            }
        }
    }

    func testEveryMigrationIsInTheList() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Services/apps/AppsService/Migrations").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        XCTAssertEqual(AppsServer.migrations.filter { $0.series == "service" }.map(\.fileName), files)
    }
}
