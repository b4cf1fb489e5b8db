internal import COpenSSL
internal import Glibc

/// The `SSL` of one connection, its one `SSL_free`, and what is known of its state.
///
/// `@unchecked Sendable`: it has one owner, a ``TLSStream``, which lets one thread at a time use it.
struct TLSSession: ~Copyable, @unchecked Sendable {
    private let ssl: OpaquePointer
    /// The host whose certificate is looked at; nil on a server's side.
    private let host: String?
    /// Nothing may be asked of OpenSSL any more: the stream has failed, or is closed.
    private var isOver = false
    /// What the next read is to tell, found out after bytes that were told first.
    private var heldBack: Result<StreamSocket.ReadOutcome, any Error>?
    private var isOpen = false
    private var farewell = Farewell.unsaid
    /// Where small pieces are put together, so that they travel as one record.
    private var gathered: [UInt8] = []

    private(set) var readingAwaits = Readiness.readable
    private(set) var writingAwaits = Readiness.writable
    var holdsMore: Bool { heldBack != nil }

    private enum Farewell {
        case unsaid
        case due
        case said
    }

    /// The most that one record carries (RFC 8446 §5.1), in bytes.
    private static let recordSize = 16_384

    /// Takes over an `SSL` that knows its socket and its side.
    init(owning ssl: OpaquePointer, host: String?) {
        self.ssl = ssl
        self.host = host
    }

    deinit {
        SSL_free(ssl)
    }

    mutating func open() throws -> Readiness? {
        guard !isOpen else { return nil }
        try checkUse("open a TLS connection")
        ERR_clear_error()
        let code = SSL_do_handshake(ssl)
        guard code != 1 else {
            isOpen = true
            return nil
        }
        return try awaited(after: code, "open a TLS connection") ?? .readable
    }

    mutating func read(into buffer: inout [UInt8], from index: Int) throws -> StreamSocket.ReadOutcome {
        if let heldBack {
            // An end stays an end, however often it is asked for.
            if case .failure = heldBack { self.heldBack = nil }
            return try heldBack.get()
        }
        try checkUse("read from a TLS connection")
        var next = index
        // A record is at most 16 KiB, so that several calls may be needed to learn that nothing more is there.
        while next < buffer.count {
            do {
                guard let count = try readRecord(into: &buffer, from: next) else { break }
                guard count > 0 else {
                    heldBack = .success(.ended)
                    break
                }
                next += count
            } catch {
                guard next > index else { throw error }
                heldBack = .failure(error)
                break
            }
        }
        if next > index { return .bytes(next - index) }
        return heldBack == nil ? .wouldWait : .ended
    }

    /// So many bytes; 0 at the end, nil when it would have to wait.
    private mutating func readRecord(into buffer: inout [UInt8], from index: Int) throws -> Int? {
        ERR_clear_error()
        var count = 0
        let code = buffer.withUnsafeMutableBytes { bytes in
            SSL_read_ex(ssl, bytes.baseAddress?.advanced(by: index), bytes.count - index, &count)
        }
        guard code != 1 else { return count }
        guard SSL_get_error(ssl, code) != SSL_ERROR_ZERO_RETURN else { return 0 }
        readingAwaits = try awaited(after: code, "read from a TLS connection") ?? .readable
        return nil
    }

    mutating func write(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) throws -> Int? {
        guard !second.isEmpty, first.count < Self.recordSize else {
            return first.isEmpty ? try send(second) : try send(first)
        }
        gathered.removeAll(keepingCapacity: true)
        gathered += first
        gathered += second.prefix(Self.recordSize - first.count)
        defer { gathered = [] }
        return try send(gathered[...])
    }

    private mutating func send(_ piece: ArraySlice<UInt8>) throws -> Int? {
        try checkUse("write to a TLS connection")
        guard !piece.isEmpty else { return 0 }
        ERR_clear_error()
        var count = 0
        let code = piece.withUnsafeBytes { SSL_write_ex(ssl, $0.baseAddress, $0.count, &count) }
        guard code != 1 else { return count }
        writingAwaits = try awaited(after: code, "write to a TLS connection") ?? .writable
        return nil
    }

    /// Says that no more will come; false while there is no room even for that.
    mutating func endWriting() -> Bool {
        guard isOpen, !isOver, farewell != .said else { return true }
        ERR_clear_error()
        let code = SSL_shutdown(ssl)
        let hasNoRoom = code < 0 && SSL_get_error(ssl, code) == SSL_ERROR_WANT_WRITE
        farewell = hasNoRoom ? .due : .said
        ERR_clear_error()
        return !hasNoRoom
    }

    /// Whether a farewell waits for room.
    var owesFarewell: Bool { farewell == .due }

    /// Asks nothing of OpenSSL from now on: the descriptor may soon be somebody else's.
    mutating func abandon() {
        isOver = true
    }

    private func checkUse(_ doing: String) throws {
        guard !isOver else { throw NetworkError(doing, code: EBADF) }
    }

    /// What a call that did not succeed waits for; throws why it never will.
    private mutating func awaited(after code: Int32, _ doing: String) throws -> Readiness? {
        let number = errno
        let reason = SSL_get_error(ssl, code)
        switch reason {
        case SSL_ERROR_WANT_READ: return .readable
        case SSL_ERROR_WANT_WRITE: return .writable
        default:
            // After such an error OpenSSL must not be asked for anything more, not even for a farewell.
            isOver = true
            if let host, !isOpen, SSL_get_verify_result(ssl) != X509_V_OK {
                ERR_clear_error()
                throw TLSError.untrusted(CertificateFlaw(code: SSL_get_verify_result(ssl), host: host))
            }
            if reason == SSL_ERROR_SYSCALL, ERR_peek_error() == 0 {
                throw number == 0 ? TLSError.cutShort : NetworkError(doing, code: number)
            }
            throw reason == SSL_ERROR_ZERO_RETURN ? TLSError.cutShort : TLSError.latest()
        }
    }
}
