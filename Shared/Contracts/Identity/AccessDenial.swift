import Foundation
public import Messaging

/// Why somebody's passport does not carry a request, in the same words from every service.
public enum AccessDenial: Sendable, Hashable {
    case passportMissing
    case passportForged
    case passportExpired
    case passportBorrowed
    case sessionEnded
    case sessionPending
    case assuranceNeeded(Requirement)

    /// As it travels.
    public var denial: Denial {
        switch self {
        case .passportMissing: Denial(code: "passport-missing")
        case .passportForged: Denial(code: "passport-forged")
        case .passportExpired: Denial(code: "passport-expired")
        case .passportBorrowed: Denial(code: "passport-borrowed")
        case .sessionEnded: Denial(code: "session-ended")
        case .sessionPending: Denial(code: "session-pending")
        case .assuranceNeeded(let requirement):
            Denial(
                code: "assurance-needed",
                detail: [
                    "strength": requirement.strength.rawValue,
                    "maximumAge": requirement.maximumAge.map(Self.text) ?? "",
                ]
            )
        }
    }

    /// Reads what travelled; `nil` where it is none of these.
    public init?(_ denial: Denial) {
        switch denial.code {
        case "passport-missing": self = .passportMissing
        case "passport-forged": self = .passportForged
        case "passport-expired": self = .passportExpired
        case "passport-borrowed": self = .passportBorrowed
        case "session-ended": self = .sessionEnded
        case "session-pending": self = .sessionPending
        case "assurance-needed":
            guard let strength = denial.detail["strength"].flatMap(Strength.init) else { return nil }
            let text = denial.detail["maximumAge"] ?? ""
            let maximumAge = TimeInterval(text)
            guard text.isEmpty || maximumAge != nil else { return nil }
            self = .assuranceNeeded(Requirement(strength: strength, maximumAge: maximumAge))
        default: return nil
        }
    }

    /// Seconds, without a fraction where there is none; whatever number it is, it can be read again.
    private static func text(_ age: TimeInterval) -> String {
        Int(exactly: age).map(String.init) ?? String(age)
    }
}
