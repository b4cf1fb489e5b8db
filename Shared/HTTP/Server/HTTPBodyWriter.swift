/// Writes the body of an answer piece by piece.
public struct HTTPBodyWriter: Sendable {
    private let send: @Sendable ([UInt8]) async throws -> Void

    /// Makes a writer of a function that takes pieces, for tests of streams without a socket.
    public init(_ send: @escaping @Sendable ([UInt8]) async throws -> Void) {
        self.send = send
    }

    /// Sends a piece, and returns once the connection has taken it.
    ///
    /// - Throws: `CancellationError` when the client has gone or the server stops, `DeadlinePassed` when the client has
    ///   taken nothing for too long; let either pass, and the stream is over.
    public func write(_ bytes: [UInt8]) async throws {
        try await send(bytes)
    }
}
