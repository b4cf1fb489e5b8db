import Foundation
import Markup

/// A sentence with a place for something, written `{}`.
///
/// What is put there cannot turn the direction of the rest.
struct Sentence: Codable, Sendable, Hashable, ExpressibleByStringLiteral {
    private let text: String

    init(stringLiteral text: String) {
        self.text = text
    }

    /// The sentence with somebody's text in its place.
    func callAsFunction(_ value: String) -> String {
        text.replacingOccurrences(of: "{}", with: value.isolated)
    }

    /// The sentence with words of the catalogue in its place.
    func callAsFunction(words: String) -> String {
        text.replacingOccurrences(of: "{}", with: words)
    }

    init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// A sentence about a number, written `{}`.
struct CountedSentence: Codable, Sendable, Hashable {
    /// For one.
    let one: String
    /// For any other number.
    let other: String

    /// The sentence for `count`.
    func callAsFunction(_ count: Int) -> String {
        (count == 1 ? one : other).replacingOccurrences(of: "{}", with: String(count))
    }
}
