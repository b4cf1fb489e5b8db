import Foundation

/// The markup of a page, taken apart: enough of a reader for what `Markup` writes, where every `<` begins a tag.
struct ScannedPage {
    /// One element, with what stands between its tags.
    struct Element {
        var name: String
        var attributes: [String: String]
        /// The text within, of all depths, as people read it.
        var text = ""
        /// The names and attributes of the elements around it, outermost first.
        var around: [(name: String, attributes: [String: String])] = []

        subscript(attribute: String) -> String? { attributes[attribute] }
    }

    /// In the order in which they begin.
    private(set) var elements: [Element] = []
    /// The runs of text, as people read them.
    private(set) var texts: [String] = []
    /// What is not as it should be: tags that do not match, attributes given twice.
    private(set) var faults: [String] = []

    init(_ markup: String) {
        var open: [Int] = []
        for piece in markup.split(separator: "<", omittingEmptySubsequences: true) {
            guard let end = piece.lastIndex(of: ">") else {
                faults.append("a tag without an end: \(piece.prefix(60))")
                continue
            }
            let tag = piece[..<end]
            if tag.contains(">") || tag.hasPrefix("!") { if !tag.hasPrefix("!") { faults.append("a stray >: \(tag)") } }
            if tag.hasPrefix("/") {
                close(String(tag.dropFirst()), &open)
            } else if !tag.hasPrefix("!") {
                begin(String(tag), &open)
            }
            add(Self.unescaped(String(piece[piece.index(after: end)...])), to: open)
        }
        if !open.isEmpty { faults.append("left open: \(open.map { elements[$0].name })") }
    }

    /// The elements with this name.
    func all(_ name: String) -> [Element] {
        elements.filter { $0.name == name }
    }

    /// The first element with this `id`.
    func element(id: String) -> Element? {
        elements.first { $0["id"] == id }
    }

    /// The first element of this name with exactly this text.
    func element(_ name: String, saying text: String) -> Element? {
        elements.first { $0.name == name && $0.text == text }
    }

    private mutating func begin(_ tag: String, _ open: inout [Int]) {
        let isClosedAtOnce = tag.hasSuffix("/")
        let body = isClosedAtOnce ? String(tag.dropLast()) : tag
        let name = String(body.prefix { !$0.isWhitespace })
        var attributes: [String: String] = [:]
        let pattern = #/\s+([^\s=">]+)(?:="([^"]*)")?/#
        for match in body.dropFirst(name.count).matches(of: pattern) {
            let key = String(match.1)
            if attributes[key] != nil { faults.append("\(key) twice in \(tag)") }
            attributes[key] = Self.unescaped(match.2.map(String.init) ?? "")
        }
        let around = open.map { (elements[$0].name, elements[$0].attributes) }
        elements.append(Element(name: name, attributes: attributes, around: around))
        if !isClosedAtOnce && !Self.void.contains(name) { open.append(elements.count - 1) }
    }

    private mutating func close(_ name: String, _ open: inout [Int]) {
        guard let last = open.last, elements[last].name == name else {
            faults.append("</\(name)> closes nothing")
            return
        }
        open.removeLast()
    }

    private mutating func add(_ text: String, to open: [Int]) {
        guard !text.isEmpty else { return }
        texts.append(text)
        for index in open { elements[index].text += text }
    }

    private static let void: Set<String> = ["input", "img", "br", "hr", "link", "meta"]

    private static func unescaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
            .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
            .replacingOccurrences(of: "&amp;", with: "&")
    }
}
