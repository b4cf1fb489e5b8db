/// How a program ended, as its exit code tells whoever started it.
public struct ExitStatus: Sendable, Hashable {
    /// The number handed to the operating system.
    public let code: Int32

    /// Makes a status of an exit code.
    public init(code: Int32) {
        self.code = code
    }

    /// All went well.
    public static let success = ExitStatus(code: 0)
    /// Something failed.
    public static let failure = ExitStatus(code: 1)
    /// The command line made no sense (`EX_USAGE` of sysexits.h).
    public static let wrongUsage = ExitStatus(code: 64)
    /// The settings are wrong, and starting again without a change is pointless (`EX_CONFIG` of sysexits.h).
    public static let wrongSettings = ExitStatus(code: 78)
}
