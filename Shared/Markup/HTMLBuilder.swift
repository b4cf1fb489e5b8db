/// Turns the statements of a closure into a piece of a page: strings are text, `if` and `for` do what they say.
@resultBuilder
public enum HTMLBuilder {
    /// Text, which is escaped.
    public static func buildExpression(_ text: String) -> HTML {
        HTML(text)
    }

    /// A piece as it is.
    public static func buildExpression(_ html: HTML) -> HTML {
        html
    }

    /// A piece that may be missing.
    public static func buildExpression(_ html: HTML?) -> HTML {
        html ?? .nothing
    }

    /// Pieces in a row.
    public static func buildBlock(_ pieces: HTML...) -> HTML {
        pieces.count == 1 ? pieces[0] : HTML(pieces)
    }

    /// The body of an `if` without `else`.
    public static func buildOptional(_ html: HTML?) -> HTML {
        html ?? .nothing
    }

    /// The first branch of an `if` or `switch`.
    public static func buildEither(first html: HTML) -> HTML {
        html
    }

    /// Another branch of an `if` or `switch`.
    public static func buildEither(second html: HTML) -> HTML {
        html
    }

    /// The rounds of a `for`.
    public static func buildArray(_ pieces: [HTML]) -> HTML {
        HTML(pieces)
    }
}
