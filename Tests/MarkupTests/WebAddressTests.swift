import Markup
import XCTest

final class WebAddressTests: XCTestCase {
    func testAddressesThatRunSomethingAreRefused() {
        let refused = [
            "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
            "java\tscript:alert(1)", "\u{1}javascript:alert(1)", "data:text/html,<script>", "vbscript:x", "blob:x",
            "file:///etc/passwd", "about:blank", "view-source:http://a", "x-app://a",
        ]
        for text in refused { XCTAssertNil(WebAddress(text), text) }
    }

    func testAddressesThatLookLocalAndAreNotAreRefused() {
        for text in ["//evil.example", "/\\evil.example", "\\\\evil.example", "/a\nb", "evil.example", "", ":", "a:b"] {
            XCTAssertNil(WebAddress(text), text)
        }
    }

    func testHTTPNeedsAHost() {
        for text in ["http:", "https:/a", "https://", "https:///a", "http://?q", "http://#f", "https:evil"] {
            XCTAssertNil(WebAddress(text), text)
        }
    }

    func testGoodAddressesStayAsTheyAre() {
        let good = [
            "/", "/applications?q=a&b=c#d", "#main", "?page=2", "https://wiki.example/a b".replacing(" ", with: "%20"),
            "http://localhost:8080/", "HTTPS://EXAMPLE.ORG/", "mailto:help@example.org", "tel:+351210000000",
            "https://müller.example/ü",
        ]
        for text in good { XCTAssertEqual(WebAddress(text)?.text, text) }
    }

    func testInterpolatedComponentsStayComponents() {
        let hostile = "../admin?x=1#y&z/%2f é\""
        let address: WebAddress = "/applications/\(hostile)/launch"
        XCTAssertEqual(address.text, "/applications/..%2Fadmin%3Fx%3D1%23y%26z%2F%252f%20%C3%A9%22/launch")
    }

    func testAStepUpTheTreeLeadsNowhere() {
        for step in [".", ".."] {
            let address: WebAddress = "/profile/fields/\(step)"
            XCTAssertEqual(address, .nowhere)
        }
    }

    func testAnInterpolationCannotChooseTheScheme() {
        let scheme = "javascript"
        let address: WebAddress = "\(scheme):alert(1)"
        XCTAssertEqual(address, .nowhere)
    }

    func testFormsStayOnTheSite() {
        XCTAssertEqual(rendered { form(.action("/login")) {} }, "<form action=\"/login\"></form>")
        XCTAssertEqual(rendered { form(.action("https://evil.example/")) {} }, "<form action=\"#\"></form>")
    }

    func testAddressesAreEscapedInAttributes() throws {
        let address = try XCTUnwrap(WebAddress("https://a.example/?a=1&b='\"<>"))
        XCTAssertEqual(
            rendered { a(.href(address)) {} },
            "<a href=\"https://a.example/?a=1&amp;b=&#39;&quot;&lt;&gt;\"></a>"
        )
    }
}
