public import ServiceRuntime

/// Binds together everything that one visitor's request caused, through every program it touched.
public struct TraceID: Hashable, Sendable, CustomStringConvertible {
    /// The trace of the work that the current task does; a server sets it, and a client sends it on.
    @TaskLocal public static var current: TraceID?

    private let value: SixteenBytes

    /// The sixteen bytes that travel.
    public var bytes: [UInt8] { value.bytes }

    /// Begins a new trace.
    public init(random: any RandomSource = SystemRandom()) {
        value = SixteenBytes(random: random)
    }

    /// Takes sixteen bytes.
    public init?(_ bytes: some Collection<UInt8>) {
        guard let value = SixteenBytes(bytes) else { return nil }
        self.value = value
    }

    /// The trace in 32 hexadecimal digits, as logs tell it.
    public var description: String { value.hexadecimal }
}
