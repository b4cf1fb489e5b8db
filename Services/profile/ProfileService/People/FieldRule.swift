import Foundation
import ProfileContract

/// What a value of a profile field must look like.
enum FieldRule {
    /// The value as it is kept: trimmed, and in NFC so that the same name is the same bytes.
    ///
    /// - Throws: `FieldProblem` saying what is wrong with it.
    static func acceptable(_ typed: String, for field: ProfileField) throws(FieldProblem) -> String {
        // Counted before anything else: what is far too long is not worth looking through.
        guard typed.utf8.count <= FieldProblem.longestValue * longestCharacterBytes else { throw .tooLong }
        guard !typed.unicodeScalars.contains(where: isForbidden) else { throw .forbiddenCharacters }
        let value = typed.trimmingCharacters(in: .whitespaces).precomposedStringWithCanonicalMapping
        guard value.count <= FieldProblem.longestValue else { throw .tooLong }
        guard !value.isEmpty else { return "" }
        switch field.kind {
        case .name, .text: break
        case .email: guard isAddress(value) else { throw .notAnAddress }
        case .phone: guard isPhoneNumber(value) else { throw .notAPhoneNumber }
        case .country: guard isCountry(value) else { throw .notACountry }
        }
        return value
    }

    /// More bytes than this for a character, on average, no script needs.
    private static let longestCharacterBytes = 16

    /// Control characters and line breaks, which no field holds, and the marks that turn the direction of what
    /// follows, with which one name can be made to look like another.
    ///
    /// Joiners stay: scripts and emoji need them.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        case 0x2028, 0x2029: true
        default: scalar.properties.generalCategory == .control
        }
    }

    /// One @ with something on both sides and a dot in the domain: who it reaches only a mail can tell.
    private static func isAddress(_ value: String) -> Bool {
        let parts = value.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, value.utf8.count <= 254 else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty } && !value.contains(where: \.isWhitespace)
    }

    /// E.164, or a number as people write it, with an extension if need be.
    private static func isPhoneNumber(_ value: String) -> Bool {
        let digits = value.count { $0.isASCII && $0.isNumber }
        let written = value.unicodeScalars.allSatisfy { "0123456789+()-./ extEXT#*,".unicodeScalars.contains($0) }
        return written && (3...20).contains(digits)
    }

    /// A country of ISO 3166, by its code or its English name.
    private static func isCountry(_ value: String) -> Bool {
        countries.contains(value.lowercased())
    }

    private static let countries: Set<String> = {
        let english = Locale(identifier: "en")
        let codes = Locale.Region.isoRegions.map(\.identifier).filter { $0.count == 2 }
        return Set(codes.flatMap { [$0, english.localizedString(forRegionCode: $0) ?? $0] }.map { $0.lowercased() })
    }()
}
