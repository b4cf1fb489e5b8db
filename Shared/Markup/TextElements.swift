// Named as in the HTML Standard. Elements whose content is not text (`style`, inline `script`, `iframe`) are not here.

// MARK: Headings and paragraphs

/// The page's heading; one a page.
public func h1(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("h1", attributes, content)
}

/// A section's heading.
public func h2(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("h2", attributes, content)
}

/// A heading within a section.
public func h3(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("h3", attributes, content)
}

/// A paragraph.
public func p(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("p", attributes, content)
}

// MARK: Within a sentence

/// A link.
public func a(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("a", attributes, content)
}

/// Important words.
public func strong(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("strong", attributes, content)
}

/// Stressed words.
public func em(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("em", attributes, content)
}

/// An aside in small print.
public func small(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("small", attributes, content)
}

/// Something for machines, to be read letter by letter.
public func code(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("code", attributes, content)
}

/// Somebody's own text, whose direction must not touch its surroundings.
public func bdi(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("bdi", attributes, content)
}

/// A moment.
public func time(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("time", attributes, content)
}

// MARK: Lists

/// A list in any order.
public func ul(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("ul", attributes, content)
}

/// A list in order.
public func ol(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("ol", attributes, content)
}

/// An item of a list.
public func li(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("li", attributes, content)
}

/// Names and what they stand for.
public func dl(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("dl", attributes, content)
}

/// A name in a `dl`.
public func dt(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("dt", attributes, content)
}

/// What a name in a `dl` stands for.
public func dd(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("dd", attributes, content)
}
