import Cryptography
import Foundation
import Messaging
import ServiceRuntime

/// Judges a password that was given for an address: the one way in which auth does.
///
/// Whatever the answer, the work is the same: the try is counted, one hash is computed, and only then is anything told.
struct PasswordJudge {
    let throttles: ThrottleStore
    let hasher: PasswordHasher
    let clock: any WallClock
    let log: Log

    /// What was found.
    enum Verdict: Sendable {
        /// It is the password that has this hash; `stronger` is a new hash of it where parameters have risen since.
        case right(PasswordHash, stronger: PasswordHash?)
        case wrong
        /// Too many were wrong: none is judged now.
        case closed
    }

    /// How long taking back a try may take, whose own deadline has passed.
    private static let withdrawing: Duration = .seconds(2)

    /// Judges `password` by `hash`; there is none where nobody, or nobody who may sign in, has this address.
    ///
    /// - Throws: `PasswordHasher.Overloaded` at once where too many wait, which then counts for nothing.
    func judge(
        _ password: Secret<String>,
        for address: EmailAddress,
        against hash: PasswordHash?,
        _ context: RequestContext
    ) async throws -> Verdict {
        let admission = try await throttles.admit(context.passwordTry, for: address, at: clock.now)
        let judged = admission == .closed ? nil : hash
        do {
            guard try await hasher.verify(password, against: judged), let judged else {
                return admission == .closed ? .closed : .wrong
            }
            // What fails here can wait for the next time.
            let stronger = hasher.needsRehash(judged) ? try? await hasher.hash(password) : nil
            return .right(judged, stronger: stronger)
        } catch {
            if admission == .counted { await withdraw(context.passwordTry, for: address) }
            throw error
        }
    }

    /// Takes back a try that nobody judged, also where its caller no longer waits: who was turned away by too much
    /// work must not be locked out for it.
    private func withdraw(_ id: PasswordThrottle.TryID, for address: EmailAddress) async {
        await Deadline.$current.withValue(.after(Self.withdrawing)) {
            // In a task of its own, which the caller's cancellation does not reach.
            await Task { [throttles, clock, log] in
                do {
                    try await throttles.withdraw(id, for: address, at: clock.now)
                } catch {
                    log.warning("A try that was not judged stays counted.", ["error": "\(error)"])
                }
            }.value
        }
    }
}
