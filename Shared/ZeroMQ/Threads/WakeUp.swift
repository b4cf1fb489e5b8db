internal import CLinux
internal import Glibc

/// Wakes a thread that waits in `Poller` (eventfd(2)).
public final class WakeUp: Sendable {
    let descriptor: Int32

    /// Opens the descriptor.
    ///
    /// - Throws: `ZeroMQError` when the process has no more descriptors.
    public init() throws {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw ZeroMQError("open an eventfd") }
    }

    deinit {
        close(descriptor)
    }

    /// Wakes the thread; from any thread.
    func call() {
        var one: UInt64 = 1
        // It can only fail when it is called already.
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Takes note of the call.
    func clear() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    }
}
