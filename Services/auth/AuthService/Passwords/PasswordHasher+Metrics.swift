import Cryptography
import ServiceRuntime

extension PasswordHasher {
    /// Shows in the metrics what waits and what was refused.
    func register(in metrics: Metrics) {
        metrics.gauge("portico_password_hashes_running", "Passwords being hashed.") { [weak self] in
            Double(self?.counts.running ?? 0)
        }
        metrics.gauge("portico_password_hashes_waiting", "Passwords that wait to be hashed.") { [weak self] in
            Double(self?.counts.waiting ?? 0)
        }
        metrics.gauge("portico_password_hashes_completed", "Passwords hashed since the start.") { [weak self] in
            Double(self?.counts.completed ?? 0)
        }
        metrics.gauge(
            "portico_password_hashes_overloaded",
            "Passwords turned away since the start, because too many waited."
        ) {
            [weak self] in Double(self?.counts.overloaded ?? 0)
        }
    }
}
