import Foundation

/// The clock of a program that is told another time than everybody else, by libfaketime (Debian's package `faketime`).
///
/// Only the time of day is moved, not the clock by which waits are measured: that is what a correction does, too.
public struct MovedClock: Sendable {
    private static let library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
    private let file: String

    /// Whether this machine has it.
    public static var isPossible: Bool { FileManager.default.fileExists(atPath: library) }

    /// How long it takes at most until a program notices that its clock was moved, in seconds.
    static let noticing = 1

    init(file: String) throws {
        self.file = file
        try move(by: 0)
    }

    /// What goes into the program's environment.
    var environment: [String: String] {
        [
            "LD_PRELOAD": Self.library, "FAKETIME_TIMESTAMP_FILE": file, "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1", "FAKETIME_CACHE_DURATION": "\(Self.noticing)",
        ]
    }

    /// Puts it this many seconds before (or, below zero, behind) everybody else's.
    public func move(by seconds: Int) throws {
        // Replaced in one piece: a program may read it at any moment.
        try Data("\(seconds < 0 ? "" : "+")\(seconds)\n".utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    }
}
