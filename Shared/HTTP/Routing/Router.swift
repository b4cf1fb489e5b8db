/// Which handler answers which method and path.
///
/// ```swift
/// var routes = Router()
/// routes.get("/applications/:id/open") { request in
///     try await open(request.parameter("id", ApplicationID.init))
/// }
/// ```
///
/// A segment that begins with `:` matches any one segment, whose decoded text the request's `parameter` gives; a literal
/// segment goes before it. `HEAD` is answered by the handler of `GET` without its body, `OPTIONS` by the list of methods;
/// a path that exists with other methods is a 405, any other a 404.
public struct Router: Sendable {
    /// Answers one request.
    public typealias Handler = @Sendable (HTTPRequest) async throws -> HTTPResponse
    /// Does something around a handler: before it, after it, or instead of it.
    public typealias Wrapper = @Sendable (HTTPRequest, Handler) async throws -> HTTPResponse

    var tree = RouteTree()
    private(set) var outermost: [Wrapper] = []
    private(set) var mistakes: [String] = []
    private var prefix = ""
    private var wrappers: [Wrapper] = []

    /// A table without routes.
    public init() {}

    /// Answers `GET`, and `HEAD` with it.
    public mutating func get(_ pattern: String, _ handler: @escaping Handler) { on(.get, pattern, handler) }
    /// Answers `POST`.
    public mutating func post(_ pattern: String, _ handler: @escaping Handler) { on(.post, pattern, handler) }
    /// Answers `PUT`.
    public mutating func put(_ pattern: String, _ handler: @escaping Handler) { on(.put, pattern, handler) }
    /// Answers `PATCH`.
    public mutating func patch(_ pattern: String, _ handler: @escaping Handler) { on(.patch, pattern, handler) }
    /// Answers `DELETE`.
    public mutating func delete(_ pattern: String, _ handler: @escaping Handler) { on(.delete, pattern, handler) }

    /// Answers one method under the paths of a pattern.
    public mutating func on(_ method: HTTPMethod, _ pattern: String, _ handler: @escaping Handler) {
        let pattern = prefix + pattern
        guard let parsed = RoutePattern(pattern) else { return mistakes.append("\(pattern) is no pattern of a path") }
        let isNew = tree.add(method, parsed, Self.wrapping(handler, in: wrappers))
        if !isNew { mistakes.append("\(method.rawValue) \(pattern) is answered twice") }
    }

    /// Adds routes that share a beginning of their paths, or something that is done around each of their handlers.
    ///
    /// - Parameters:
    ///   - prefix: What all their patterns begin with.
    ///   - wrappers: What is done around each handler, the first outermost.
    ///   - add: Adds the routes.
    public mutating func group(
        _ prefix: String = "",
        in wrappers: [Wrapper] = [],
        add: (inout Router) -> Void
    ) {
        let outer = (self.prefix, self.wrappers)
        self.prefix += prefix
        self.wrappers += wrappers
        add(&self)
        (self.prefix, self.wrappers) = outer
    }

    /// Does something around every answer of this table, pages about problems included; the first added is outermost.
    public mutating func wrapEverything(in wrapper: @escaping Wrapper) {
        outermost.append(wrapper)
    }

    static func wrapping(_ handler: @escaping Handler, in wrappers: [Wrapper]) -> Handler {
        wrappers.reversed().reduce(handler) { inner, wrapper in
            { request in try await wrapper(request, inner) }
        }
    }
}

/// A table of routes that makes no sense: patterns that are none, or two handlers for one method and pattern.
public struct BadRoutes: Error, Sendable, CustomStringConvertible {
    /// What is wrong, a sentence's end each.
    public let mistakes: [String]

    public var description: String { "the routes are wrong: \(mistakes.joined(separator: "; "))" }
}
