/// Files that are part of the program, kept in memory, each with a strong entity tag.
///
/// A page links to a file by its fingerprinted name, which browsers keep for ever; under its plain name the file is asked
/// about each time and answered 304 when it is the same.
public struct StaticAssets: Sendable {
    /// One file.
    public struct File: Sendable {
        /// The plain name, such as `portal.css`.
        public let name: String
        /// What it holds.
        public let bytes: [UInt8]
        /// What it is.
        public let type: ContentType

        /// Makes a file; its type is told by its name unless given.
        public init(_ name: String, _ bytes: [UInt8], type: ContentType? = nil) {
            self.name = name
            self.bytes = bytes
            self.type = type ?? ContentType(fileName: name)
        }
    }

    /// For names that change with the content (RFC 8246).
    static let kept = "public, max-age=31536000, immutable"
    /// For plain names: kept, and asked about before each use.
    static let askedAbout = "no-cache"
    /// Digits of the content's fingerprint that stand in a name.
    private static let fingerprintDigits = 16

    private struct Entry {
        let file: File
        let tag: EntityTag
        let caching: String
    }

    private var entries: [String: Entry] = [:]
    private var names: [String: String] = [:]

    /// Takes the files; of two with one name, the last counts.
    public init(_ files: [File]) {
        for file in files {
            let tag = EntityTag(of: file.bytes)
            let name = Self.name(file.name, with: Fingerprint.of(file.bytes).prefix(Self.fingerprintDigits))
            names[file.name] = name
            entries[file.name] = Entry(file: file, tag: tag, caching: Self.askedAbout)
            entries[name] = Entry(file: file, tag: tag, caching: Self.kept)
        }
    }

    /// The name that has a fingerprint of the content in it, `portal.3f9ab20c11d2e4f0.css`; the name itself where there is
    /// no such file.
    public func fingerprintedName(_ name: String) -> String {
        names[name] ?? name
    }

    /// The answer to a request for a file by its plain or its fingerprinted name: the file, or 304 where the client has it
    /// already; nil where there is no such file.
    public func response(to request: HTTPRequest, for name: String) -> HTTPResponse? {
        guard let entry = entries[name] else { return nil }
        let hasIt = entry.tag.isNamed(in: request.headers)
        var response: HTTPResponse =
            hasIt ? HTTPResponse(.notModified) : .bytes(entry.file.bytes, type: entry.file.type)
        response.headers["ETag"] = entry.tag.text
        response.headers["Cache-Control"] = entry.caching
        return response
    }

    /// Puts a fingerprint before the last ending of a name.
    private static func name(_ name: String, with fingerprint: Substring) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "\(name).\(fingerprint)" }
        return "\(name[..<dot]).\(fingerprint)\(name[dot...])"
    }
}
