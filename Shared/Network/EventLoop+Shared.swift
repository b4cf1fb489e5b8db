internal import Glibc

extension EventLoop {
    /// The loop on which a program's clients wait for their sockets.
    ///
    /// - Throws: A ``NetworkError`` when the operating system gave no descriptor or thread for it, which is then so for
    ///   the life of the program.
    public static var shared: EventLoop {
        get throws(NetworkError) { try pool[0] }
    }

    /// The loops among which a program's servers divide their connections: one for each processor, up to eight.
    ///
    /// They live as long as the program, for tasks may be handed to an executor at any time.
    public static var pool: [EventLoop] {
        get throws(NetworkError) { try made.get() }
    }

    private static let mostLoops = 8

    private static let made: Result<[EventLoop], NetworkError> = {
        let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        var loops: [EventLoop] = []
        for number in 0..<min(max(processors, 1), mostLoops) {
            do throws(NetworkError) {
                loops.append(try EventLoop(name: "event-loop-\(number)"))
            } catch {
                return .failure(error)
            }
        }
        return .success(loops)
    }()
}
