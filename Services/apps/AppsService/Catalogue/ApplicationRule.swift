import AppsContract
import Foundation
import IdentityContract

/// What a declared application must look like.
enum ApplicationRule {
    static let longestName = 100
    static let longestDescription = 256
    static let longestTarget = 2000
    /// How fresh a verification an application may ask for, in seconds: from half a minute to a month.
    static let maximumAgeRange: ClosedRange<TimeInterval> = 30...2_592_000

    /// The declaration as it is kept: trimmed.
    ///
    /// - Throws: `PutApplication.Refusal`.
    static func acceptable(_ declaration: ApplicationDeclaration) throws -> ApplicationDeclaration {
        var accepted = declaration
        accepted.name = declaration.name.trimmingCharacters(in: .whitespaces)
        accepted.description = declaration.description.trimmingCharacters(in: .whitespaces)
        guard !accepted.name.isEmpty, accepted.name.count <= longestName, isPlain(accepted.name) else {
            throw PutApplication.Refusal.nameNotAcceptable
        }
        guard accepted.description.count <= longestDescription, isPlain(accepted.description) else {
            throw PutApplication.Refusal.descriptionTooLong
        }
        guard isWebAddress(accepted.target) else { throw PutApplication.Refusal.targetNotAcceptable }
        if let maximumAge = accepted.requirement.maximumAge {
            guard maximumAgeRange.contains(maximumAge) else { throw PutApplication.Refusal.requirementNotAcceptable }
        }
        return accepted
    }

    /// An absolute http or https address with a host, without a name or password in it: anything else, a
    /// `javascript:` above all, would run in the portal's own place.
    static func isWebAddress(_ text: String) -> Bool {
        guard text.utf8.count <= longestTarget, isPlain(text), !text.contains(where: \.isWhitespace),
            let address = URLComponents(string: text), let scheme = address.scheme?.lowercased(),
            let host = address.host
        else { return false }
        return ["http", "https"].contains(scheme) && !host.isEmpty && address.user == nil && address.password == nil
    }

    /// Without control characters, line breaks, and the marks that turn the direction of what follows, with which one
    /// name can be made to look like another.
    private static func isPlain(_ text: String) -> Bool {
        !text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029, 0xFEFF: true
            default: scalar.properties.generalCategory == .control
            }
        }
    }
}
