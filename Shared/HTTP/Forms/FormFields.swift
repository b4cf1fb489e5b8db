/// The names and values of a query or of a form, in the order in which they were sent.
///
/// Values hold whatever a person or a program sent, control characters included; checking them is the reader's.
public struct FormFields: Sendable, Equatable {
    /// Fields in one form, at most.
    public static let mostFields = 100
    /// Bytes of a field's name, at most, once decoded.
    public static let longestName = 128

    private var fields: [(name: String, value: String)] = []

    /// No fields.
    public init() {}

    /// The first value of a name, or nil where it was not sent at all.
    public subscript(name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// All values of a name, as a group of checkboxes sends them.
    public func values(of name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    /// All names and values.
    public var all: [(name: String, value: String)] { fields }

    public static func == (first: FormFields, second: FormFields) -> Bool {
        first.fields.elementsEqual(second.fields) { $0 == $1 }
    }
}

extension FormFields {
    /// Why a text is no form.
    enum Problem: Error, Equatable {
        case malformedEncoding
        case notUTF8
        case tooManyFields
        case nameTooLong
    }

    /// Reads `application/x-www-form-urlencoded` (WHATWG URL §5.1), with broken escapes and bytes that are not UTF-8
    /// refused instead of mended.
    init(urlEncoded text: ArraySlice<UInt8>) throws(Problem) {
        for pair in text.split(separator: ASCII.ampersand) {
            guard fields.count < Self.mostFields else { throw .tooManyFields }
            let equals = pair.firstIndex(of: ASCII.equals)
            let name = try Self.text(pair[..<(equals ?? pair.endIndex)])
            guard name.utf8.count <= Self.longestName else { throw .nameTooLong }
            fields.append((name, try Self.text(equals.map { pair[($0 + 1)...] } ?? [])))
        }
    }

    private static func text(_ encoded: ArraySlice<UInt8>) throws(Problem) -> String {
        guard let bytes = PercentEncoding.decode(encoded, plusIsSpace: true) else { throw .malformedEncoding }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }
}

extension FormFields: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral fields: (String, String)...) {
        self.fields = fields.map { (name: $0.0, value: $0.1) }
    }

    /// The form as a browser sends it.
    public var urlEncoded: String {
        fields.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
    }
}
