internal import CLinux
internal import COpenSSL
internal import Glibc

/// How OpenSSL reads and writes a socket of ours.
///
/// OpenSSL has one of its own, which writes so that a connection that is gone raises SIGPIPE: a library must not count on
/// the program's ignoring that.
enum SocketBIO {
    /// Makes one, which reads and writes a descriptor and leaves closing it to the descriptor's owner.
    static func make(for descriptor: Int32) -> OpaquePointer? {
        guard let method, let bio = BIO_new(method) else { return nil }
        // One more than the descriptor, since 0 would be no pointer.
        BIO_set_data(bio, UnsafeMutableRawPointer(bitPattern: Int(descriptor) + 1))
        BIO_set_init(bio, 1)
        return bio
    }

    /// The table of functions, made once and never freed or changed, so that all threads can share it.
    private nonisolated(unsafe) static let method: OpaquePointer? = {
        let kind = BIO_get_new_index() | BIO_TYPE_SOURCE_SINK
        guard let method = BIO_meth_new(kind, "portico socket") else { return nil }
        BIO_meth_set_write(method) { bio, bytes, count in
            move(bio, BIO_FLAGS_WRITE) { send($0, bytes, Int(count), Int32(LINUX_MSG_NOSIGNAL)) }
        }
        BIO_meth_set_read(method) { bio, bytes, count in
            let moved = move(bio, BIO_FLAGS_READ) { recv($0, bytes, Int(count), 0) }
            if moved == 0 { BIO_set_flags(bio, BIO_FLAGS_IN_EOF) }
            return moved
        }
        BIO_meth_set_ctrl(method) { bio, command, _, _ in
            switch command {
            case Int32(BIO_CTRL_FLUSH): 1
            case Int32(BIO_CTRL_EOF): BIO_test_flags(bio, BIO_FLAGS_IN_EOF) == 0 ? 0 : 1
            default: 0
            }
        }
        return method
    }()

    private static func move(_ bio: OpaquePointer?, _ direction: Int32, _ call: (Int32) -> Int) -> Int32 {
        guard let bio else { return -1 }
        BIO_clear_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_SHOULD_RETRY)
        let descriptor = Int32(Int(bitPattern: BIO_get_data(bio)) - 1)
        while true {
            let count = call(descriptor)
            if count >= 0 { return Int32(count) }
            if errno == EINTR { continue }
            if errno == EAGAIN { BIO_set_flags(bio, direction | BIO_FLAGS_SHOULD_RETRY) }
            return -1
        }
    }
}
