import AppsContract
import Foundation
import MFAContract
import ProfileContract
import XCTest

@testable import GatewayService

/// The catalogue holds all that the portal says.
final class CatalogueTests: XCTestCase {
    func testNoPageSaysAWordThatIsNotInTheCatalogue() throws {
        var samples = PageSamples.ordinary
        samples.portal.words = try Self.marked()
        let data = Self.data(of: samples)
        for sample in samples.all {
            let page = ScannedPage(sample.markup)
            let spoken = page.elements.flatMap { element in
                ["aria-label", "placeholder", "title", "alt", "data-done", "data-saving", "data-failed", "data-none"]
                    .compactMap { element[$0] }
            }
            for text in page.texts + spoken {
                let rest = Self.withoutMarkedWords(text, and: data)
                XCTAssertNil(rest.first(where: \.isLetter), "\(sample.name) says \"\(text)\" by itself")
            }
        }
    }

    func testEveryWordIsThereAndTidy() throws {
        var count = 0
        _ = try Self.mapped(Words.english) { text in
            count += 1
            XCTAssertFalse(text.isEmpty)
            XCTAssertEqual(text, text.trimmingCharacters(in: .whitespacesAndNewlines))
            XCTAssertFalse(text.contains("  "), text)
            return text
        }
        XCTAssertGreaterThan(count, 200)
    }

    func testALanguageIsReadAsItIsWritten() throws {
        let copy = try Self.mapped(Words.english) { $0 }
        XCTAssertEqual(copy.frame.applications, "Applications")
        XCTAssertEqual(copy.refusals.waitMinutes(3), Words.english.refusals.waitMinutes(3))
    }

    // MARK: Marking

    private static func marked() throws -> Words {
        try mapped(.english) { "⟦\($0)⟧" }
    }

    /// The catalogue with every word changed.
    private static func mapped(_ words: Words, _ change: (String) -> String) throws -> Words {
        func walk(_ value: Any) -> Any {
            switch value {
            case let text as String: change(text)
            case let list as [Any]: list.map(walk)
            case let object as [String: Any]: object.mapValues(walk)
            default: value
            }
        }
        let tree = try JSONSerialization.jsonObject(with: JSONEncoder().encode(words))
        return try JSONDecoder().decode(Words.self, from: JSONSerialization.data(withJSONObject: walk(tree)))
    }

    /// What is left when the marked words, innermost first, and the given texts are taken out.
    private static func withoutMarkedWords(_ text: String, and data: [String]) -> String {
        var rest = data.reduce(text) { $0.replacingOccurrences(of: $1, with: "") }
        while let match = rest.firstMatch(of: #/⟦[^⟦⟧]*⟧/#) { rest.removeSubrange(match.range) }
        return rest
    }

    /// What the samples show that is nobody's words, longest first.
    private static func data(of samples: PageSamples) -> [String] {
        var data = [samples.portal.organization, samples.portal.helpContact, samples.visitor.email]
        data += [samples.visitor.name ?? "", samples.visitor.initials, "JBSW", "Y3DP", "EHPK", "3PXP", "7f3a9c21"]
        data.append("\(samples.portal.operatorCommand) first-administrator")
        data += samples.tiles.flatMap { [$0.name, $0.description, $0.initial] } + samples.factors.map(\.name)
        data += samples.profile.fields.values.map(\.description) + ["Meier", "Meyer"]
        return data.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
    }
}
