// Named as in the HTML Standard. Elements whose content is not text (`style`, inline `script`, `iframe`) are not here.

// MARK: Forms

/// Fields that are sent together.
public func form(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("form", attributes, content)
}

/// The name of a field.
public func label(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("label", attributes, content)
}

/// Something to press.
public func button(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("button", attributes, content)
}

/// A choice from a list.
public func select(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("select", attributes, content)
}

/// One choice of a `select`.
public func option(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("option", attributes, content)
}

/// Fields that belong together.
public func fieldset(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("fieldset", attributes, content)
}

/// The name of a `fieldset`.
public func legend(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("legend", attributes, content)
}

/// What came of the form.
public func output(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("output", attributes, content)
}

/// How far along something is.
public func progress(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("progress", attributes, content)
}

// MARK: What opens

/// Something that opens and closes, without a script.
public func details(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("details", attributes, content)
}

/// What stays visible of a closed `details`.
public func summary(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("summary", attributes, content)
}

/// A part that stands before the page.
public func dialog(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element("dialog", attributes, content)
}
