import Cryptography
import Foundation
import Glibc
import ServiceRuntime

/// Writes files that are their owner's alone, so that neither a crash nor a full disk leaves half of one.
enum PrivateFile {
    /// Replaces a file, or makes it: afterwards there is the old content or the new, and nothing between.
    ///
    /// It has come back from the disk before this returns.
    static func replace(_ path: String, with text: String) throws(Complaint) {
        let beside = "\(path).\(Hex.encode(SystemRandom().bytes(4)))"
        do throws(Complaint) {
            try write(text, to: beside, meantFor: path)
            guard rename(beside, path) == 0 else { throw Self.complaint(path) }
            try synchronize(folderOf: path)
        } catch {
            unlink(beside)
            throw error
        }
    }

    /// Makes a file that must not be there yet, of mode 0600.
    static func create(_ path: String, holding text: String) throws(Complaint) {
        try write(text, to: path, meantFor: path)
    }

    /// Writes a new file; complaints name the one that the content is meant for.
    private static func write(_ text: String, to new: String, meantFor path: String) throws(Complaint) {
        let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw complaint(path) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw complaint(path) }
            rest = rest.dropFirst(written)
        }
        guard fsync(descriptor) == 0 else { throw complaint(path) }
    }

    /// Makes a folder that must not be there yet, of mode 0700.
    static func createFolder(_ path: String) throws(Complaint) {
        guard mkdir(path, 0o700) == 0 else { throw complaint(path) }
    }

    /// The text of a file that is its owner's alone; nil where there is none.
    static func read(_ path: String) throws(Complaint) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw .failure("\(path) cannot be read: \(reason).")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw .failure("\(path) holds secrets, and others than its owner can read it; chmod 600 it.")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .failure("\(path) cannot be read.")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// Makes the names in a file's folder as durable as its content.
    private static func synchronize(folderOf path: String) throws(Complaint) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw complaint(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw complaint(path) }
    }

    private static func complaint(_ path: String) -> Complaint {
        .failure("\(path) cannot be written: \(reason).")
    }

    /// What the operating system says of the last call that failed.
    static var reason: String { String(cString: strerror(errno)) }
}
