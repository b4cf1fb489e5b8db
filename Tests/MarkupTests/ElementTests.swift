import Markup
import XCTest

final class ElementTests: XCTestCase {
    func testElementsNest() {
        XCTAssertEqual(
            rendered { ul(.class("choices")) { li { a(.href("/verify")) { "Go" } } } },
            "<ul class=\"choices\"><li><a href=\"/verify\">Go</a></li></ul>"
        )
    }

    func testVoidElementsHaveNoClosingTag() {
        XCTAssertEqual(
            rendered {
                input(.type(.email))
                br()
                hr()
                img(.alt(""))
                link(.rel("icon"))
                meta(charset: "utf-8")
            },
            "<input type=\"email\"><br><hr><img alt=\"\"><link rel=\"icon\"><meta charset=\"utf-8\">"
        )
    }

    func testAnElementWithoutContentIsStillClosed() {
        XCTAssertEqual(rendered { div {} }, "<div></div>")
        XCTAssertEqual(rendered { script(src: "/a.js") }, "<script src=\"/a.js\" defer></script>")
    }

    func testAScriptThatDecidesHowToDrawIsNotPutOff() {
        XCTAssertEqual(rendered { script(beforeDrawing: "/a.js") }, "<script src=\"/a.js\"></script>")
    }

    func testAButtonOpensWhatItNames() {
        XCTAssertEqual(
            rendered {
                button(.popoverTarget("menu")) { "Menu" }
                div(.id("menu"), .popover(), .dirAuto()) {}
            },
            "<button popovertarget=\"menu\">Menu</button><div id=\"menu\" popover=\"auto\" dir=\"auto\"></div>"
        )
    }

    func testAttributesKeepTheirOrder() {
        XCTAssertEqual(
            rendered { input(.name("b"), .id("a"), .value("c"), .class("x", "y"), .required()) },
            "<input name=\"b\" id=\"a\" value=\"c\" class=\"x y\" required>"
        )
    }

    func testAnAttributeThatDoesNotApplyIsLeftOut() {
        XCTAssertEqual(
            rendered {
                input(
                    .checked(false),
                    .disabled(false),
                    .ariaInvalid(false),
                    .ariaDescribedBy(nil),
                    .inputMode(nil),
                    .classes([]),
                    .placeholder(nil)
                )
            },
            "<input>"
        )
    }

    func testAnEmptyValueIsAValue() {
        XCTAssertEqual(rendered { input(.value("")) }, "<input value=\"\">")
    }

    func testStatementsBuildPages() {
        func list(_ names: [String], note: String?, isLoud: Bool) -> String {
            rendered {
                for name in names { li { name } }
                if let note { small { note } }
                if isLoud { strong { "!" } } else { em { "." } }
            }
        }
        XCTAssertEqual(
            list(["a", "b"], note: "n", isLoud: true),
            "<li>a</li><li>b</li><small>n</small><strong>!</strong>"
        )
        XCTAssertEqual(list([], note: nil, isLoud: false), "<em>.</em>")
    }

    func testADocumentSaysItsType() {
        let document = html(.lang("en")) { head { title { "A < B" } } }.renderedDocument()
        XCTAssertEqual(
            String(decoding: document, as: UTF8.self),
            "<!doctype html>\n<html lang=\"en\"><head><title>A &lt; B</title></head></html>"
        )
    }

    func testFrozenHTMLIsTheSame() {
        let piece = HTML { p { "<&>" } }
        XCTAssertEqual(piece.frozen().rendered(), piece.rendered())
        XCTAssertEqual(rendered { div { piece.frozen() } }, "<div><p>&lt;&amp;&gt;</p></div>")
    }

    func testARefreshNamesItsAddress() {
        XCTAssertEqual(
            rendered { meta(refreshAfter: 0, to: "/applications?a='b'") },
            "<meta http-equiv=\"refresh\" content=\"0; url=/applications?a=&#39;b&#39;\">"
        )
    }
}

/// What a piece is, as text.
func rendered(@HTMLBuilder _ content: () -> HTML) -> String {
    String(decoding: content().rendered(), as: UTF8.self)
}
