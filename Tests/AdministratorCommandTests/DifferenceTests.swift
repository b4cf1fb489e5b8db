import AppsContract
import AuthContract
import Foundation
import IdentityContract
import MFAContract
import ProfileContract
import ServiceRuntime
import XCTest

@testable import AdministratorCommand

final class DifferenceTests: XCTestCase {
    private static let moment = Date(timeIntervalSince1970: 1_790_000_000)
    private let ada = AccountID(at: moment)
    private let bert = AccountID(at: moment)
    private let kitchen = GroupID(at: moment)

    /// Ada, who is in the kitchen and has a wiki.
    private let organization = Organization(
        people: [
            Organization.Person(
                email: "ada@a.example",
                username: "ada",
                roles: [.user],
                profile: [.firstName: "Ada", .lastName: ""]
            )
        ],
        groups: [Organization.Group(name: "Kitchen", members: ["ada"])],
        applications: [
            Organization.Application(
                name: "Wiki",
                description: "",
                target: "https://wiki.example/",
                colour: .teal,
                requirement: Requirement(strength: .mfa, maximumAge: 600),
                isForEveryone: false,
                groups: ["kitchen"],
                people: ["ADA@a.example"]
            )
        ],
        secondFactor: Organization.SecondFactor(
            requiredOfEveryone: false,
            requiredOfGroups: ["kitchen"],
            requiredOfRoles: [.administrator],
            enrolmentDays: 3
        )
    )

    /// A portal that holds just that.
    private var holdings: Holdings {
        Holdings(
            accounts: [
                AccountSummary(id: ada, email: "Ada@a.example", username: "ada", roles: [.user], state: .activated)
            ],
            profiles: [ada: Profile(fields: [.firstName: "Ada", .homeCity: "Bergen"], version: 3)],
            groups: [GroupSummary(id: kitchen, name: "Kitchen", members: [ada])],
            applications: [
                ListApplications.Reply.Entry(
                    id: ApplicationID(at: Self.moment),
                    declaration: ApplicationDeclaration(
                        name: "Wiki",
                        description: "",
                        target: "https://wiki.example/",
                        colour: .teal,
                        requirement: Requirement(strength: .mfa, maximumAge: 600),
                        isForEveryone: false,
                        groups: [kitchen],
                        people: [ada]
                    )
                )
            ],
            policy: FactorPolicy(
                requiredOfGroups: [kitchen],
                requiredOfRoles: [.administrator],
                enrolmentDays: 3
            )
        )
    }

    /// The same with Bert, of whom the file knows nothing, everywhere.
    private var holdingsWithBert: Holdings {
        var more = holdings
        more.accounts.append(
            AccountSummary(id: bert, email: "bert@a.example", username: "bert", roles: [.user], state: .activated)
        )
        more.profiles[bert] = Profile(fields: [:], version: 0)
        more.groups[0].members.insert(bert)
        more.applications[0].declaration.people.insert(bert)
        return more
    }

    func testAPortalThatHoldsItAllNeedsNothing() throws {
        let difference = try Difference(between: organization, and: holdings)
        XCTAssertTrue(difference.isEmpty, difference.text)
        XCTAssertEqual(difference.kept, [])
        XCTAssertEqual(difference.text, "")
    }

    func testAnEmptyPortalNeedsEverything() throws {
        let difference = try Difference(between: organization, and: Holdings())

        XCTAssertEqual(
            difference.text,
            """
            Accounts
              + ada@a.example
                  username: ada
                  roles: user
            Profiles
              + ada@a.example
                  firstname: Ada
            Groups
              + Kitchen
                  + ada@a.example
            Applications
              + Wiki
                  target: https://wiki.example/
                  colour: teal
                  asks for: a second factor, at most 10 minutes old
                  for everyone: no
                  groups: +Kitchen
                  people: +ada@a.example
            Second factor
              ~ Required
                  of groups: none → Kitchen
                  of roles: none → administrator
                  days to enrol: 7 → 3
            """
        )
    }

    func testAChangedFieldShowsOldAndNew() throws {
        var changed = organization
        changed.people[0].profile[.firstName] = "Augusta"
        changed.people[0].profile[.homeCity] = ""
        let difference = try Difference(between: changed, and: holdings)

        XCTAssertEqual(difference.changes.map(\.kind), [.profile])
        XCTAssertEqual(difference.changes[0].details, ["firstname: Ada → Augusta", "homeCity: Bergen → (empty)"])
    }

