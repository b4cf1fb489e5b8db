/// A piece of a page as a value: text, elements, or several of them in a row.
///
/// Text enters by a `String` and is escaped when it is written; attributes enter by `Attribute`, whose names are
/// fixed and whose values are escaped. The one way around that, `init(unescaped:)`, takes a `StaticString`, which only
/// a literal in the source can be. So text known at run time has no way of becoming markup.
public struct HTML: Sendable {
    indirect enum Node: Sendable {
        case nothing
        case text(String)
        /// An element; a void one has no content and no closing tag.
        case element(StaticString, [Attribute], content: HTML?)
        case group([HTML])
        case unescaped(StaticString)
        case rendered([UInt8])
    }

    let node: Node

    init(_ node: Node) {
        self.node = node
    }

    /// Text, which is escaped.
    public init(_ text: String) {
        node = .text(text)
    }

    /// Several pieces in a row.
    public init(_ pieces: [HTML]) {
        node = .group(pieces)
    }

    /// Markup as it stands in the source, such as an icon's SVG.
    ///
    /// It goes out as it is.
    public init(unescaped markup: StaticString) {
        node = .unescaped(markup)
    }

    /// A piece built from statements.
    public init(@HTMLBuilder _ content: () -> HTML) {
        self = content()
    }

    /// Nothing at all.
    public static let nothing = HTML(.nothing)
}

extension HTML {
    /// The room that is set aside for a page at first, in bytes: most fit.
    static let expectedPageSize = 16 * 1024

    /// The bytes of this piece, in UTF-8.
    public func rendered() -> [UInt8] {
        var output = HTMLOutput()
        output.write(self)
        return output.bytes
    }

    /// The bytes of a whole document: the document type, then this piece, which should be one `html` element.
    public func renderedDocument() -> [UInt8] {
        var output = HTMLOutput(reserving: Self.expectedPageSize)
        output.write("<!doctype html>\n")
        output.write(self)
        return output.bytes
    }

    /// The same piece, rendered once and for all: what many answers share is not worked out for each.
    public func frozen() -> HTML {
        HTML(.rendered(rendered()))
    }
}
