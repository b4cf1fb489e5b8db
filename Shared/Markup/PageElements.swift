// Named as in the HTML Standard. Elements whose content is not text (`style`, inline `script`, `iframe`) are not here.

// MARK: The page

/// A whole page.
public func html(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("html", attributes, content)
}

/// What a page says about itself.
public func head(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("head", attributes, content)
}

/// The page's name, in the tab and in the history.
public func title(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("title", attributes, content)
}

/// What a page shows.
public func body(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("body", attributes, content)
}

// MARK: Parts

/// An introduction, or the bar at the top.
public func header(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("header", attributes, content)
}

/// What stands at the bottom.
public func footer(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("footer", attributes, content)
}

/// What this page is for; one a page.
public func main(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("main", attributes, content)
}

/// Ways to other places.
public func nav(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("nav", attributes, content)
}

/// A part with a heading of its own.
public func section(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("section", attributes, content)
}

/// A part that stands for itself.
public func article(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("article", attributes, content)
}

/// A part beside the point.
public func aside(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("aside", attributes, content)
}

/// A part without a meaning.
public func div(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("div", attributes, content)
}

/// A run of text without a meaning.
public func span(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("span", attributes, content)
}

// MARK: Drawings

/// A drawing.
public func svg(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("svg", attributes, content)
}

/// An outline in a drawing.
public func path(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("path", attributes, content)
}
