import Cryptography
import ServiceRuntime

/// The number under which a failure is found in the log of the program where it happened.
enum Incident {
    private static let bytes = 6

    static func number(random: any RandomSource = SystemRandom()) -> String {
        Hex.encode(random.bytes(bytes))
    }

    /// What may be logged of `error`.
    ///
    /// A question that cannot be read is told by the place in it, never by its content.
    static func describe(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .typeMismatch(_, let context): return place(context, is: "of another type")
        case .valueNotFound(_, let context): return place(context, is: "missing")
        case .keyNotFound(let key, let context): return place(context, is: "without \(key.stringValue)")
        case .dataCorrupted(let context): return place(context, is: "not of its form")
        @unknown default: return "the body is unreadable"
        }
    }

    private static func place(_ context: DecodingError.Context, is problem: String) -> String {
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? "the body is \(problem)" : "\(path) is \(problem)"
    }
}
