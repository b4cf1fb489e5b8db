/// The header fields of a message that came in: the bytes as they arrived, and where each field lies in them.
///
/// Names are compared without regard to case. A value becomes a `String` only when somebody asks for it.
public struct ReceivedHeaders: Sendable {
    /// Where one field lies.
    struct Field: Sendable {
        var name: Range<Int>
        var value: Range<Int>
    }

    private let bytes: [UInt8]
    private let fields: [Field]

    init(bytes: [UInt8] = [], fields: [Field] = []) {
        self.bytes = bytes
        self.fields = fields
    }

    /// How many fields there are.
    public var count: Int { fields.count }

    /// The first value of a name; bytes that are not UTF-8 come out as replacement characters.
    public subscript(name: String) -> String? {
        first(name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// All values of a name, in the order of their arrival.
    public func values(of name: String) -> [String] {
        all(name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Names and values of all fields, in the order of their arrival.
    public var all: [(name: String, value: String)] {
        fields.map {
            (String(decoding: bytes[$0.name], as: UTF8.self), String(decoding: bytes[$0.value], as: UTF8.self))
        }
    }

    /// The bytes of the first value of a name.
    func first(_ name: String) -> ArraySlice<UInt8>? {
        let name = name.utf8
        return fields.first { $0.name.count == name.count && ASCII.areEqual(bytes[$0.name], name) }
            .map { bytes[$0.value] }
    }

    /// The bytes of all values of a name.
    func all(_ name: String) -> [ArraySlice<UInt8>] {
        let name = name.utf8
        return fields.filter { $0.name.count == name.count && ASCII.areEqual(bytes[$0.name], name) }
            .map { bytes[$0.value] }
    }

    /// Whether a comma-separated list of this name holds a word, in any case (RFC 9110 §5.6.1).
    func list(_ name: String, contains word: String) -> Bool {
        all(name).contains { value in
            value.split(separator: ASCII.comma).contains { ASCII.areEqual(ASCII.trimmed($0), word.utf8) }
        }
    }
}
