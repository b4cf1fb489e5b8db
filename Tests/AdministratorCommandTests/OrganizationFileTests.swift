import AppsContract
import Foundation
import IdentityContract
import ProfileContract
import XCTest

@testable import AdministratorCommand

final class OrganizationFileTests: XCTestCase {
    /// The sentences with which a file is refused.
    private func refusal(of text: String) -> [String] {
        do {
            _ = try OrganizationFile.parse(Array(text.utf8))
            return []
        } catch {
            return error.sentences
        }
    }

    private func assertRefused(_ text: String, _ sentence: String, line: UInt = #line) {
        let sentences = refusal(of: text)
        XCTAssertTrue(sentences.contains { $0.hasPrefix(sentence) }, "\(sentences)", line: line)
    }

    /// A person who is in order, with some keys replaced or added.
    private func person(_ more: String = "", email: String = "ada@a.example", username: String = "ada") -> String {
        #"{"email": "\#(email)", "username": "\#(username)"\#(more)}"#
    }

    func testTheExampleIsInOrder() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let example = try OrganizationFile.read(root.appendingPathComponent("Examples/organization.json").path)

        XCTAssertEqual(example.people.count { $0.roles.contains(.administrator) }, 1)
        XCTAssertEqual(example.people.count { !$0.roles.contains(.administrator) }, 12)
        XCTAssertEqual(example.groups.count, 3)
        XCTAssertEqual(example.applications.count, 8)
        let strict = example.applications.filter { $0.requirement.strength > .none }
        XCTAssertEqual(strict.count, 2)
        XCTAssertEqual(strict.count { $0.requirement.maximumAge != nil }, 1)
        XCTAssertEqual(example.secondFactor?.requiredOfGroups.count, 1)
        XCTAssertEqual(try Difference(between: example, and: Holdings()).newAccounts.count, 13)
    }

    func testWhatIsLeftOutHasADefault() throws {
        let text = #"{"people": [\#(person())], "applications": [{"name": "Wiki", "target": "https://wiki.example/"}]}"#
        let organization = try OrganizationFile.parse(Array(text.utf8))

        XCTAssertEqual(organization.people[0].roles, [.user])
        XCTAssertEqual(organization.applications[0].requirement, .none)
        XCTAssertFalse(organization.applications[0].isForEveryone)
        XCTAssertNil(organization.secondFactor)
    }

    func testAnAdministratorUsesThePortalToo() throws {
        let text = #"{"people": [\#(person(#", "roles": ["administrator"]"#))]}"#
        XCTAssertEqual(try OrganizationFile.parse(Array(text.utf8)).people[0].roles, [.user, .administrator])
    }

    func testValuesAreReadAsTheServicesKeepThem() throws {
        let more = #", "profile": {"firstname": "  Zoe\#u{0308} ", "lastname": ""}"#
        let text = #"{"people": [\#(person(more, email: "Ada@A.Example"))]}"#
        let ada = try OrganizationFile.parse(Array(text.utf8)).people[0]

        XCTAssertEqual(ada.email, "ada@a.example")
        XCTAssertEqual(ada.profile[.firstName].map { Array($0.utf8) }, Array("Zo\u{EB}".utf8))
        XCTAssertEqual(ada.profile[.lastName], "")
    }

    func testWhatIsNoJSONIsToldWithItsPlace() {
        assertRefused(
            "{\"people\": [],\n \"groups\": [}",
            "this is not JSON: something is wrong at line 2, column 13, or just before it."
        )
        assertRefused("", "this is not JSON")
        assertRefused("[]", "the whole must be an object")
    }

    func testAKeyThatMeansNothingIsNotOverlooked() {
        assertRefused(#"{"persons": []}"#, "persons is not known here; known are: people, groups")
        assertRefused(#"{"groups": [{"name": "A", "memebrs": []}]}"#, "groups[0].memebrs is not known here")
        assertRefused(
            #"{"people": [\#(person(#", "profile": {"shoeSize": "44"}"#))]}"#,
            "people[0].profile.shoeSize is no field of a profile"
        )
    }

    func testAWrongValueIsToldWithItsPath() {
        assertRefused(#"{"people": [{"email": 7, "username": "a"}]}"#, "people[0].email must be a text.")
        assertRefused(#"{"people": [{"username": "a"}]}"#, "people[0].email is missing.")
        assertRefused(#"{"people": [{"email": null, "username": "a"}]}"#, "people[0].email must be a text")
        assertRefused(#"{"groups": [{"name": "A", "members": "ada"}]}"#, "groups[0].members must be a list.")
        assertRefused(
            #"{"people": [\#(person(#", "roles": ["user", "boss"]"#))]}"#,
            "people[0].roles[1] must be one of: user, administrator."
        )
        assertRefused(
            #"{"applications": [{"name": "A", "target": "https://a.example", "requirement": {"strength": "strong"}}]}"#,
            "applications[0].requirement.strength must be one of: none, mfa, phishingResistant."
        )
        assertRefused(
            #"{"applications": [{"name": "A", "target": "https://a.example", "requirement": {}}]}"#,
            "applications[0].requirement.strength is missing."
        )
        assertRefused(
            #"{"applications": [{"name": "A", "target": "https://a.example", "everyone": "yes"}]}"#,
            "applications[0].everyone must be true or false."
        )
        assertRefused(
            #"{"secondFactor": {"enrolmentDays": "7"}}"#,
            "secondFactor.enrolmentDays must be a whole number."
        )
    }

    func testEverythingElseThatIsWrongIsToldAtOnce() {
        let people = [
            person(email: "nobody"), person(username: "Ada L"), person(email: "b@a.example", username: "ada"), person(),
        ]
        XCTAssertEqual(
            refusal(of: #"{"people": [\#(people.joined(separator: ", "))]}"#),
            [
                "people[0].email must be an e-mail address.",
                "people[1].username must have 1 to 64 characters of a–z, 0–9, dot, hyphen and underscore, and begin with a "
                    + "letter.",
                "people[2].username is also that of people[0].",
                "people[3].email is also that of people[1].",
                "people[3].username is also that of people[2].",
            ]
        )
    }

    func testNamesAddressesAndNumbersHaveBounds() {
        let long = String(repeating: "a", count: 101)
        assertRefused(#"{"groups": [{"name": " "}]}"#, "groups[0].name must have 1 to 100 characters.")
        assertRefused(#"{"groups": [{"name": "\#(long)"}]}"#, "groups[0].name must have 1 to 100 characters.")
        assertRefused(#"{"groups": [{"name": "a"}, {"name": "A"}]}"#, "groups[1].name is also that of groups[0].")
        for wrong in [
            "javascript:alert(1)", "//a.example", "ftp://a.example", "https://", "https://me:pw@a.example", "a b",
        ] {
            assertRefused(
                #"{"applications": [{"name": "A", "target": "\#(wrong)"}]}"#,
                "applications[0].target must be an address"
            )
        }
        for minutes in [0, 43_201, -5, Int.max] {
            assertRefused(
                """
                {"applications": [{"name": "A", "target": "https://a.example",
                 "requirement": {"strength": "mfa", "maximumAgeMinutes": \(minutes)}}]}
                """,
                "applications[0].requirement.maximumAgeMinutes must be from 1 to 43200."
            )
        }
        assertRefused(#"{"secondFactor": {"enrolmentDays": 0}}"#, "secondFactor.enrolmentDays must be from 1 to 365.")
        let value = String(repeating: "a", count: 201)
        assertRefused(
            #"{"people": [\#(person(#", "profile": {"firstname": "\#(value)"}"#))]}"#,
            "people[0].profile.firstname must have at most 200 characters."
        )
    }

    func testAFileThatIsNotThereIsNamed() {
        XCTAssertThrowsError(try OrganizationFile.read("/nowhere/organization.json")) { error in
            XCTAssertEqual("\(error)", "/nowhere/organization.json: there is no such file.")
        }
        XCTAssertThrowsError(try OrganizationFile.read("/tmp"))
    }
}
