import Foundation
import Support
import XCTest

/// What the documents name is there: pages, headings, files and tests.
final class DocumentsTests: XCTestCase {
    func testEveryLinkLeadsToAFileAndAHeading() throws {
        let documents = try Self.documents()
        XCTAssertGreaterThan(documents.count, 10)
        for document in documents {
            let links =
                document.text.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
                + document.text.matches(of: /src="([^"]+)"/).map { String($0.1) }
            for link in links where !link.contains("://") {
                let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                let target = parts[0].isEmpty ? document.path : Self.path(String(parts[0]), from: document.path)
                let file = "\(Package.folder)/\(target)"
                XCTAssertTrue(FileManager.default.fileExists(atPath: file), "\(document.path): \(link)")
                guard parts.count == 2 else { continue }
                let text = try String(contentsOfFile: file, encoding: .utf8)
                XCTAssertTrue(Self.anchors(in: text).contains(String(parts[1])), "\(document.path): \(link)")
            }
        }
    }

    func testEveryTestThatADocumentNamesIsThere() throws {
        let sources = try SourceFile.all(under: ["Tests"])
        let folders = Set(sources.flatMap { $0.path.split(separator: "/").dropLast().map(String.init) })
        var classes: Set<String> = []
        var tests: Set<String> = []
        for source in sources {
            let names = source.text.matches(of: /class (\w+Tests)\b/).map { String($0.1) }
            let methods = source.text.matches(of: /func (test\w+)\(/).map { String($0.1) }
            classes.formUnion(names)
            tests.formUnion(methods)
            for name in names { tests.formUnion(methods.map { "\(name).\($0)" }) }
        }
        var count = 0
        for document in try Self.documents() {
            for name in Self.quoted(in: document) {
                guard name.wholeMatch(of: /\w+Tests|(\w+Tests\.)?test[A-Z]\w+/) != nil else { continue }
                count += 1
                let isThere = tests.contains(name) || classes.contains(name) || folders.contains(name)
                XCTAssertTrue(isThere, "\(document.path): \(name)")
            }
        }
        XCTAssertGreaterThan(count, 50)
    }

    func testEveryFileThatADocumentNamesIsThere() throws {
        let names = Set(try SourceFile.all(under: ["Shared", "Services", "CLI", "Tests"]).map(\.name))
        for document in try Self.documents() {
            for name in Self.quoted(in: document) where name.wholeMatch(of: /[\w+]+\.swift/) != nil {
                XCTAssertTrue(names.contains(name) || name == "Package.swift", "\(document.path): \(name)")
            }
        }
    }

    // MARK: Reading documents

    private static func documents() throws -> [SourceFile] {
        let readme = try String(contentsOfFile: "\(Package.folder)/README.md", encoding: .utf8)
        return [SourceFile(path: "README.md", text: readme)]
            + (try SourceFile.all(under: ["docs", "Services", "CLI"], ending: ".md"))
    }

    /// The last part of everything in backquotes.
    private static func quoted(in document: SourceFile) -> [String] {
        document.text.matches(of: /`([^`\s]+)`/).map { match in
            String(match.1.split(separator: "/").last ?? "")
        }
    }

    private static func path(_ link: String, from document: String) -> String {
        let folder = document.split(separator: "/").dropLast().map(String.init)
        let parts = link.split(separator: "/").map(String.init)
        return parts.reduce(into: folder) { path, part in
            if part == ".." { _ = path.popLast() } else if part != "." { path.append(part) }
        }.joined(separator: "/")
    }

    /// The headings, as they stand in links.
    private static func anchors(in text: String) -> Set<String> {
        let headings = text.split(separator: "\n").filter { $0.hasPrefix("#") }
        return Set(
            headings.map { heading in
                heading.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces).lowercased()
                    .filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
                    .replacingOccurrences(of: " ", with: "-")
            }
        )
    }
}
