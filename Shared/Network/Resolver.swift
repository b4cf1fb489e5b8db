internal import CLinux
internal import Glibc
public import ServiceRuntime
internal import Synchronization

/// Turns names into addresses, on threads of its own, since the C library's `getaddrinfo` can block for many seconds.
public enum Resolver {
    /// How many names may be looked up at once; a dead name server holds up this many and no more.
    static let threads = 4
    /// How many may wait for a thread.
    static let queueLimit = 256

    private static let queue = Mutex(ResolverQueue(threads: threads, limit: queueLimit))

    /// Finds every address of a host, in the order in which they should be tried (RFC 6724).
    ///
    /// A numeric address is returned as it is. Nothing is remembered: each call asks again, so that new replicas behind
    /// a name are found.
    ///
    /// - Throws: ``ResolverError``, ``DeadlinePassed`` or `CancellationError`; the abandoned look-up ends by itself.
    public static func addresses(
        of host: String,
        port: Int,
        before deadline: Deadline? = nil
    ) async throws -> [SocketAddress] {
        guard (0...65_535).contains(port) else { throw ResolverError.invalidPort(port) }
        if let address = SocketAddress(numericHost: host, port: port) { return [address] }
        try Task.checkCancellation()
        if let deadline, deadline.isPast { throw DeadlinePassed() }

        let question = ResolverQuestion(host: host, port: port)
        var timer: TimerID?
        let loop = try EventLoop.shared
        if let deadline {
            timer = loop.schedule(at: deadline.instant) { question.finish(.failure(DeadlinePassed())) }
        }
        defer { if let timer { loop.cancel(timer) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                question.answer(to: continuation)
                submit(question)
            }
        } onCancel: {
            question.finish(.failure(CancellationError()))
        }
    }

    private static func submit(_ question: ResolverQuestion) {
        switch queue.withLock({ $0.add(question) }) {
        case .queued:
            break
        case .refused:
            question.finish(.failure(ResolverError.overloaded))
        case .needsThread:
            do {
                try OperatingSystemThread.start("resolver") { work() }
            } catch {
                // The thread that did not start would have answered whatever is queued.
                for question in queue.withLock({ $0.threadFailed() }) { question.finish(.failure(error)) }
            }
        }
    }

    private static func work() {
        while let question = queue.withLock({ $0.next() }) {
            question.finish(lookUp(question.host, port: question.port))
        }
    }

    private static func lookUp(_ host: String, port: Int) -> Result<[SocketAddress], any Error> {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(LINUX_SOCK_STREAM)
        hints.ai_flags = AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        guard code == 0 else { return .failure(ResolverError(host: host, code: code)) }
        defer { freeaddrinfo(found) }

        var addresses: [SocketAddress] = []
        var entry = found
        while let info = entry?.pointee {
            if let address = info.ai_addr.flatMap({ SocketAddress($0, length: info.ai_addrlen) }),
                !addresses.contains(address)
            {
                addresses.append(address)
            }
            entry = info.ai_next
        }
        return addresses.isEmpty ? .failure(ResolverError.unknownHost(host)) : .success(addresses)
    }
}

/// Why a name has no address.
public enum ResolverError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The name server says that there is no such name, or that it has no address.
    case unknownHost(String)
    /// The name server could not be asked, or did not know: worth another try.
    case unavailable(String, reason: String)
    /// Too many look-ups wait already.
    case overloaded
    /// Ports go from 0 to 65535.
    case invalidPort(Int)

    init(host: String, code: Int32) {
        switch code {
        case EAI_NONAME, -5: self = .unknownHost(host)  // −5: EAI_NODATA, a GNU extension
        default: self = .unavailable(host, reason: gai_strerror(code).map { String(cString: $0) } ?? "error \(code)")
        }
    }

    public var description: String {
        switch self {
        case .unknownHost(let host): "no address is known for the host \(host)"
        case .unavailable(let host, let reason): "cannot look up the host \(host): \(reason)"
        case .overloaded: "too many host names are being looked up"
        case .invalidPort(let port): "\(port) is not a port"
        }
    }
}