    func testAnAccountWithoutAProfileGetsAnEmptyOne() throws {
        var bare = holdings
        bare.profiles = [:]
        var quiet = organization
        quiet.people[0].profile = [:]
        let difference = try Difference(between: quiet, and: bare)

        XCTAssertEqual(difference.profiles, [Difference.ProfileChange(email: "ada@a.example", isNew: true, fields: [])])
    }

    func testWhatTheFileDoesNotListStaysAndIsNamed() throws {
        let difference = try Difference(between: organization, and: holdingsWithBert)

        XCTAssertTrue(difference.isEmpty, difference.text)
        XCTAssertEqual(
            difference.kept,
            [
                "Kitchen keeps members that the file does not list: bert@a.example.",
                "Wiki keeps people that the file does not list: bert@a.example.",
            ]
        )
    }

    func testPruningRemovesItFromWhatTheFileDeclaresAndNothingElse() throws {
        let difference = try Difference(between: organization, and: holdingsWithBert, pruning: true)

        XCTAssertEqual(difference.kept, [])
        XCTAssertEqual(difference.groups.map(\.removed), [["bert@a.example"]])
        XCTAssertEqual(difference.applications.map(\.details), [["people: −bert@a.example"]])
        XCTAssertEqual(difference.newAccounts, [])
        XCTAssertEqual(difference.profiles, [])
    }

    func testAnApplicationsChangesAreSpelledOut() throws {
        var changed = organization
        changed.applications[0].target = "https://wiki.example/home"
        changed.applications[0].requirement = .none
        changed.applications[0].isForEveryone = true
        let difference = try Difference(between: changed, and: holdings)

        XCTAssertEqual(
            difference.applications.map(\.details),
            [
                [
                    "target: https://wiki.example/ → https://wiki.example/home", "asks for: any sign-in",
                    "for everyone: no → yes",
                ]
            ]
        )
    }

    func testAFileWithoutASecondFactorLeavesThePolicyAlone() throws {
        var silent = organization
        silent.secondFactor = nil
        XCTAssertNil(try Difference(between: silent, and: holdings).policy)
    }

    func testNamesThatStandForNothingAreRefusedWithTheirPlace() {
        var wrong = organization
        wrong.groups[0].members = ["ada", "bertt"]
        wrong.applications[0].groups = ["Garage"]
        wrong.applications[0].people = ["carl"]
        wrong.secondFactor?.requiredOfGroups = ["Attic"]
        XCTAssertThrowsError(try Difference(between: wrong, and: holdings)) { error in
            XCTAssertEqual(
                (error as? OrganizationProblems)?.sentences,
                [
                    "groups[0].members[1]: nobody has the e-mail address or username \"bertt\".",
                    "applications[0].groups[0]: there is no group \"Garage\".",
                    "applications[0].people[0]: nobody has the e-mail address or username \"carl\".",
                    "secondFactor.requiredOfGroups[0]: there is no group \"Attic\".",
                ]
            )
        }
    }

    func testAGroupAndPeopleOfThePortalCanBeNamedWithoutBeingDeclared() throws {
        var short = organization
        short.people = []
        short.groups = []
        XCTAssertTrue(try Difference(between: short, and: holdings).isEmpty)
    }

    func testWhatCannotBeChangedYetIsSaidBeforeAnythingIsDone() {
        var other = organization
        other.people[0].username = "augusta"
        other.people[0].roles = [.user, .administrator]
        other.groups = []
        other.applications = []
        XCTAssertThrowsError(try Difference(between: other, and: holdings)) { error in
            XCTAssertEqual(
                (error as? OrganizationProblems)?.sentences,
                [
                    "people[0].username: ada@a.example is called ada, and usernames cannot be changed yet.",
                    "people[0].roles: ada@a.example is user, and roles cannot be changed yet.",
                ]
            )
        }
        other.people[0].email = "augusta@a.example"
        other.people[0].username = "ada"
        XCTAssertThrowsError(try Difference(between: other, and: holdings)) { error in
            XCTAssertEqual("\(error)", "people[0].username is already that of Ada@a.example.")
        }
    }
}
