/// Header fields to be sent, in the order in which they were given; names are compared without regard to case.
///
/// A name that is no token, or a value that holds a line break or another control character, is never sent: the whole
/// answer becomes a 500 with an incident in the log, so that nothing of it can split in two (RFC 9110 §5.5).
public struct HTTPHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One field, as `Cache-Control: no-store`.
    public struct Field: Sendable, Equatable {
        /// What stands before the colon.
        public var name: String
        /// What stands after the colon, without spaces around it.
        public var value: String
    }

    /// The fields, in order.
    public private(set) var fields: [Field] = []

    /// No fields.
    public init() {}

    public init(dictionaryLiteral fields: (String, String)...) {
        self.fields = fields.map { Field(name: $0.0, value: $0.1) }
    }

    /// The first value of a name; setting one replaces every field of that name, and setting nil takes them out.
    public subscript(name: String) -> String? {
        get {
            fields.first { ASCII.areEqual($0.name, name) }?.value
        }
        set {
            fields.removeAll { ASCII.areEqual($0.name, name) }
            if let newValue { append(name, newValue) }
        }
    }

    /// All values of a name, in order.
    public func values(of name: String) -> [String] {
        fields.filter { ASCII.areEqual($0.name, name) }.map(\.value)
    }

    /// Adds a field, leaving others of its name as they are.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Sets each of the other's fields, except where there is one of its name already.
    public mutating func addMissing(from other: HTTPHeaders) {
        let own = fields
        for field in other.fields where !own.contains(where: { ASCII.areEqual($0.name, field.name) }) {
            fields.append(field)
        }
    }
}
