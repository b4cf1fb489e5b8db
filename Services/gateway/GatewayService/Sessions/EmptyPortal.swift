import AuthContract
import Messaging
import ServiceRuntime
import Synchronization

/// Whether the portal knows nobody yet.
///
/// Auth is asked whenever the first screen is shown, until it says that there is an account: what is not empty never is
/// again, so that a portal in use is asked about once in the life of a gateway.
final class EmptyPortal: Sendable {
    /// How long the first screen waits for the answer; without one it is shown as ever.
    static let patience: Duration = .milliseconds(500)

    private let auth: MessageClient
    private let isInUse = Mutex(false)

    init(auth: MessageClient) {
        self.auth = auth
    }

    /// Whether auth says so, now.
    func isEmpty() async -> Bool {
        guard !isInUse.withLock({ $0 }), auth.liveReplicas > 0,
            let answer = try? await auth.ask(ShowPortal(), within: Self.patience)
        else { return false }
        if !answer.isEmpty { isInUse.withLock { $0 = true } }
        return answer.isEmpty
    }
}
