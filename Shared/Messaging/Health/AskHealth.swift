public import ServiceRuntime

/// Asks a program how it is; every server answers this to every caller whose key it knows.
///
/// That an answer comes shows that the program lives; what it says shows whether it is ready.
public struct AskHealth: Request {
    public static let subject: Subject = "health.v1"
    public static let effect = Effect.reads

    public init() {}

    public struct Reply: Codable, Sendable {
        public var health: Health

        public init(health: Health) {
            self.health = health
        }
    }

    public typealias Refusal = Never
}
