/// Sends events to one page, each at once, and waits when the page's connection cannot take more.
public struct EventWriter: Sendable {
    private let writer: HTTPBodyWriter

    init(_ writer: HTTPBodyWriter) {
        self.writer = writer
    }

    /// Sends an event.
    ///
    /// - Throws: `CancellationError` when the page has gone or the server stops, ``DeadlinePassed`` when the page has not
    ///   taken anything for too long; let either pass, and the stream is over.
    public func send(_ event: ServerSentEvent) async throws {
        try await writer.write(event.rendered())
    }

    /// Sends a line that pages pass over, which keeps proxies from closing a quiet stream and shows who has gone.
    public func sendHeartbeat() async throws {
        try await writer.write(Array(":\n\n".utf8))
    }
}
