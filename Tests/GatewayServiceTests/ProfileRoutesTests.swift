import AuthContract
import HTTP
import IdentityContract
import MFAContract
import Messaging
import ProfileContract
import Support
import XCTest

@testable import GatewayService

final class ProfileRoutesTests: XCTestCase {
    private let words = Words.english.refusals

    func testASavedFieldIsThereAfterwards() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let saved = try await browser.submit("/profile/firstname", on: "/profile", ["value": "Augusta"])
            XCTAssertEqual(saved.location, "/profile?saved=firstname")
            let page = try await browser.get("/profile?saved=firstname")
            XCTAssertTrue(page.text.contains("value=\"Augusta\""))
            XCTAssertTrue(page.text.contains("Augusta Lovelace"), "the name in the menu is the new one")
        }
    }

    func testAProgramIsAnsweredInJSON() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let hidden = try await browser.get("/profile").hidden(in: "/profile/firstname")
            let json: HTTPHeaders = ["Accept": "application/json"]
            func edit(_ field: String, _ value: String) async throws -> Seen {
                try await browser.post("/profile/\(field)", hidden: hidden, ["value": value], headers: json)
            }

            let saved = try await edit("firstname", "Augusta")
            XCTAssertEqual(saved.status, .ok)
            XCTAssertEqual(saved.text, #"{"field":"firstname","value":"Augusta","version":2}"#)

            let overtaken = try await edit("firstname", "Ada King")
            XCTAssertEqual(overtaken.status, .conflict)
            let problem = try overtaken.response.decode(Problem.self)
            XCTAssertEqual(overtaken.header("Content-Type"), "application/problem+json")
            XCTAssertEqual(problem.type, "/problems/changed-meanwhile")
            XCTAssertEqual(problem.current, "Augusta")
            XCTAssertEqual(problem.status, 409)

            let long = try await edit("firstname", String(repeating: "x", count: 201))
            XCTAssertEqual(long.status, .unprocessable)
            let closed = try await edit("department", "Board")
            XCTAssertEqual(closed.status, .forbidden)
            XCTAssertEqual(try closed.response.decode(Problem.self).type, "/problems/not-yours")

            portal.profile.script.fail(EditProfile.self, with: Fault(.unavailable))
            let away = try await edit("firstname", "Ada")
            XCTAssertEqual(away.status, .serviceUnavailable)
            XCTAssertNotNil(away.header("Retry-After"))
            XCTAssertEqual(away.header("Content-Type"), "application/problem+json")
            portal.profile.script.fail(EditProfile.self, with: nil)

            portal.clock.advance(by: 11 * 60)
            let proof = try await edit("alternateEmail", "ada@home.example")
            XCTAssertEqual(proof.status, .forbidden)
            XCTAssertEqual(try proof.response.decode(Problem.self).location?.hasPrefix("/verify?then="), true)

            portal.auth.endSessions()
            try await eventually(within: .seconds(5), "the session to be gone") {
                try await edit("firstname", "x").status == .unauthorized
            }
        }
    }

    func testThePagesScriptGetsTheRowAlone() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let hidden = try await browser.get("/profile").hidden(in: "/profile/firstname")
            let saved = try await browser.post(
                "/profile/firstname",
                hidden: hidden,
                ["value": "Augusta", "part": "row"]
            )
            XCTAssertEqual(saved.status, .ok)
            XCTAssertFalse(saved.text.contains("<html"))
            XCTAssertEqual(try saved.hidden(in: "/profile/firstname")["seen"], "Augusta")

            let overtaken = try await browser.post(
                "/profile/firstname",
                hidden: hidden,
                ["value": "Byron", "part": "row"]
            )
            XCTAssertEqual(overtaken.status, .conflict)
            XCTAssertTrue(overtaken.text.contains("value=\"Byron\""))
            XCTAssertEqual(try overtaken.hidden(in: "/profile/firstname")["seen"], "Augusta")
            // Saving again takes it.
            let again = try await browser.post(
                "/profile/firstname",
                hidden: try overtaken.hidden(in: "/profile/firstname"),
                ["value": "Byron", "part": "row"]
            )
            XCTAssertEqual(again.status, .ok)
        }
    }

    func testEveryNoStandsBesideTheFieldWithWhatWasTyped() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let table: [(EditProfile.Refusal, HTTPStatus)] =
                FieldProblem.allCases.map { (.notAcceptable($0), .unprocessable) } + [
                    (.notYours, .forbidden), (.changedMeanwhile(current: "Byron"), .conflict),
                ]
            for (refusal, status) in table {
                portal.profile.script.fail(EditProfile.self, with: refusal)
                let seen = try await browser.submit("/profile/firstname", on: "/profile", ["value": "<Augusta>"])
                XCTAssertEqual(seen.status, status, "\(refusal)")
                XCTAssertTrue(seen.text.contains("&lt;Augusta&gt;"), "\(refusal)")
                XCTAssertTrue(seen.text.contains("Profile Details"), "\(refusal)")
            }
            portal.profile.script.fail(EditProfile.self, with: nil)
            for value in [
                "a\u{0}b", "\u{202e}adA", String(repeating: "x", count: 201), String(repeating: "y", count: 20_000),
            ] {
                let seen = try await browser.submit("/profile/firstname", on: "/profile", ["value": value])
                XCTAssertEqual(seen.status, .unprocessable)
            }
            let emoji = try await browser.submit("/profile/firstname", on: "/profile", ["value": "Ada 🐎"])
            XCTAssertEqual(emoji.status, .seeOther)
            let unknown = try await browser.get("/profile/nonsense")
            XCTAssertEqual(unknown.status, .notFound)
        }
    }

    /// The alternate e-mail asks for a proof first; what was typed comes through it.
    func testWhatWasTypedComesThroughAStepUp() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            portal.clock.advance(by: 11 * 60)
            portal.mfa.setDue(.password)
            let asked = try await browser.submit(
                "/profile/alternateEmail",
                on: "/profile",
                ["value": "ada@home.example"]
            )
            XCTAssertEqual(asked.location?.hasPrefix("/verify?then="), true)
            let confirm = try await browser.follow(try XCTUnwrap(asked.location))
            let hidden = try confirm.hidden(in: "/confirm")
            let back = try await browser.post("/confirm", hidden: hidden, ["password": ScriptedAuth.password])
            XCTAssertEqual(back.location, "/profile/alternateEmail?value=ada%40home.example")
            let page = try await browser.get(try XCTUnwrap(back.location))
            XCTAssertTrue(page.text.contains("value=\"ada@home.example\""))
            XCTAssertNil(portal.profile.fields[.alternateEmail], "it is shown, and not saved by an address")
            let form = try page.hidden(in: "/profile/alternateEmail")
            let saved = try await browser.post(
                "/profile/alternateEmail",
                hidden: form,
                ["value": "ada@home.example"]
            )
            XCTAssertEqual(saved.location, "/profile?saved=alternateEmail")
            XCTAssertEqual(portal.profile.fields[.alternateEmail], "ada@home.example")
        }
    }

    private struct Problem: Decodable {
        var type: String
        var status: Int
        var location: String?
        var current: String?
    }
}
