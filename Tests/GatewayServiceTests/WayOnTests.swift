import XCTest

@testable import GatewayService

final class WayOnTests: XCTestCase {
    func testAPathOfOursIsKept() {
        for path in [
            "/", "/profile", "/applications/01890a5d-ac96-774b-bcce-b302099a8057/open", "/profile?saved=firstname",
            "/enrol/app?then=%2Fsecurity", "/a?b=//c",
        ] {
            XCTAssertEqual(WayOn(path).path, path)
        }
    }

    /// An open redirect is how a portal is made to vouch for a look-alike.
    func testNothingElseIsFollowed() {
        let lures = [
            "", "profile", "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example",
            "\\\\evil.example", "/\t/evil.example", "\t//evil.example", " //evil.example", "/ /evil.example",
            "/\n/evil.example", "/\r\nLocation: https://evil.example", "/profile\u{0}", "/a//evil.example",
            "javascript:alert(1)", "data:text/html,x", "http:/evil.example", "/profil\u{e9}", "/\u{202e}gro.live",
            "/\u{7f}", "?then=//evil.example", "#//evil.example", "/" + String(repeating: "a", count: WayOn.longest),
        ]
        for lure in lures {
            XCTAssertEqual(WayOn(lure), .applications, lure.debugDescription)
        }
        XCTAssertEqual(WayOn(nil), .applications)
    }

    func testItIsCarriedAsOneParameter() {
        let then = WayOn("/profile?saved=firstname&x=1#top")
        XCTAssertEqual(then.carried(by: "/verify"), "/verify?then=%2Fprofile%3Fsaved%3Dfirstname%26x%3D1%23top")
        XCTAssertEqual(then.carried(by: "/login", ["again": "1"]).hasSuffix("&again=1"), true)
        XCTAssertEqual(WayOn.applications.carried(by: "/verify"), "/verify")
        XCTAssertEqual(WayOn.applications.carried(by: "/login", ["again": "1"]), "/login?again=1")
    }

    /// Browsers let a form's redirects end at this site alone, so an application is then opened by a page of ours.
    func testAfterAFormAnApplicationIsOpenedByAPage() {
        let open = WayOn("/applications/01890a5d-ac96-774b-bcce-b302099a8057/open")
        XCTAssertEqual(open.afterForm.path, open.path + "?carried=1")
        XCTAssertEqual(open.afterForm.afterForm, open.afterForm)
        XCTAssertEqual(WayOn("/profile").afterForm.path, "/profile")
    }
}
