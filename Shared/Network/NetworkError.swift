internal import Glibc

/// A call to the operating system that failed: which one, about what, and why.
public struct NetworkError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was being done, as in "listen on 127.0.0.1:8080".
    public let doing: String
    /// The operating system's number for the reason (`errno`).
    public let code: Int32

    /// Describes a failure that has already happened, with its `errno`.
    public init(_ doing: String, code: Int32) {
        self.doing = doing
        self.code = code
    }

    /// Describes the call that failed just now, by the current `errno`.
    init(_ doing: String) {
        self.init(doing, code: errno)
    }

    public var description: String {
        "cannot \(doing): \(Self.reason(code))"
    }

    /// Nobody listens at the other end.
    public var isRefusal: Bool { code == ECONNREFUSED }

    /// Another program already listens on this address.
    public var isAddressInUse: Bool { code == EADDRINUSE }

    private static func reason(_ code: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress, strerror_r(code, start, buffer.count) == 0 else {
                return "error \(code)"
            }
            return String(cString: start)
        }
    }
}

/// The deadline of a wait passed before what it waited for came.
public struct DeadlinePassed: Error, Sendable, Hashable, CustomStringConvertible {
    /// Says that a deadline passed.
    public init() {}

    public var description: String { "the deadline passed" }
}

/// Somebody already waits for this descriptor; each has room for one.
public struct AlreadyWaiting: Error, Sendable, Hashable, CustomStringConvertible {
    /// The descriptor that both wanted.
    public let descriptor: Int32

    public var description: String { "descriptor \(descriptor) is already waited for" }
}
