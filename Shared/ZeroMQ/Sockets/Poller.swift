internal import CZeroMQ
internal import Glibc

/// Waits for several sockets, and for the wake-up call of their thread, in one place.
public struct Poller {
    private var items: [zmq_pollitem_t] = []
    private var sockets: [Socket] = []

    /// A poller that `wakeUp` can call back.
    public init(wakeUp: WakeUp) {
        var item = zmq_pollitem_t()
        item.fd = wakeUp.descriptor
        item.events = Int16(ZMQ_POLLIN)
        items = [item]
    }

    /// Waits for messages at `sockets` from now on.
    public mutating func watch(_ sockets: [Socket]) {
        self.sockets = sockets
        items.removeLast(items.count - 1)
        for socket in sockets {
            var item = zmq_pollitem_t()
            item.socket = socket.pointer
            item.events = Int16(ZMQ_POLLIN)
            items.append(item)
        }
    }

    /// Waits until something arrives, the wake-up calls, or `limit` has passed; without a limit, for as long as it takes.
    ///
    /// - Returns: whether the wake-up called.
    /// - Throws: `ZeroMQError` when a socket is broken.
    public mutating func wait(atMost limit: Duration?) throws -> Bool {
        let milliseconds = limit.map { Int($0.wholeMilliseconds) } ?? -1
        let count = zmq_poll(&items, Int32(items.count), milliseconds)
        guard count >= 0 else {
            if zmq_errno() == EINTR { return false }
            throw ZeroMQError("wait for messages")
        }
        return count > 0 && items[0].revents & Int16(ZMQ_POLLIN) != 0
    }
}
