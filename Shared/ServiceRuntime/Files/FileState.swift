internal import Glibc

/// What tells that a file was changed without reading it; a file that is not there has a state too.
struct FileState: Hashable, Sendable {
    private var device: UInt64 = 0
    private var number: UInt64 = 0
    private var size: Int64 = -1
    private var modified: [Int] = []

    /// How the file behind a path is now; symbolic links are followed, since certificates are often exchanged by one.
    init(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = [
            status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
        ]
    }
}
