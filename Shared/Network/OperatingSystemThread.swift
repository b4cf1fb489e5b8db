internal import CLinux
internal import Glibc

/// A thread of our own, for work that must not borrow one of the few that Swift's tasks share.
enum OperatingSystemThread {
    /// Starts a thread, named so that `top -H` shows what it is for (15 bytes at most), and lets it run on its own.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(NetworkError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))

        let box = Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            &attributes,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                linux_name_this_thread(start.name)
                start.body()
                return nil
            },
            box.toOpaque()
        )
        guard code == 0 else {
            box.release()
            throw NetworkError("start the thread \(name)", code: code)
        }
    }

    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}
