// Elements without content, which have no closing tag (HTML Standard §13.1.2).

/// A field of a form.
public func input(_ attributes: Attribute...) -> HTML {
    .void("input", attributes)
}

/// A picture.
public func img(_ attributes: Attribute...) -> HTML {
    .void("img", attributes)
}

/// A line's end.
public func br(_ attributes: Attribute...) -> HTML {
    .void("br", attributes)
}

/// A change of subject.
public func hr(_ attributes: Attribute...) -> HTML {
    .void("hr", attributes)
}

/// Something that belongs to the page, such as its style sheet.
public func link(_ attributes: Attribute...) -> HTML {
    .void("link", attributes)
}

/// The encoding of the page.
public func meta(charset: StaticString) -> HTML {
    .void("meta", [Attribute("charset", .tokens([charset]))])
}

/// A fact about the page.
public func meta(name: StaticString, content: String) -> HTML {
    .void("meta", [Attribute("name", .tokens([name])), Attribute("content", content)])
}

/// Carries the reader on to another address by itself, without a script.
public func meta(refreshAfter seconds: Int, to address: WebAddress) -> HTML {
    .void("meta", [Attribute("http-equiv", "refresh"), Attribute("content", "\(seconds); url=\(address.text)")])
}

/// A script of this site, run when the page has been read.
///
/// There is no inline one.
public func script(src address: WebAddress) -> HTML {
    .element("script", [.src(address), .defer()]) { .nothing }
}

/// A script of this site that is run before anything is drawn, for the few that decide how.
///
/// The page waits for it.
public func script(beforeDrawing address: WebAddress) -> HTML {
    .element("script", [.src(address)]) { .nothing }
}

extension HTML {
    /// An element with content and a closing tag.
    static func element(_ name: StaticString, _ attributes: [Attribute], _ content: () -> HTML) -> HTML {
        HTML(.element(name, attributes, content: content()))
    }

    /// An element without either.
    static func void(_ name: StaticString, _ attributes: [Attribute]) -> HTML {
        HTML(.element(name, attributes, content: nil))
    }
}
