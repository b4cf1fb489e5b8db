import Foundation

/// Any key at all, to see which ones an object has.
struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = "\(intValue)"
        self.intValue = intValue
    }
}

extension Decoder {
    /// An object's values by key; a key that means nothing here is an error and not overlooked, for it was meant to mean something.
    func container<Key: CodingKey & CaseIterable>(only keys: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let all = try container(keyedBy: AnyKey.self)
        for key in all.allKeys.sorted(by: { $0.stringValue < $1.stringValue })
        where Key(stringValue: key.stringValue) == nil {
            let known = Key.allCases.map(\.stringValue).joined(separator: ", ")
            throw Misfit("is not known here; known are: \(known)", at: all.codingPath + [key])
        }
        return try container(keyedBy: keys)
    }
}

extension KeyedDecodingContainer {
    /// One of a few words; nil where the key is absent.
    func word<Word: RawRepresentable & CaseIterable>(_ type: Word.Type, for key: Key) throws -> Word?
    where Word.RawValue == String {
        try decodeIfPresent(String.self, forKey: key).map { try Self.word(type, $0, at: codingPath + [key]) }
    }

    /// Several of a few words; nil where the key is absent.
    func words<Word: RawRepresentable & CaseIterable>(_ type: Word.Type, for key: Key) throws -> [Word]?
    where Word.RawValue == String {
        try decodeIfPresent([String].self, forKey: key)?.enumerated().map { index, text in
            try Self.word(type, text, at: codingPath + [key, AnyKey(intValue: index)])
        }
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ type: Word.Type,
        _ text: String,
        at path: [any CodingKey]
    ) throws -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: text) else {
            throw Misfit("must be one of: \(Word.allCases.map(\.rawValue).joined(separator: ", "))", at: path)
        }
        return word
    }

    /// A list; an empty one where the key is absent.
    func list<Element: Decodable>(of type: Element.Type, for key: Key) throws -> [Element] {
        try decodeIfPresent([Element].self, forKey: key) ?? []
    }
}

/// A value that does not fit, and where it is: `people[3].profile.mobile must be a text`.
struct Misfit: Error, Equatable, CustomStringConvertible {
    let description: String

    /// Says what is wrong as the rest of a sentence.
    init(_ rest: String, at path: [any CodingKey]) {
        description = "\(Self.place(path)) \(rest)."
    }

    private init(sentence: String) {
        description = sentence
    }

    /// Says where a text stops being JSON; nil where it is.
    init?(notJSON bytes: [UInt8]) {
        // The decoder does not tell where; this parser does, in its own words, with the offset in bytes at the end.
        do {
            _ = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            return nil
        } catch {
            let words = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String ?? "it cannot be read."
            guard let number = words.split(separator: " ").last.flatMap({ Int($0.filter(\.isNumber)) }) else {
                self.init(sentence: "this is not JSON: \(words)")
                return
            }
            let before = bytes.prefix(number).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let place = "line \(before.count), column \((before.last?.count ?? 0) + 1)"
            self.init(sentence: "this is not JSON: something is wrong at \(place), or just before it.")
        }
    }

    /// Says what the decoder found wrong.
    init(_ error: DecodingError) {
        switch error {
        case .typeMismatch(let type, let context):
            self.init("must be \(Self.kind(of: type))", at: context.codingPath)
        case .valueNotFound(let type, let context):
            self.init("must be \(Self.kind(of: type)), and not null", at: context.codingPath)
        case .keyNotFound(let key, let context):
            self.init("is missing", at: context.codingPath + [key])
        case .dataCorrupted(let context):
            self.init("cannot be read: \(context.debugDescription)", at: context.codingPath)
        @unknown default:
            self.init(sentence: "this cannot be read.")
        }
    }

    /// `people[3].profile.mobile`; the whole where the path is empty.
    static func place(_ path: [any CodingKey]) -> String {
        guard !path.isEmpty else { return "the whole" }
        return path.reduce(into: "") { text, key in
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + key.stringValue
            }
        }
    }

    private static func kind(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is Int.Type: "a whole number"
        case is any Collection.Type where !(type is [String: Any].Type): "a list"
        default: "an object in braces"
        }
    }
}
