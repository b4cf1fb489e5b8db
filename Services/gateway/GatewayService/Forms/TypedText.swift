/// What is looked at before anybody is asked: text that no field can hold goes no further than the gateway.
///
/// The services judge everything again, and more closely.
enum TypedText {
    /// The longest address, in bytes (RFC 5321 §4.5.3.1.3).
    static let longestEmail = 254
    /// The longest password that is sent on, in bytes; a longer one is not the right one.
    static let longestPassword = 1024
    /// How many digits a code of an authenticator app has.
    static let codeLength = 6
    /// The longest value of any other field, in bytes.
    static let longestValue = 4096

    /// Whether this may be an address: of a length, with an @ and nothing that is not seen.
    static func mayBeEmail(_ text: String) -> Bool {
        (3...longestEmail).contains(text.utf8.count) && text.contains("@") && isClean(text)
    }

    /// Whether this may be somebody's password.
    static func mayBePassword(_ text: String) -> Bool {
        (1...longestPassword).contains(text.utf8.count) && !text.unicodeScalars.contains { $0.value == 0 }
    }

    /// The digits of a code, which people and apps write with spaces; `nil` for what is no code.
    static func code(_ text: String) -> String? {
        guard text.utf8.count <= longestValue else { return nil }
        let digits = text.filter { !$0.isWhitespace && $0 != "-" }
        guard digits.utf8.count == codeLength, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits
    }

    /// Whether it is free of control characters, line ends and the marks that turn the direction of writing.
    static func isClean(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: false
            default: scalar.properties.generalCategory != .control
            }
        }
    }
}
