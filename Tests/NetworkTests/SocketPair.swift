import Glibc
import XCTest

/// Two connected sockets of this process, non-blocking, closed at the end.
final class SocketPair: Sendable {
    let left: Int32
    let right: Int32

    init(file: StaticString = #filePath, line: UInt = #line) throws {
        var descriptors: [Int32] = [-1, -1]
        let flags = Int32(SOCK_STREAM.rawValue) | Int32(O_NONBLOCK) | Int32(O_CLOEXEC)
        try XCTSkipIf(socketpair(AF_UNIX, flags, 0, &descriptors) != 0, "no sockets to be had")
        left = descriptors[0]
        right = descriptors[1]
    }

    deinit {
        close(left)
        close(right)
    }

    func sendFromRight(_ text: String) {
        _ = text.withCString { write(right, $0, strlen($0)) }
    }

    func readFromLeft() -> String {
        var bytes = [UInt8](repeating: 0, count: 1_024)
        let count = read(left, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }

    /// Fills the left side's buffer, so that it cannot be written to until the right side reads.
    func fillLeft() {
        let bytes = [UInt8](repeating: 0, count: 65_536)
        while write(left, bytes, bytes.count) > 0 {}
    }

    func drainRight() {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while read(right, &bytes, bytes.count) > 0 {}
    }
}
