import Glibc

/// What a program asks of the operating system before it does anything else.
enum ProcessPreparation {
    /// More open files and connections than this are of no use to any of our programs.
    static let mostDescriptors: rlim_t = 1 << 20

    /// Lets a write to a closed connection fail instead of ending the program, allows as many open files as it may have, and
    /// keeps its memory from being written to a file.
    static func prepare() {
        _ = signal(SIGPIPE, SIG_IGN)
        raiseDescriptorLimit()
        forbidCoreDumps()
    }

    /// A core dump would hold every key, and every password that was being judged; nothing may allow one later either.
    private static func forbidCoreDumps() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        // Lowering a limit is never refused.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    }

    /// Raises the soft limit to the hard one; Linux starts programs with 1024, less than a busy door needs.
    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        let wanted = min(limit.rlim_max, mostDescriptors)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = wanted
        // Where it is refused the program works with what it has.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
