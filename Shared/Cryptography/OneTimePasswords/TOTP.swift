public import Foundation
public import ServiceRuntime

/// Codes that an authenticator app shows for some seconds each (RFC 6238).
public struct TOTP: Sendable {
    /// How many digits a code has.
    public enum Digits: Int, Sendable, Codable, CaseIterable {
        case six = 6
        case seven = 7
        case eight = 8
    }

    /// How many random bytes a new secret has: as many as SHA-1 gives (RFC 4226 §4, R6).
    public static let secretByteCount = 20
    /// The periods that make sense, in seconds; others are brought to the nearest.
    public static let periods = 10...300
    /// The most steps before and after now that any caller may admit.
    public static let skewLimit = 10

    private let secret: Secret<[UInt8]>
    private let digits: Digits
    private let period: Int
    private let algorithm: HMAC.Algorithm

    /// Codes from this secret, each for a `period` of seconds; the defaults are what every app understands.
    public init(secret: [UInt8], digits: Digits = .six, period: Int = 30, algorithm: HMAC.Algorithm = .sha1) {
        self.secret = Secret(secret)
        self.digits = digits
        self.period = min(max(period, Self.periods.lowerBound), Self.periods.upperBound)
        self.algorithm = algorithm
    }

    /// Draws a secret for a new authenticator.
    public static func generateSecret(random: any RandomSource = SystemRandom()) -> [UInt8] {
        random.bytes(secretByteCount)
    }

    /// The code that an app shows at this time.
    public func code(at time: Date) -> String {
        String(decoding: code(step: step(at: time)), as: UTF8.self)
    }

    /// The step whose code this is, or `nil` where it is no code, the wrong one, or one that was used up.
    ///
    /// Steps within `skew` of now are admitted, since clocks differ and people are slow (RFC 6238 §5.2). Who accepts a
    /// code stores the step and gives it as `lastStep` next time: neither it nor any earlier one is accepted again.
    /// Every admitted step is compared in constant time, so that the answer's delay does not say which one it was.
    public func step(matching code: String, at time: Date, within skew: Int = 1, after lastStep: Int?) -> Int? {
        let typed = Array(code.utf8.prefix(digits.rawValue + 1))
        guard typed.count == digits.rawValue, typed.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        let now = step(at: time)
        let skew = min(max(skew, 0), Self.skewLimit)
        var match: Int?
        for step in (now - skew)...(now + skew) where constantTimeEquals(self.code(step: step), typed) {
            // The latest of several, so that the same digits do not pass a second time.
            match = step
        }
        guard let match, match > lastStep ?? Int.min else { return nil }
        return match
    }

    /// The address that a QR code brings to an authenticator app (Google's "Key Uri Format").
    ///
    /// It holds the secret, so it is never logged nor put in a link.
    public func provisioningURI(issuer: String, account: String) -> Secret<String> {
        // A colon divides issuer and account, so neither may contain one.
        let issuer = Self.escape(issuer.replacing(":", with: " "))
        let account = Self.escape(account.replacing(":", with: " "))
        return Secret(
            "otpauth://totp/\(issuer):\(account)?secret=\(Base32.encode(secret.expose()))&issuer=\(issuer)"
                + "&algorithm=\(algorithm.rawValue.uppercased())&digits=\(digits.rawValue)&period=\(period)"
        )
    }

    /// Time steps since 1970 (RFC 6238 §4.2).
    private func step(at time: Date) -> Int {
        // The clamp keeps a nonsensical date from overflowing: a million years are enough.
        let farthest = 3.2e13
        let seconds = time.timeIntervalSince1970
        guard seconds.isFinite else { return 0 }
        return Int((min(max(seconds, -farthest), farthest) / Double(period)).rounded(.down))
    }

    /// The digits of one step's code (RFC 4226 §5.3).
    private func code(step: Int) -> [UInt8] {
        let counter = UInt64(bitPattern: Int64(step))
        let tag = HMAC.tag(
            algorithm,
            key: secret.expose(),
            message: (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * $0)) }
        )
        let offset = Int(tag[tag.count - 1] & 0x0F)
        var value = tag[offset..<(offset + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        var code = [UInt8](repeating: 0, count: digits.rawValue)
        for index in code.indices.reversed() {
            code[index] = UInt8(ascii: "0") + UInt8(value % 10)
            value /= 10
        }
        return code
    }

    /// Percent-encodes all but RFC 3986's unreserved characters: apps differ in what else they understand.
    private static func escape(_ text: String) -> String {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        return text.utf8.map { byte in
            unreserved.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte]).uppercased()
        }.joined()
    }
}
