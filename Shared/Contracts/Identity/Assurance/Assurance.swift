public import Foundation

/// A way in which somebody showed who they are, named as in RFC 8176 where it has a name.
public enum Method: String, Codable, Sendable, Hashable, CaseIterable {
    /// A password.
    case password = "pwd"
    /// A one-time code of an authenticator app.
    case oneTimeCode = "otp"
    /// An approval on a paired phone.
    case push
    /// A security key or built-in sensor.
    case securityKey = "hwk"
    /// Duo's Universal Prompt.
    case duo
    /// A recovery code.
    case recoveryCode = "recovery"

    /// What this method alone is worth.
    public var strength: Strength {
        switch self {
        case .password: .none
        case .oneTimeCode, .push, .duo, .recoveryCode: .mfa
        case .securityKey: .phishingResistant
        }
    }
}

/// How much a verification is worth; each level contains those before it.
public enum Strength: String, Codable, Sendable, Hashable, CaseIterable, Comparable {
    /// Any sign-in.
    case none
    /// A second factor.
    case mfa
    /// A second factor that cannot be relayed by a look-alike site.
    case phishingResistant

    public static func < (left: Strength, right: Strength) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .none: 0
        case .mfa: 1
        case .phishingResistant: 2
        }
    }
}

/// How a session was verified, and when: the latest time of each method.
public struct Assurance: Codable, Sendable, Hashable {
    /// One method, and when it was last passed.
    public struct Verification: Codable, Sendable, Hashable {
        public let method: Method
        public let at: Date

        public init(_ method: Method, at: Date) {
            self.method = method
            self.at = at
        }
    }

    /// In the order in which the methods were first passed.
    public private(set) var verifications: [Verification]

    public init(_ verifications: [Verification] = []) {
        self.verifications = verifications
    }

    /// The same, with `method` passed at `date`.
    public func adding(_ method: Method, at date: Date) -> Assurance {
        var others = verifications
        if let index = others.firstIndex(where: { $0.method == method }) {
            others[index] = Verification(method, at: max(others[index].at, date))
        } else {
            others.append(Verification(method, at: date))
        }
        return Assurance(others)
    }

    /// When something at least as strong as `strength` was last passed.
    public func lastVerified(with strength: Strength) -> Date? {
        verifications.filter { $0.method.strength >= strength }.map(\.at).max()
    }
}
