import Foundation

/// A file that holds a secret, which must be nobody's but its owner's.
enum SecretFile {
    /// No secret of ours is longer.
    static let largestSize = 64 * 1024

    /// The file's text without the line end after it.
    static func contents(of path: String, namedBy setting: String) throws(SettingProblem) -> String {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved(path)),
            let permissions = (attributes[.posixPermissions] as? NSNumber)?.uint16Value
        else { throw problem(setting, "names a file that is not there or cannot be reached") }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw problem(setting, "names something that is not a file")
        }
        guard permissions & 0o077 == 0 else {
            throw problem(setting, "names a file that others than its owner can read; chmod 600 it")
        }
        guard let size = (attributes[.size] as? NSNumber)?.intValue, size <= largestSize else {
            throw problem(setting, "names a file of more than \(largestSize / 1024) KiB")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw problem(setting, "names a file that this program may not read")
        }
        guard var text = String(bytes: data, encoding: .utf8) else {
            throw problem(setting, "names a file that is not UTF-8 text")
        }
        while text.last?.isNewline == true { text.removeLast() }
        guard !text.isEmpty else { throw problem(setting, "names an empty file") }
        return text
    }

    /// Where a symbolic link leads, as container secrets are linked; what counts is the file behind it.
    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    private static func problem(_ setting: String, _ rest: String) -> SettingProblem {
        SettingProblem("cannot be read: \(setting) \(rest)")
    }
}
