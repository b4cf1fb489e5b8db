import Cryptography
import Foundation

/// An e-mail address in the one spelling by which an account is found.
///
/// ASCII only, as RFC 5321 has it without quoted names: what looks like another's address and is not has no way in, and
/// neither have control characters, line breaks and the marks that turn the direction of writing.
struct EmailAddress: Hashable, Sendable {
    /// The longest address that mail carries, in bytes (RFC 5321 §4.5.3.1.3).
    static let longest = 254
    /// The longest name before the @, in bytes (RFC 5321 §4.5.3.1.1).
    static let longestName = 64
    /// The longest part of a domain between dots, in bytes (RFC 1035 §2.3.4).
    static let longestLabel = 63
    /// What is longer than this, in bytes, is not even trimmed.
    static let longestTyped = 1000

    /// As it was typed, without the space around it.
    let typed: String
    /// In lower case: the address as it is kept and looked for.
    let text: String

    /// Takes what somebody typed; `nil` where it has not the form of an address.
    init?(_ typed: String) {
        guard typed.utf8.count <= Self.longestTyped else { return nil }
        let trimmed = typed.trimmingCharacters(in: .whitespacesAndNewlines)
        // Looked at byte by byte, before letters are folded: folding makes an ASCII k of the Kelvin sign.
        let bytes = Array(trimmed.utf8)
        guard (3...Self.longest).contains(bytes.count) else { return nil }
        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isName(parts[0]), Self.isDomain(parts[1]) else { return nil }
        self.typed = trimmed
        text = trimmed.lowercased()
    }

    /// What stands before the @.
    var name: String { String(text.prefix { $0 != "@" }) }

    /// What stands for the address where it need not be known again: where tries are counted, and in the log.
    var digest: [UInt8] { SHA256.hash(Array("portico address:".utf8) + text.utf8) }

    /// A dot-atom (RFC 5322 §3.2.3).
    private static func isName(_ name: ArraySlice<UInt8>) -> Bool {
        guard name.count <= longestName else { return false }
        let atoms = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomCharacter) }
    }

    /// At least two labels of letters, digits and inner hyphens (RFC 5321 §4.1.2).
    private static func isDomain(_ domain: ArraySlice<UInt8>) -> Bool {
        let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let hyphen = UInt8(ascii: "-")
        return labels.count >= 2
            && labels.allSatisfy { label in
                (1...longestLabel).contains(label.count) && label.first != hyphen && label.last != hyphen
                    && label.allSatisfy { isLetterOrDigit($0) || $0 == hyphen }
            }
    }

    private static func isAtomCharacter(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
