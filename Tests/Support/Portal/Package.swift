import Foundation

/// The package that these tests belong to.
public enum Package {
    /// Its folder.
    public static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The folder of the programs that were built together with these tests: with a sanitizer, where these are.
    public static let programs: String = {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = tests.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
        return folder.flatMap { $0.hasPrefix(Self.folder) ? $0 : nil } ?? "\(Self.folder)/.build/debug"
    }()

    /// One of them.
    public static func program(_ name: String) -> String { "\(programs)/\(name)" }
}
