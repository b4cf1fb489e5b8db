import Foundation
import Support

/// An authenticator app on somebody's phone: `oathtool`, which knows nothing of Portico.
///
/// A code works once, so the app never gives the same one twice; it waits for the next where it must.
actor AuthenticatorApp {
    /// How long a code is shown, in seconds (RFC 6238 §4.1).
    private static let step: TimeInterval = 30
    /// How many steps ahead of the time a code may be and still be accepted.
    private static let accepted: TimeInterval = 1

    private let key: String
    private var lastStep: TimeInterval = 0

    /// - Parameter key: The key as the portal shows it, with or without spaces.
    init(key: String) {
        self.key = key.filter { !$0.isWhitespace }
    }

    /// The next code that the portal has not seen.
    func code() async throws -> String {
        let current = (Date().timeIntervalSince1970 / Self.step).rounded(.down)
        let next = max(current, lastStep + 1)
        if next > current + Self.accepted {
            let opensAt = (next - Self.accepted) * Self.step
            try await Task.sleep(for: .seconds(opensAt - Date().timeIntervalSince1970 + 0.2))
        }
        lastStep = next
        return try await code(at: next)
    }

    /// A code that is certainly wrong: none of those that would be accepted around now.
    func wrongCode() async throws -> String {
        let current = (Date().timeIntervalSince1970 / Self.step).rounded(.down)
        var near: Set<String> = []
        for offset in -3...3 { near.insert(try await code(at: current + TimeInterval(offset))) }
        return (0..<10).map { "00000\($0)" }.first { !near.contains($0) } ?? "000000"
    }

    private func code(at step: TimeInterval) async throws -> String {
        let moment = "@\(Int(step * Self.step))"
        let output = try await runCommand("oathtool", ["--totp", "--base32", "--now=\(moment)", key])
        return output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
