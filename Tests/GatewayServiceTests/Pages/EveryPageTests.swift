import Markup
import XCTest

@testable import GatewayService

/// What is true of every page, in every state, whatever it is given to show.
final class EveryPageTests: XCTestCase {
    func testMarkupIsWholeAndEachIDIsThereOnce() {
        forEveryPage { page, name in
            XCTAssertEqual(page.faults, [], name)
            let ids = page.elements.compactMap { $0["id"] }
            XCTAssertEqual(ids.count, Set(ids).count, "\(name) has an id twice: \(ids)")
        }
    }

    func testEveryPageSaysItsLanguageItsTitleAndOneHeading() {
        forEveryPage { page, name in
            XCTAssertEqual(page.all("html").first?["lang"], "en", name)
            XCTAssertEqual(page.all("h1").count, 1, name)
            let heading = page.all("h1").first?.text ?? ""
            let title = page.all("title").first?.text ?? ""
            XCTAssertFalse(heading.isEmpty, name)
            XCTAssertTrue(title.hasPrefix("\(heading) · "), "\(name): \(title)")
            XCTAssertEqual(page.all("main").count, 1, name)
        }
    }

    func testEveryFieldHasALabel() {
        forEveryPage { page, name in
            let labelled = Set(page.all("label").compactMap { $0["for"] })
            for field in page.all("input") where field["type"] != "hidden" {
                let isNamed =
                    field["aria-label"] != nil || labelled.contains(field["id"] ?? "")
                    || field.around.contains { $0.name == "label" }
                XCTAssertTrue(isNamed, "\(name): a field without a label, \(field.attributes)")
            }
        }
    }

    func testEveryButtonAndLinkHasAName() {
        forEveryPage { page, name in
            for element in page.elements where ["button", "a", "summary"].contains(element.name) {
                let label = element["aria-label"] ?? element.text
                XCTAssertFalse(label.isEmpty, "\(name): nothing says what \(element.attributes) is")
            }
        }
    }

    func testWhatDescribesAnElementIsOnThePage() {
        forEveryPage { page, name in
            let ids = Set(page.elements.compactMap { $0["id"] })
            for element in page.elements {
                for key in ["aria-describedby", "aria-labelledby", "popovertarget", "form", "for"] {
                    for id in (element[key] ?? "").split(separator: " ") {
                        XCTAssertTrue(ids.contains(String(id)), "\(name): \(key) names \(id), which is not there")
                    }
                }
            }
        }
    }

    func testNothingIsInlineSoThatTheStrictestPolicyHolds() {
        forEveryPage { page, name in
            XCTAssertEqual(page.all("style").count, 0, name)
            for element in page.elements {
                XCTAssertNil(element["style"], name)
                XCTAssertEqual(element.attributes.keys.filter { $0.lowercased().hasPrefix("on") }, [], name)
            }
            for script in page.all("script") {
                XCTAssertEqual(script.text, "", name)
                XCTAssertTrue(Assets.all.contains { $0.address.text == script["src"] }, name)
            }
        }
    }

    func testNothingIsLoadedFromElsewhere() {
        forEveryPage { page, name in
            for element in page.elements where element.name != "a" {
                for key in ["src", "href", "action"] {
                    guard let address = element[key] else { continue }
                    XCTAssertTrue(address.hasPrefix("/") && !address.hasPrefix("//"), "\(name): \(address)")
                }
            }
            for link in page.all("a") where link["target"] == "_blank" {
                XCTAssertEqual(link["rel"], "noopener", name)
            }
        }
    }

    func testEveryFormThatChangesSomethingCarriesAToken() {
        forEveryPage { page, name in
            let forms = page.all("form").filter { $0["method"] == "post" }.compactMap { $0["action"] }
            let tokens = page.all("input").filter { $0["name"] == "token" }
            let carried = tokens.compactMap { $0.around.last { $0.name == "form" }?.attributes["action"] }
            XCTAssertEqual(forms, carried, name)
        }
    }

    func testWhatIsTypedAsAPasswordOrCodeIsNeverPutBack() {
        forEveryPage { page, name in
            for field in page.all("input") where field["type"] == "password" || field["name"] == "code" {
                XCTAssertEqual(field["value"], "", name)
            }
        }
    }

    func testHostileTextStaysText() throws {
        for sample in PageSamples.hostile.all {
            let page = ScannedPage(sample.markup)
            XCTAssertFalse(sample.markup.contains("<script>"), sample.name)
            XCTAssertFalse(sample.markup.contains("<img"), sample.name)
            XCTAssertFalse(sample.markup.contains("\u{0}"), sample.name)
            XCTAssertEqual(page.all("b").count, 0, sample.name)
            XCTAssertTrue(page.all("title").first?.text.contains(PageSamples.hostile.portal.organization) ?? false)
        }
    }

    private func forEveryPage(_ check: (ScannedPage, String) -> Void) {
        for (page, name) in Self.pages { check(page, name) }
    }

    /// Read once for all of the tests.
    private static let pages = PageSamples.everybody.flatMap { person in
        person.all.map { (ScannedPage($0.markup), $0.name) }
    }
}
