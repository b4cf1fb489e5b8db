import Foundation
import Support

/// `docs/operate.md`, as far as a test can read it.
struct OperatingDocument {
    /// A setting in the table of settings.
    struct Row: Hashable {
        let name: String
        let isSecret: Bool
        let programs: Set<String>
        let isRequired: Bool
    }

    /// The five, in the words of the table.
    static let services: Set = ["auth", "mfa", "profile", "apps", "gateway"]

    let settings: [Row]
    /// The metrics that the section about them names.
    let metrics: Set<String>

    init() throws {
        let text = try String(contentsOfFile: "\(Package.folder)/docs/operate.md", encoding: .utf8)
        settings = Self.section("Settings", of: text).split(separator: "\n").compactMap(Self.row)
        let names = Self.section("Health and metrics", of: text).matches(of: /`((?:portico|process)_[a-z_]+)`/)
        metrics = Set(names.map { String($0.1) })
    }

    private static func section(_ title: String, of text: String) -> Substring {
        guard let heading = text.range(of: "\n## \(title)\n") else { return "" }
        let rest = text[heading.upperBound...]
        return rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)]
    }

    private static func row(_ line: Substring) -> Row? {
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        guard cells.count == 4, let name = cells[0].firstMatch(of: /^`(PORTICO_[A-Z_]+)`/)?.1 else { return nil }
        let programs: Set<String> =
            switch cells[1] {
            case "all": services.union(["portico"])
            case "the five": services
            default: Set(cells[1].split(separator: " ").map(String.init))
            }
        return Row(
            name: String(name),
            isSecret: cells[0].hasSuffix("(secret)"),
            programs: programs,
            isRequired: cells[3] == "required"
        )
    }
}

/// A setting as a program's own `--help` tells of it.
struct ToldSetting: Hashable {
    let name: String
    let isSecret: Bool
    let isRequired: Bool

    /// What `--help` of one of the five lists: a name a line, and beneath it what it is for, and whether it must be there.
    static func all(in help: String) -> [ToldSetting] {
        help.matches(of: /\n {2}(PORTICO_[A-Z_]+)\n[^\n]+\n +\(([^\n]+)\)/).map { match in
            ToldSetting(
                name: String(match.1),
                isSecret: match.2.contains("secret"),
                isRequired: match.2.hasPrefix("required")
            )
        }
    }
}
