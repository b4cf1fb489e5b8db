/// A no from the check of the credential that came with a question: it is missing, forged, too old, or not enough.
///
/// Any handler may throw one, whatever its question; `IdentityContract` gives the codes their meaning.
public struct Denial: Error, Codable, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, such as `passport-expired`.
    public var code: String
    /// What the caller needs to know to mend it.
    public var detail: [String: String]

    public init(code: String, detail: [String: String] = [:]) {
        self.code = code
        self.detail = detail
    }

    public var description: String { "the credential does not carry this: \(code)" }
}
