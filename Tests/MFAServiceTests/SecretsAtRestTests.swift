import Cryptography
import Foundation
import IdentityContract
import MFAContract
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

@testable import MFAService

final class SecretsAtRestTests: XCTestCase {
    /// All that lies in the database, as text.
    private func everything(in house: MFAHouse) async throws -> String {
        let tables = try await house.database.rows(
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
            as: String.self
        )
        XCTAssertTrue(tables.contains("authenticator_apps") && tables.contains("remembered_answers"))
        let rows = try await house.database.rows(
            """
            SELECT query_to_xml('SELECT t::text FROM ' || quote_ident(table_name) || ' t', true, false, '')::text
            FROM information_schema.tables WHERE table_schema = 'public'
            """,
            as: String.self
        )
        return rows.joined().lowercased()
    }

    func testNoSecretOfAnAppCanBeReadInTheDatabase() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let app = try await house.enrolled(ada)
            let full = house.signedIn(ada, by: .oneTimeCode)
            let begun = try App(try await house.ask(BeginAppEnrolment(label: "ada@example.com"), as: full))
            _ = try await house.ask(CheckCode(code: app.code(at: house.clock.now)), as: full)

            let everything = try await everything(in: house)
            // Bytes are written in hexadecimal there, so what is looked for would be found.
            XCTAssertTrue(everything.contains(app.id.description))
            XCTAssertTrue(everything.contains("ada@example.com"))
            for secret in [app.secret, begun.secret] {
                let forms = [Hex.encode(secret), Base32.encode(secret), Base64URL.encode(secret)]
                let nested = forms.map { Hex.encode(Array($0.utf8)) }
                for form in forms + nested {
                    XCTAssertFalse(everything.contains(form.lowercased()), form)
                }
            }
        }
    }

    func testASecretThatIsMovedToAnotherAccountDoesNotOpen() async throws {
        try await MFAHouse.open { house in
            let (ada, thief) = (house.visitor(), house.visitor())
            let adas = try await house.enrol(ada)
            let thiefs = try await house.enrolled(thief)
            // Who can write to the database gives Ada the secret of their own app.
            try await house.database.run(
                """
                UPDATE authenticator_apps SET sealed_secret =
                    (SELECT sealed_secret FROM authenticator_apps WHERE factor = \(thiefs.id))
                WHERE factor = \(adas.id)
                """
            )
            do {
                _ = try await house.ask(CheckCode(code: thiefs.code(at: house.clock.now)), as: ada)
                XCTFail("opened")
            } catch let fault as Fault {
                XCTAssertEqual(fault.kind, .failed)
            }
        }
    }

    func testWhatAnOldKeySealedIsSealedAnewWithoutACode() async throws {
        try await MFAHouse.open { house in
            let people = [house.visitor(), house.visitor(), house.visitor()]
            var apps: [App] = []
            for person in people { apps.append(try await house.enrolled(person)) }
            let fresh = SealingKeys.generate()
            let both = try SealingKeys(parsing: Secret(fresh.text.expose() + house.keys.sealing.text.expose()))

            // Whose keys are not at hand is left as it is, and counted.
            let stuck = try await AuthenticatorAppStore(sealing: fresh).reseal(atMost: 10, in: house.database)
            XCTAssertTrue(stuck == (0, 3), "\(stuck)")
            let store = AuthenticatorAppStore(sealing: both)
            var rounds: [Int] = []
            for _ in 0..<3 { rounds.append(try await store.reseal(atMost: 2, in: house.database).done) }
            XCTAssertEqual(rounds, [2, 1, 0])

            // The old key can go.
            for (person, app) in zip(people, apps) {
                try await house.database.transaction { transaction in
                    let kept = try await AuthenticatorAppStore(sealing: fresh).apps(of: person.account, in: transaction)
                    XCTAssertEqual(kept.map { $0.secret.expose() }, [app.secret])
                }
            }
        }
    }

    func testAChangedKeyComesIntoUseWithTheNextCode() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let app = try await house.enrolled(ada)
            let fresh = SealingKeys.generate()
            let both = try SealingKeys(
                parsing: Secret(fresh.text.expose() + house.keys.sealing.text.expose())
            )
            func check(sealing: SealingKeys) async throws {
                let store = AuthenticatorAppStore(sealing: sealing)
                try await house.database.transaction { transaction in
                    let found = try await store.apps(of: ada.account, in: transaction)
                    let current = try XCTUnwrap(found.first)
                    let step = try XCTUnwrap(
                        current.step(matching: app.code(at: house.clock.now), at: house.clock.now)
                    )
                    let isUsed = try await store.use(
                        current,
                        of: ada.account,
                        step: step,
                        at: house.clock.now,
                        in: transaction
                    )
                    XCTAssertTrue(isUsed)
                }
            }
            try await check(sealing: both)
            house.clock.advance(by: 60)
            // The old key can go.
            try await check(sealing: fresh)
        }
    }

    func testEnrolmentsThatWereNeverConfirmedAreForgotten() async throws {
        try await MFAHouse.open { house in
            _ = try await house.ask(BeginAppEnrolment(label: "ada@example.com"), as: house.visitor())
            let store = AppEnrolmentStore(database: house.database, sealing: house.keys.sealing)
            func kept() async throws -> Int? {
                try await store.removeExpired(at: house.clock.now)
                return try await house.database.row("SELECT count(*) FROM app_enrolments", as: Int.self)
            }
            house.clock.advance(by: 15 * 60 - 1)
            let before = try await kept()
            XCTAssertEqual(before, 1)
            house.clock.advance(by: 1)
            let after = try await kept()
            XCTAssertEqual(after, 0)
        }
    }

    func testEveryMigrationIsInTheList() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Services/mfa/MFAService/Migrations").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        XCTAssertEqual(MFAServer.migrations.filter { $0.series == "service" }.map(\.fileName), files)
    }
}
