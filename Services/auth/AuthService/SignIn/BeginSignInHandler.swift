import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging
import Outbox
import ServiceRuntime

/// Begins a sign-in for any address: whether it has an account is not even looked up.
struct BeginSignInHandler: RequestHandler {
    let attempts: AttemptStore
    let answers: RememberedAnswers
    let clock: any WallClock

    func handle(_ request: BeginSignIn, _ context: RequestContext) async throws -> BeginSignIn.Reply {
        guard let address = EmailAddress(request.email) else { throw BeginSignIn.Refusal.notAnAddress }
        let now = clock.now
        let attempt = SignInAttempt(id: AttemptID(at: now), address: address, remember: request.remember)
        let token = Token()
        var isRepeat = true
        return try await answers.once(request, context) { transaction in
            let begun = Begun(attempt: attempt.id, expiresAt: now + SignInAttempt.lifetime)
            try await attempts.begin(
                attempt,
                under: token,
                from: request.browser.keptAddress,
                until: begun.expiresAt,
                in: transaction
            )
            isRepeat = false
            return .issue(begun)
        } issue: { begun, transaction in
            if isRepeat, try await !attempts.replaceToken(of: begun.attempt, with: token, in: transaction) {
                // The first answer did arrive, and the attempt was used since.
                throw Fault(.outcomeUnknown)
            }
            return BeginSignIn.Reply(attempt: AttemptToken(token.text), expiresAt: begun.expiresAt)
        }
    }

    private struct Begun: Codable, Sendable {
        var attempt: AttemptID
        var expiresAt: Date
    }
}

extension BrowserDescription {
    /// The longest network address that is kept: an IPv6 one with a zone.
    static let longestAddress = 100

    /// The network address, fit to be kept.
    var keptAddress: String { Self.tidied(address, longest: Self.longestAddress) }
    /// The `User-Agent`, fit to be kept.
    var keptUserAgent: String { Self.tidied(userAgent, longest: Self.longestUserAgent) }

    /// It comes from outside: cut, and without control characters.
    private static func tidied(_ text: String, longest: Int) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.lazy.filter { !$0.isControl }.prefix(longest)))
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
