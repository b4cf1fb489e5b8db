public import ServiceRuntime

/// A connection that carries bytes both ways: a ``StreamSocket``, or a ``TLSStream`` around one.
///
/// Calls do what can be done at once and say what was done; when to try again is told by an ``EventLoop``. It belongs to
/// one actor or task, which closes it; dropping the last reference closes it too.
public protocol ByteStream: AnyObject, Sendable {
    /// The number to be waited for; −1 once closed.
    var descriptor: Int32 { get }
    /// Where the other side is; nil for what is no Internet socket.
    var remoteAddress: SocketAddress? { get }
    /// What a read that would have to wait waits for.
    var readingAwaits: Readiness { get }
    /// What a write that would have to wait waits for.
    var writingAwaits: Readiness { get }
    /// Whether a read has something to tell although nothing more may ever arrive.
    var holdsMore: Bool { get }

    /// Does what can be done at once of agreeing with the other side how to speak; to be repeated until it returns nil.
    ///
    /// - Returns: What must be waited for, or nil when the stream is open.
    /// - Throws: Why it will not open; the stream is of no use then.
    func open() throws -> Readiness?

    /// Reads into the room that an array has from an index to its end.
    ///
    /// Unless the room is filled, what was read is all that has arrived and ``holdsMore`` tells whether something
    /// other than bytes is to be learnt.
    ///
    /// - Throws: Why the connection has failed.
    func read(into buffer: inout [UInt8], from index: Int) throws -> StreamSocket.ReadOutcome

    /// Writes two pieces, one after the other.
    ///
    /// What was not taken must be offered again, unchanged at its beginning.
    ///
    /// - Returns: How many bytes of both together were taken; nil when none can be now.
    /// - Throws: Why the connection has failed.
    func write(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) throws -> Int?

    /// Tells the other side that no more will come, and goes on reading; repeated when there is room to write.
    func endWriting()

    /// Closes it.
    ///
    /// An ``EventLoop`` that watches it must have been told to stop before.
    func close()
}

extension ByteStream {
    /// Writes one piece.
    ///
    /// - Returns: How many bytes were taken; nil when none can be now.
    /// - Throws: Why the connection has failed.
    public func write(_ piece: ArraySlice<UInt8>) throws -> Int? {
        try write(piece, [])
    }

    /// Waits until the stream is open.
    ///
    /// - Throws: Why it will not open; `DeadlinePassed`, `CancellationError`.
    public func opened(before deadline: Deadline?) async throws {
        while let awaited = try open() {
            try await EventLoop.shared.wait(for: descriptor, until: awaited, before: deadline)
        }
    }
}

extension StreamSocket: ByteStream {
    public var readingAwaits: Readiness { .readable }
    public var writingAwaits: Readiness { .writable }
    public var holdsMore: Bool { false }

    /// A connected socket is open as it is.
    public func open() -> Readiness? { nil }
}
