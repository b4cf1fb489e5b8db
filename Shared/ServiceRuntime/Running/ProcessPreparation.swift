import Glibc

/// What a program asks of the operating system before it does anything else.
enum ProcessPreparation {
    /// More open files and connections than this are of no use to any of our programs.
    static let mostDescriptors: rlim_t = 1 << 20

    /// Lets a write to a closed connection fail instead of ending the program, and allows as many open files as it may have.
    static func prepare() {
        _ = signal(SIGPIPE, SIG_IGN)
        raiseDescriptorLimit()
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
