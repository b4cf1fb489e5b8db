internal import CLinux
internal import Glibc

/// One epoll descriptor and the eventfd that wakes its thread.
final class EpollInstance: Sendable {
    private let descriptor: Int32
    private let bell: Int32

    /// Which number the bell has among the events; no descriptor is negative.
    private static let bellMark = UInt64.max
    /// How many events one call may bring.
    private static let eventsPerPoll = 256

    init() throws(NetworkError) {
        let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw NetworkError("make an event loop") }
        let bell = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard bell >= 0 else {
            let error = NetworkError("make the bell of an event loop")
            close(epoll)
            throw error
        }
        // Edge-triggered: every ring is an event of its own, so that the counter need never be read back.
        var event = epoll_event(events: EPOLLIN.rawValue | linux_epoll_edge, data: epoll_data_t(u64: Self.bellMark))
        guard epoll_ctl(epoll, EPOLL_CTL_ADD, bell, &event) == 0 else {
            let error = NetworkError("hang the bell of an event loop")
            close(bell)
            close(epoll)
            throw error
        }
        descriptor = epoll
        self.bell = bell
    }

    deinit {
        close(bell)
        close(descriptor)
    }

    /// Wakes the thread that polls; safe from any thread.
    func ring() {
        eventfd_write(bell, 1)
    }

    /// Asks for one event about a descriptor, whether or not it was asked about before.
    func arm(_ socket: Int32, _ generation: UInt32, _ wanted: Readiness) throws(NetworkError) {
        try control(socket, generation, wanted.epollEvents | linux_epoll_once)
    }

    /// Asks for an event each time that a descriptor becomes ready.
    func follow(_ socket: Int32, _ generation: UInt32, _ wanted: Readiness) throws(NetworkError) {
        try control(socket, generation, wanted.epollEvents | linux_epoll_edge)
    }

    /// Asks no more; a descriptor that is already closed has been forgotten by the kernel.
    func forget(_ socket: Int32) {
        var event = epoll_event()
        _ = epoll_ctl(descriptor, EPOLL_CTL_DEL, socket, &event)
    }

    private func control(_ socket: Int32, _ generation: UInt32, _ events: UInt32) throws(NetworkError) {
        let mark = UInt64(generation) << 32 | UInt64(UInt32(bitPattern: socket))
        var event = epoll_event(events: events, data: epoll_data_t(u64: mark))
        // A descriptor stays registered, silent, after a one-shot event, and leaves when it is closed.
        if epoll_ctl(descriptor, EPOLL_CTL_MOD, socket, &event) == 0 { return }
        guard errno == ENOENT, epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event) == 0 else {
            throw NetworkError("wait for descriptor \(socket)")
        }
    }

    /// Sleeps until something happens, or for so many milliseconds (−1: for ever), and passes on what did.
    func poll(milliseconds: Int32, _ deliver: (_ descriptor: Int32, _ generation: UInt32, Readiness) -> Void) {
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.eventsPerPoll) { events in
            // Interrupted by a signal counts as nothing: the loop turns and sleeps again.
            let count = epoll_wait(descriptor, events.baseAddress, Int32(events.count), milliseconds)
            for index in 0..<max(0, Int(count)) {
                let mark = events[index].data.u64
                guard mark != Self.bellMark else { continue }
                let socket = Int32(bitPattern: UInt32(truncatingIfNeeded: mark))
                deliver(socket, UInt32(truncatingIfNeeded: mark >> 32), Readiness(epollEvents: events[index].events))
            }
        }
    }
}
