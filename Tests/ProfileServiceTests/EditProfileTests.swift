import IdentityContract
import Messaging
import ProfileContract
import ServiceRuntime
import Support
import XCTest

final class EditProfileTests: XCTestCase {
    private func edit(_ field: ProfileField, _ value: String, seeing seen: String = "") -> EditProfile {
        EditProfile(field: field, value: value, seenValue: seen)
    }

    func testAnEditIsKeptAndIsOnesOwn() async throws {
        try await ProfileHouse.open { house in
            let (ada, brian) = (house.visitor(), house.visitor())
            let empty = try await house.ask(ShowProfile(), as: ada)
            XCTAssertEqual(empty.fields, [:])

            let edited = try await house.ask(edit(.firstName, "  Ada "), as: ada)
            XCTAssertEqual(edited.fields, [.firstName: "Ada"])
            XCTAssertGreaterThan(edited.version, empty.version)
            let shown = try await house.ask(ShowProfile(), as: ada.elsewhere(at: house.clock.now))
            XCTAssertEqual(shown, edited)
            let others = try await house.ask(ShowProfile(), as: brian)
            XCTAssertEqual(others.fields, [:])
        }
    }

    func testAnEmptyValueClears() async throws {
        try await ProfileHouse.open { house in
            let ada = house.visitor()
            _ = try await house.ask(edit(.lastName, "Ada"), as: ada)
            let cleared = try await house.ask(edit(.lastName, " ", seeing: "Ada"), as: ada)
            XCTAssertEqual(cleared.fields, [:])
        }
    }

    func testTheChangeOfAnotherTabIsNotOverwritten() async throws {
        try await ProfileHouse.open { house in
            let ada = house.visitor()
            _ = try await house.ask(edit(.homeCity, "London"), as: ada)
            // Two tabs show London. The first saves; the second is told, and what it saw is not what there is.
            let first = try await house.ask(edit(.homeCity, "Paris", seeing: "London"), as: ada)
            try await assertRefused(because: EditProfile.Refusal.changedMeanwhile(current: "Paris")) {
                try await house.ask(edit(.homeCity, "Rome", seeing: "London"), as: ada)
            }
            let shown = try await house.ask(ShowProfile(), as: ada)
            XCTAssertEqual(shown, first)
            // Another field is no conflict, and neither is the very same value.
            _ = try await house.ask(edit(.homeState, "Île-de-France"), as: ada)
            let same = try await house.ask(edit(.homeCity, "Paris", seeing: "London"), as: ada)
            XCTAssertEqual(same.version, shown.version + 1)
        }
    }

    func testOfManyTabsThatSaveAtOnceOneGetsThrough() async throws {
        try await ProfileHouse.open { house in
            let ada = house.visitor()
            let saved = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<20 {
                    let edit = edit(.homeCity, "City \(number)")
                    group.addTask { (try? await house.ask(edit, as: ada)) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            XCTAssertEqual(saved, 1)
        }
    }

    func testWhatApplicationsDecideByIsTheAdministrators() async throws {
        let closed: [ProfileField] = [
            .employeeID, .jobTitle, .department, .costCenter, .company, .employeeType, .location,
        ]
        try await ProfileHouse.open { house in
            let ada = house.visitor()
            for field in closed {
                try await assertRefused(because: EditProfile.Refusal.notYours) {
                    try await house.ask(edit(field, "x"), as: ada)
                }
            }
            let values: [ProfileField.Kind: String] = [
                .name: "Ada", .text: "Ada", .email: "ada@example.org", .phone: "+1 555 0100", .country: "GB",
            ]
            for field in ProfileField.allCases where !closed.contains(field) {
                _ = try await house.ask(edit(field, try XCTUnwrap(values[field.kind])), as: ada)
            }
            let shown = try await house.ask(ShowProfile(), as: ada)
            XCTAssertEqual(Set(shown.fields.keys), Set(ProfileField.allCases).subtracting(closed))
        }
    }

    func testWhatIsNotAcceptableIsToldAndNothingIsKept() async throws {
        try await ProfileHouse.open { house in
            let ada = house.visitor()
            let typed: [(ProfileField, String, FieldProblem)] = [
                (.firstName, String(repeating: "a", count: 201), .tooLong),
                (.firstName, "a\0b", .forbiddenCharacters),
                (.alternateEmail, "ada", .notAnAddress),
                (.workPhone, "call me", .notAPhoneNumber),
                (.homeCountry, "Atlantis", .notACountry),
            ]
            for (field, value, problem) in typed {
                try await assertRefused(because: EditProfile.Refusal.notAcceptable(problem)) {
                    try await house.ask(edit(field, value), as: ada)
                }
            }
            let shown = try await house.ask(ShowProfile(), as: ada)
            XCTAssertEqual(shown.fields, [:])
        }
    }

    func testTheAlternateEmailAsksForAFreshProof() async throws {
        try await ProfileHouse.open { house in
            func assertNeeds(_ strength: Strength, _ visitor: PassportHolder, line: UInt = #line) async throws {
                let needed = Requirement(strength: strength, maximumAge: Requirement.sensitiveAge)
                try await assertRefused(because: AccessDenial.assuranceNeeded(needed).denial, line: line) {
                    try await house.ask(edit(.alternateEmail, "ada@example.org"), as: visitor)
                }
            }
            let ada = house.visitor()
            house.clock.advance(by: 601)
            try await assertNeeds(.none, ada)
            // Anything else is no sensitive change.
            _ = try await house.ask(edit(.firstName, "Ada"), as: ada)

            var enrolled = ada.signedIn(by: [.password], at: house.clock.now)
            enrolled.strongestFactor = .mfa
            try await assertNeeds(.mfa, enrolled)
            let proven = enrolled.signedIn(by: [.oneTimeCode], at: house.clock.now)
            let edited = try await house.ask(edit(.alternateEmail, "ada@example.org"), as: proven)
            XCTAssertEqual(edited.fields[.alternateEmail], "ada@example.org")
        }
    }

    func testAnEditAskedForTwiceIsOneAndNobodyElsesToRepeat() async throws {
        try await ProfileHouse.open { house in
            let (ada, key) = (house.visitor(), IdempotencyKey())
            let first = try await house.ask(edit(.firstName, "Ada"), as: ada, once: key)
            _ = try await house.ask(edit(.firstName, "Countess", seeing: "Ada"), as: ada)
            // Although the field has changed since, the repeat is answered as the first time.
            let second = try await house.ask(edit(.firstName, "Ada"), as: ada, once: key)
            XCTAssertEqual(first, second)
            for (question, visitor) in [(edit(.firstName, "Ada"), house.visitor()), (edit(.firstName, "Eve"), ada)] {
                try await assertRefused(because: Fault(.malformed)) {
                    try await house.ask(question, as: visitor, once: key)
                }
            }
        }
    }
}
