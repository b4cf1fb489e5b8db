import Markup
import XCTest

final class EscapingTests: XCTestCase {
    func testTextMeansItselfWhateverItHolds() {
        XCTAssertEqual(
            rendered { p { "<script>alert(\"1\")</script> & 'more'" } },
            "<p>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;</p>"
        )
    }

    func testInterpolatedTextIsEscapedToo() {
        let name = "</p><img src=x onerror=alert(1)>"
        XCTAssertEqual(
            rendered { p { "Hello, \(name)" } },
            "<p>Hello, &lt;/p&gt;&lt;img src=x onerror=alert(1)&gt;</p>"
        )
    }

    func testAnAttributeCannotBeLeft() {
        XCTAssertEqual(
            rendered { input(.value("\" autofocus onfocus='alert(1)'><b>&amp;")) },
            "<input value=\"&quot; autofocus onfocus=&#39;alert(1)&#39;&gt;&lt;b&gt;&amp;amp;\">"
        )
    }

    func testEveryDangerousCharacterIsEscapedInEveryValueThatIsText() {
        let dangerous = "\"'<>&"
        let attributes: [Attribute] = [
            .id(dangerous), .title(dangerous), .lang(dangerous), .data("x", dangerous), .ariaLabel(dangerous),
            .ariaLabelledBy(dangerous), .ariaDescribedBy(dangerous), .alt(dangerous), .dateTime(dangerous),
            .d(dangerous), .name(dangerous), .value(dangerous), .for(dangerous), .form(dangerous),
            .placeholder(dangerous),
        ]
        for attribute in attributes {
            let html = rendered { input(attribute) }
            XCTAssertTrue(html.hasSuffix("=\"&quot;&#39;&lt;&gt;&amp;\">"), html)
        }
    }

    func testControlCharactersBecomeReplacementCharacters() {
        XCTAssertEqual(rendered { "a\0b\u{1}c\u{1B}d\u{7F}e\u{80}f\u{9F}g\r" }, "a�b�c�d�e�f�g�")
        XCTAssertEqual(rendered { input(.value("a\0b")) }, "<input value=\"a�b\">")
    }

    func testTabsLineEndsAndAllOtherTextStay() {
        let text = "tab\tline\nÅngström · naïve\u{A0}Łódź 日本語 🏛️ 👩‍👩‍👧 \u{202E}abc"
        XCTAssertEqual(rendered { text }, text)
    }

    func testTextKeepsItsMeaningBesideEscapedCharacters() {
        // The careful path, on text with two-, three- and four-byte characters around an escape.
        XCTAssertEqual(rendered { "é<日>🏛️·&\u{BF}" }, "é&lt;日&gt;🏛️·&amp;\u{BF}")
    }

    func testOnlyWordsOfTheSourceGoOutAsTheyAre() {
        XCTAssertEqual(rendered { HTML(unescaped: "<svg><g/></svg>") }, "<svg><g/></svg>")
    }

    func testIsolatedTextCannotEndItsFence() {
        XCTAssertEqual("a\u{2069}\u{202E}b".isolated, "\u{2068}ab\u{2069}")
        XCTAssertEqual("שלום".isolated, "\u{2068}שלום\u{2069}")
    }
}
