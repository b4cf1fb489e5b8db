import AuthContract
import Messaging
import ServiceRuntime

/// Finds the sign-in that a browser has under way.
struct FindAttemptHandler: RequestHandler {
    let attempts: AttemptStore
    let clock: any WallClock

    func handle(_ request: FindAttempt, _ context: RequestContext) async throws -> FindAttempt.Reply {
        guard let attempt = try await attempts.attempt(holding: request.attempt, at: clock.now) else {
            throw FindAttempt.Refusal.attemptGone
        }
        return FindAttempt.Reply(email: attempt.address.typed, remember: attempt.remember)
    }
}
