/// A path with gaps: `/applications/:id/open`.
struct RoutePattern: Equatable {
    enum Segment: Equatable {
        case literal([UInt8])
        case parameter(String)
    }

    let text: String
    let segments: [Segment]

    /// Reads a pattern; nil for one that does not begin with a slash, or in which a gap has no name or one twice.
    init?(_ text: String) {
        guard text.hasPrefix("/") else { return nil }
        var names: Set<String> = []
        var segments: [Segment] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard part.hasPrefix(":") else {
                segments.append(.literal(Array(part.utf8)))
                continue
            }
            let name = String(part.dropFirst())
            guard !name.isEmpty, names.insert(name).inserted else { return nil }
            segments.append(.parameter(name))
        }
        self.text = text
        self.segments = segments
    }

    /// The names of the gaps, in order.
    var parameterNames: [String] {
        segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }
}
