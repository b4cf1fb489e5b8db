public import Foundation

// The kinds of setting that most programs need.

extension Setting where Value == String {
    /// A text on one line.
    public static func string(
        _ name: String,
        _ help: String,
        default fallback: String? = nil,
        longest: Int = 1000
    ) -> Setting {
        Setting(name, help, default: fallback) { text in
            guard text.utf8.count <= longest else { throw SettingProblem("must have at most \(longest) bytes") }
            guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
                throw SettingProblem("must not hold control characters")
            }
            return text
        }
    }

    /// The path of a file that exists and can be read.
    public static func file(_ name: String, _ help: String, default fallback: String? = nil) -> Setting {
        Setting(name, help, default: fallback) { path in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
                FileManager.default.isReadableFile(atPath: path)
            else { throw SettingProblem("must be the path of a file that this program can read") }
            return path
        }
    }

    /// The path of a folder that exists and can be read.
    public static func folder(_ name: String, _ help: String, default fallback: String? = nil) -> Setting {
        Setting(name, help, default: fallback) { path in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue,
                FileManager.default.isReadableFile(atPath: path)
            else { throw SettingProblem("must be the path of a folder that this program can read") }
            return path
        }
    }
}

extension Setting where Value == Int {
    /// A whole number within bounds.
    public static func int(
        _ name: String,
        _ help: String,
        in range: ClosedRange<Int>,
        default fallback: Int? = nil
    ) -> Setting {
        Setting(name, help, default: fallback) { text in
            guard let number = Int(text), range.contains(number) else {
                throw SettingProblem("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
    }

    /// A port to listen on or to connect to.
    public static func port(_ name: String, _ help: String, default fallback: Int? = nil) -> Setting {
        .int(name, help, in: 1...65535, default: fallback)
    }
}

extension Setting where Value == Bool {
    /// Something that is on or off.
    public static func flag(_ name: String, _ help: String, default fallback: Bool = false) -> Setting {
        Setting(name, help, default: fallback) { text in
            switch text.lowercased() {
            case "true", "yes", "on", "1": return true
            case "false", "no", "off", "0": return false
            default: throw SettingProblem("must be true or false")
            }
        }
    }
}

extension Setting where Value == URL {
    /// A web address with a host; it never carries a user, a query or a fragment.
    public static func url(
        _ name: String,
        _ help: String,
        schemes: [String] = ["https", "http"],
        default fallback: URL? = nil
    ) -> Setting {
        Setting(name, help, default: fallback) { text in
            guard let parts = URLComponents(string: text), let scheme = parts.scheme, schemes.contains(scheme),
                let host = parts.host, !host.isEmpty, parts.user == nil, parts.query == nil, parts.fragment == nil,
                let url = parts.url
            else {
                let examples = schemes.map { "\($0)://" }.joined(separator: " or ")
                throw SettingProblem("must be an address that begins with \(examples) and names a host")
            }
            return url
        }
    }
}

extension Setting where Value == Duration {
    /// A time with its unit: `500ms`, `10s`, `5m`, `2h`, `30d`.
    public static func duration(
        _ name: String,
        _ help: String,
        in range: ClosedRange<Duration>,
        default fallback: Duration? = nil
    ) -> Setting {
        Setting(name, help, default: fallback, defaultText: fallback.map(DurationText.write)) { text in
            guard let duration = DurationText.read(text), range.contains(duration) else {
                let bounds = "from \(DurationText.write(range.lowerBound)) to \(DurationText.write(range.upperBound))"
                throw SettingProblem("must be a time \(bounds), such as 500ms, 10s, 5m, 2h or 30d")
            }
            return duration
        }
    }
}

extension Setting where Value == HostPort {
    /// A host and a port: `127.0.0.1:8080`, `[::1]:8080`.
    public static func hostPort(_ name: String, _ help: String, default fallback: HostPort? = nil) -> Setting {
        Setting(name, help, default: fallback) { text in
            guard let value = HostPort(text) else { throw SettingProblem("must be host:port, such as 127.0.0.1:8080") }
            return value
        }
    }
}

extension Setting where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of a few words.
    public static func choice(_ name: String, _ help: String, default fallback: Value? = nil) -> Setting {
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return Setting(name, "\(help) One of: \(words).", default: fallback, defaultText: fallback?.rawValue) { text in
            guard let value = Value(rawValue: text) else { throw SettingProblem("must be one of: \(words)") }
            return value
        }
    }
}

extension Setting where Value == Secret<String> {
    /// A secret text, given directly or, better, in a file.
    public static func secretString(_ name: String, _ help: String) -> Setting {
        Setting(name, help, isSecret: true) { Secret($0) }
    }
}

extension Setting {
    /// A secret of a type of its own: a key, a set of keys.
    public static func secret(
        _ name: String,
        _ help: String,
        parse: @escaping @Sendable (Secret<String>) throws -> Value
    ) -> Setting {
        Setting(name, help, isSecret: true) { try parse(Secret($0)) }
    }
}
