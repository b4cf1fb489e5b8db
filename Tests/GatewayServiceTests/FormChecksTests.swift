import Cryptography
import HTTP
import IdentityContract
import ServiceRuntime
import Support
import XCTest

@testable import GatewayService

final class FormChecksTests: XCTestCase {
    private let address = PublicAddress(localhostPort: 8080)
    private let browser = Token(random: SeededRandom(seed: 1))
    private let session = SessionID(at: SetClock().now, random: SeededRandom(seed: 2))

    func testATokenIsOfOneBrowserAndOneSession() {
        let token = FormToken(browser: browser, session: session)
        XCTAssertTrue(token.matches(FormToken(browser: browser, session: session).text))

        let other = Token(random: SeededRandom(seed: 3))
        let otherSession = SessionID(at: SetClock().now, random: SeededRandom(seed: 4))
        XCTAssertFalse(token.matches(FormToken(browser: other, session: session).text))
        XCTAssertFalse(token.matches(FormToken(browser: browser, session: otherSession).text))
        XCTAssertFalse(token.matches(FormToken(browser: browser, session: nil).text))
        XCTAssertFalse(token.matches(token.text + "A"))
        XCTAssertFalse(token.matches(""))
        XCTAssertFalse(token.matches(nil))
    }

    func testTheOriginDecides() {
        let check = OriginCheck(address: address)
        let ours = "http://localhost:8080"
        let table: [(origin: String?, site: String?, referer: String?, isTaken: Bool)] = [
            (ours, nil, nil, true),
            (ours, "cross-site", nil, true),
            ("null", "same-origin", ours + "/login", false),
            ("http://localhost", nil, ours + "/login", false),
            ("http://localhost:8081", "same-origin", nil, false),
            ("https://localhost:8080", nil, nil, false),
            ("http://localhost:8080.evil.example", nil, nil, false),
            ("http://evil.example", nil, nil, false),
            (nil, "same-origin", nil, true),
            (nil, "same-site", ours + "/login", false),
            (nil, "cross-site", nil, false),
            (nil, "none", nil, false),
            (nil, nil, ours + "/login", true),
            (nil, nil, ours, true),
            (nil, nil, "http://localhost:8080.evil.example/", false),
            (nil, nil, "http://localhost:80801/", false),
            (nil, nil, nil, false),
        ]
        for row in table {
            let isTaken = check.accepts(origin: row.origin, fetchSite: row.site, referer: row.referer)
            XCTAssertEqual(isTaken, row.isTaken, "\(row)")
        }
    }

    func testAFormIsAskedForItsTokenOnlyWhenItComesFromHere() async throws {
        let token = FormToken(browser: browser, session: session)
        let fields: FormFields = ["token": token.text, "then": "//evil.example", "code": "123"]
        let form = try await CheckedForm(fields, of: try request(origin: address.origin), at: address) { token }
        XCTAssertEqual(form["code"], "123")
        XCTAssertEqual(form["missing"], "")
        XCTAssertEqual(form.then, .applications)

        await assertRefused(.stale) {
            _ = try await CheckedForm(["token": "x"], of: self.request(origin: self.address.origin), at: self.address) {
                token
            }
        }
        await assertRefused(.fromElsewhere) {
            _ = try await CheckedForm(fields, of: self.request(origin: "http://evil.example"), at: self.address) {
                XCTFail("nobody is asked about a form of another site's")
                return token
            }
        }
    }

    private func request(origin: String) throws -> HTTPRequest {
        try HTTPRequest(.post, "/verify/code", headers: ["Origin": origin, "Host": address.authority])
    }

    private func assertRefused(_ reason: FormRefused, _ body: () async throws -> Void) async {
        do {
            try await body()
            XCTFail("should have been refused")
        } catch {
            XCTAssertEqual(error as? FormRefused, reason)
        }
    }
}
