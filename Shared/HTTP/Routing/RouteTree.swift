/// The routes, segment by segment.
struct RouteTree: Sendable {
    struct Route: Sendable {
        let pattern: String
        let parameterNames: [String]
        let handler: Router.Handler
    }

    /// What is found under a path.
    enum Finding: Sendable {
        case route(Route, parameters: [(name: String, value: String)])
        /// The path exists, with these methods.
        case otherMethods([HTTPMethod])
        case nothing
    }

    private var literals: [(segment: [UInt8], below: RouteTree)] = []
    private var gap: [RouteTree] = []
    private var routes: [HTTPMethod: Route] = [:]

    /// Adds a route; false where there was one already.
    mutating func add(_ method: HTTPMethod, _ pattern: RoutePattern, _ handler: @escaping Router.Handler) -> Bool {
        let route = Route(pattern: pattern.text, parameterNames: pattern.parameterNames, handler: handler)
        return add(method, pattern.segments[...], route)
    }

    private mutating func add(
        _ method: HTTPMethod,
        _ segments: ArraySlice<RoutePattern.Segment>,
        _ route: Route
    ) -> Bool {
        switch segments.first {
        case nil:
            return routes.updateValue(route, forKey: method) == nil
        case .parameter:
            if gap.isEmpty { gap.append(RouteTree()) }
            return gap[0].add(method, segments.dropFirst(), route)
        case .literal(let segment):
            if let index = literals.firstIndex(where: { $0.segment == segment }) {
                return literals[index].below.add(method, segments.dropFirst(), route)
            }
            var below = RouteTree()
            let isNew = below.add(method, segments.dropFirst(), route)
            literals.append((segment, below))
            return isNew
        }
    }

    /// Looks for what answers a method under a path as it was sent, escapes and all.
    func find(_ method: HTTPMethod, _ path: ArraySlice<UInt8>) -> Finding {
        var values: [ArraySlice<UInt8>] = []
        guard path.first == ASCII.slash, let node = node(under: path.dropFirst(), taking: &values) else {
            return .nothing
        }
        guard let route = node.routes[method] ?? (method == .head ? node.routes[.get] : nil) else {
            return .otherMethods(node.allowed)
        }
        if values.isEmpty { return .route(route, parameters: []) }
        var parameters: [(name: String, value: String)] = []
        for (name, value) in zip(route.parameterNames, values) {
            // The head's reader has seen to it that escapes are well formed and make UTF-8.
            parameters.append((name, String(decoding: PercentEncoding.decode(value) ?? [], as: UTF8.self)))
        }
        return .route(route, parameters: parameters)
    }

    /// The node with routes that a path leads to; a literal segment is tried before a gap.
    private func node(under path: ArraySlice<UInt8>?, taking values: inout [ArraySlice<UInt8>]) -> RouteTree? {
        guard let path else { return routes.isEmpty ? nil : self }
        let end = path.firstIndex(of: ASCII.slash)
        let segment = path[..<(end ?? path.endIndex)]
        let rest = end.map { path[($0 + 1)...] }
        if let literal = literals.first(where: { $0.segment.elementsEqual(segment) }),
            let node = literal.below.node(under: rest, taking: &values)
        {
            return node
        }
        guard let gap = gap.first, !segment.isEmpty else { return nil }
        values.append(segment)
        if let node = gap.node(under: rest, taking: &values) { return node }
        values.removeLast()
        return nil
    }

    private var allowed: [HTTPMethod] {
        HTTPMethod.allCases.filter { method in
            switch method {
            case .options: true
            case .head: routes[.head] != nil || routes[.get] != nil
            default: routes[method] != nil
            }
        }
    }
}
