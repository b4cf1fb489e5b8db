import AppsContract
import AuthContract
import IdentityContract
import MFAContract
import Messaging
import ProfileContract
import XCTest

/// `docs/wire-protocol.md` lists every question, and says of each what the code says.
final class WireProtocolTests: XCTestCase {
    /// Everything that can be asked on the bus.
    private static let questions: [ListedQuestion] = {
        let all: [any Request.Type] =
            [AskHealth.self] + AuthQuestions.all + MFAQuestions.all + ProfileQuestions.all + AppsQuestions.all
        return all.map { ListedQuestion($0) }
    }()

    func testEveryQuestionThatIsDeclaredStandsInItsContractsList() throws {
        let listed = Set(Self.questions.map(\.name))
        let declared = Set(try DeclaredQuestion.all().map(\.name))
        XCTAssertGreaterThan(declared.count, 30, "the sources were not found, or are written otherwise now")
        XCTAssertEqual(declared.subtracting(listed), [], "declared, and in no list")
        XCTAssertEqual(listed.subtracting(declared), [], "in a list, and not found in the sources")
    }

    func testTheDocumentListsEverySubjectOnceAndNoOther() throws {
        let documented = try WireProtocolDocument().rows.map(\.subject)
        let subjects = Self.questions.map(\.subject)
        XCTAssertEqual(Set(subjects).count, subjects.count, "no two questions have one subject")
        XCTAssertEqual(Set(documented).count, documented.count, "no subject stands there twice")
        XCTAssertEqual(Set(subjects).subtracting(documented), [], "missing from the document")
        XCTAssertEqual(Set(documented).subtracting(subjects), [], "in the document only")
    }

    func testEachSubjectIsTheKindOfQuestionThatTheDocumentSays() throws {
        let rows = try WireProtocolDocument().rows
        for question in Self.questions {
            let row = try XCTUnwrap(rows.first { $0.subject == question.subject }, "\(question.subject)")
            XCTAssertEqual(row.kind, question.kind, row.subject)
        }
    }

    func testEachQuestionHasTheFieldsAndRefusalsThatTheDocumentSays() throws {
        let rows = try WireProtocolDocument().rows
        let declared = try DeclaredQuestion.all()
        for question in Self.questions {
            let row = try XCTUnwrap(rows.first { $0.subject == question.subject }, "\(question.subject)")
            let source = try XCTUnwrap(declared.first { $0.name == question.name }, row.subject)
            XCTAssertEqual(Set(row.fields), Set(source.fields), row.subject)
            XCTAssertEqual(Set(row.refusals), Set(source.refusals), row.subject)
        }
    }

    func testEachDenialAndFaultStandsInTheDocument() throws {
        let text = try WireProtocolDocument().text
        for kind in Fault.Kind.allCases { XCTAssertTrue(text.contains("| `\(kind.rawValue)` |"), kind.rawValue) }
        let denials: [AccessDenial] = [
            .passportMissing, .passportForged, .passportExpired, .passportBorrowed, .sessionEnded, .sessionPending,
            .assuranceNeeded(.none),
        ]
        for denial in denials { XCTAssertTrue(text.contains("| `\(denial.denial.code)` |"), denial.denial.code) }
    }

    /// Whoever must show a passport is the same in the document and in the tests that try without one.
    func testQuestionsForPeopleAreThoseThatAreTriedWithoutAPassport() throws {
        let rows = try WireProtocolDocument().rows
        let personal = PersonalQuestion.all(proof: SignedProof(unchecked: [1]))
        XCTAssertEqual(Set(rows.filter(\.isForPeople).map(\.subject)), Set(personal.map(\.subject.name)))
        XCTAssertEqual(
            Set(rows.filter(\.isOpenToPending).map(\.subject)),
            Set(personal.filter(\.isOpenToPending).map(\.subject.name))
        )
    }
}

/// What the type of a question tells.
private struct ListedQuestion {
    let name: String
    let subject: String
    let kind: String

    init<Question: Request>(_ question: Question.Type) {
        name = String(String(describing: question).prefix { $0 != "<" })
        subject = Question.subject.name
        kind = Question.effect == .reads ? "read" : "change"
    }
}
