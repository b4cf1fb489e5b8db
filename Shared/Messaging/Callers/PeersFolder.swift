import Foundation

/// The folder in which each program's public keys stand: `<program>.bus`, one key a line, `#` before a remark.
struct PeersFolder: Sendable {
    /// The largest file that is read, in bytes.
    static let largestFile = 64 * 1024
    /// The most programs.
    static let mostFiles = 256
    private static let suffix = ".bus"

    let path: String

    /// What tells that a file was changed without reading it.
    struct Fingerprint: Hashable {
        var files: [String: [Int64]] = [:]
    }

    /// How the files are now.
    func fingerprint() throws -> Fingerprint {
        var fingerprint = Fingerprint()
        for file in try files() {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(file)")
            let modified = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            let size = (attributes[.size] as? NSNumber)?.int64Value ?? 0
            let number = (attributes[.systemFileNumber] as? NSNumber)?.int64Value ?? 0
            fingerprint.files[file] = [Int64(modified * 1000), size, number]
        }
        return fingerprint
    }

    /// Every program's keys.
    func read() throws -> PeersDirectory {
        var keys: [CallerName: [BusPublicKey]] = [:]
        for file in try files() {
            keys[CallerName(String(file.dropLast(Self.suffix.count)))] = try readKeys(of: file)
        }
        return try PeersDirectory(keys)
    }

    private func files() throws -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw PeersProblem("the folder \(path) cannot be read")
        }
        let files = names.filter { $0.hasSuffix(Self.suffix) && !$0.hasPrefix(".") }.sorted()
        guard files.count <= Self.mostFiles else { throw PeersProblem("the folder \(path) holds too many files") }
        return files
    }

    private func readKeys(of file: String) throws -> [BusPublicKey] {
        guard let content = FileManager.default.contents(atPath: "\(path)/\(file)"), content.count <= Self.largestFile
        else { throw PeersProblem("\(path)/\(file) cannot be read") }
        var keys: [BusPublicKey] = []
        let lines = String(decoding: content, as: UTF8.self).split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        )
        for (number, line) in lines.enumerated() {
            let text = line.trimmingCharacters(in: .whitespaces)
            guard !text.isEmpty, !text.hasPrefix("#") else { continue }
            guard let key = BusPublicKey(text) else {
                throw PeersProblem("\(path)/\(file): line \(number + 1) is not a public key of the bus")
            }
            keys.append(key)
        }
        return keys
    }
}
