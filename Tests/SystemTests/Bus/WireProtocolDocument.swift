import Foundation
import Support

/// `docs/wire-protocol.md`, as far as a test can read it.
struct WireProtocolDocument {
    /// A row of one of the tables of questions.
    struct Row {
        let subject: String
        /// `read` or `change`.
        let kind: String
        /// The programs that may ask.
        let callers: Set<String>
        /// Whether a passport must come with the question.
        let isForPeople: Bool
        let isOpenToPending: Bool
        /// The fields of the question and the refusals: the names in backquotes.
        let fields: [String]
        let refusals: [String]
    }

    let text: String
    let rows: [Row]

    init() throws {
        text = try String(contentsOfFile: "\(Package.folder)/docs/wire-protocol.md", encoding: .utf8)
        rows = text.split(separator: "\n").compactMap(Self.row)
    }

    private static func row(_ line: Substring) -> Row? {
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        guard line.hasPrefix("| `"), cells.count == 6 else { return nil }
        var callers = cells[2].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let isForPeople = callers.contains("for a person")
        let isOpenToPending = callers.contains("pending too")
        callers.removeAll { ["for a person", "pending too"].contains($0) }
        return Row(
            subject: names(in: cells[0]).joined(),
            kind: cells[1],
            callers: Set(callers),
            isForPeople: isForPeople,
            isOpenToPending: isOpenToPending,
            fields: names(in: cells[3]),
            refusals: names(in: cells[5])
        )
    }

    private static func names(in cell: String) -> [String] {
        let parts = cell.split(separator: "`", omittingEmptySubsequences: false)
        return parts.indices.filter { !$0.isMultiple(of: 2) }.map { String(parts[$0]) }
    }
}

/// What the sources of the contracts declare: their text, which no list can be at odds with unnoticed.
struct DeclaredQuestion: Hashable {
    let name: String
    let fields: [String]
    let refusals: [String]

    /// Every question that the contracts and the bus itself declare.
    static func all() throws -> [DeclaredQuestion] {
        try ["Shared/Contracts", "Shared/Messaging"].flatMap { folder in
            let root = "\(Package.folder)/\(folder)"
            let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
            return try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
                try declared(in: String(contentsOfFile: "\(root)/\(file)", encoding: .utf8))
            }
        }
    }

    private static func declared(in source: String) -> [DeclaredQuestion] {
        var found: [DeclaredQuestion] = []
        var name: String?
        var (fields, refusals): ([String], [String]) = ([], [])
        var isInRefusals = false
        for line in source.split(separator: "\n") {
            if let match = line.wholeMatch(of: #/public struct (\w+).*: Request(, .*)? \{/#) {
                name = String(match.1)
                (fields, refusals) = ([], [])
            } else if line == "}", let ended = name {
                found.append(DeclaredQuestion(name: ended, fields: fields, refusals: refusals))
                name = nil
            } else if name == nil {
                continue
            } else if let match = line.wholeMatch(of: #/ {4}public var (\w+): [^{]*/#) {
                fields.append(String(match.1))
            } else if line.hasPrefix("    public enum Refusal") {
                isInRefusals = true
            } else if line == "    }" {
                isInRefusals = false
            } else if isInRefusals, let match = line.wholeMatch(of: #/ {8}case (\w+).*/#) {
                refusals.append(String(match.1))
            }
        }
        return found
    }
}
