/// The values of settings, read and checked together.
public struct SettingValues: Sendable {
    private var values: [String: any Sendable] = [:]
    private let settings: [any AnySetting]
    private let texts: [String: String]

    /// Reads all settings from an environment.
    ///
    /// - Throws: ``SettingProblems`` with everything that is wrong, not only the first.
    public init(of settings: [any AnySetting], in environment: [String: String]) throws(SettingProblems) {
        var seen: Set<String> = []
        self.settings = settings.filter { seen.insert($0.name).inserted }

        var problems: [String] = []
        var texts: [String: String] = [:]
        for setting in self.settings {
            do {
                let text = try Self.text(of: setting, in: environment)
                values[setting.name] = try setting.value(from: text)
                texts[setting.name] = text
            } catch {
                problems.append("\(setting.name) \(error).")
            }
        }
        self.texts = texts
        guard problems.isEmpty else { throw SettingProblems(problems) }
    }

    /// The value of a setting.
    ///
    /// - Throws: ``SettingProblems`` for a setting that is missing from the list these values were read for.
    public subscript<Value>(_ setting: Setting<Value>) -> Value {
        get throws {
            guard let value = values[setting.name] as? Value else {
                throw SettingProblems(["\(setting.name) is read and not declared: a mistake in the program."])
            }
            return value
        }
    }

    /// Whether a setting was given, rather than left to its default.
    public func isSet(_ setting: some AnySetting) -> Bool {
        texts[setting.name] != nil
    }

    /// Every setting with its value, a line each, for `print-settings`; secrets stay hidden.
    var listing: String {
        settings.map { setting in
            guard let text = texts[setting.name] else {
                return "\(setting.name)=\(setting.defaultText ?? "")  (default)"
            }
            return "\(setting.name)=\(setting.isSecret ? "<secret>" : text)"
        }.joined(separator: "\n")
    }

    /// What the environment, or the file it points to, says; an empty variable counts as not set.
    private static func text(
        of setting: any AnySetting,
        in environment: [String: String]
    ) throws(SettingProblem) -> String? {
        let direct = environment[setting.name].flatMap { $0.isEmpty ? nil : $0 }
        guard setting.isSecret else { return direct }
        guard let path = environment["\(setting.name)_FILE"], !path.isEmpty else { return direct }
        guard direct == nil else { throw SettingProblem("and \(setting.name)_FILE are both set; choose one") }
        return try SecretFile.contents(of: path, namedBy: "\(setting.name)_FILE")
    }
}

/// Everything that is wrong with a program's settings.
public struct SettingProblems: Error, Sendable, Equatable, CustomStringConvertible {
    /// One whole sentence each.
    public let sentences: [String]

    /// Collects sentences, each of which begins with the name of its setting.
    public init(_ sentences: [String]) {
        self.sentences = sentences
    }

    /// All of them, a line each.
    public var description: String {
        sentences.count == 1
            ? sentences[0] : "the settings are wrong:\n" + sentences.map { "  \($0)" }.joined(separator: "\n")
    }
}
