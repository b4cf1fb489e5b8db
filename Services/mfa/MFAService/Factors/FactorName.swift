import Foundation

/// What people may call a factor.
enum FactorName {
    /// In characters, as people count them.
    static let longest = 60
    /// More bytes than this for a character, on average, no script needs.
    private static let longestCharacterBytes = 16

    /// The name as it is kept: trimmed, in NFC; `nil` where it is empty, too long, or has control characters or marks
    /// that turn the direction of writing.
    static func acceptable(_ typed: String) -> String? {
        // Counted before anything else: what is far too long is not worth looking through.
        guard typed.utf8.count <= longest * longestCharacterBytes, !typed.unicodeScalars.contains(where: isForbidden)
        else { return nil }
        let name = typed.trimmingCharacters(in: .whitespaces).precomposedStringWithCanonicalMapping
        return (1...longest).contains(name.count) ? name : nil
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029, 0xFEFF: true
        default: scalar.properties.generalCategory == .control
        }
    }
}
