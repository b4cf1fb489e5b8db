/// One thing that a program can be told, by an environment variable of its name.
///
/// It is declared once, and that one declaration reads it, checks it, and explains it in `--help`. Every secret can be
/// given as `NAME_FILE` instead, the path of a file that holds it.
public struct Setting<Value: Sendable>: AnySetting {
    /// The environment variable.
    public let name: String
    /// What it is for, in one sentence.
    public let help: String
    /// Whether its value is never shown, and may come from a file.
    public let isSecret: Bool
    /// What stands in `--help` as the default; nil where the setting is required.
    public let defaultText: String?

    let fallback: Value?
    let parse: @Sendable (String) throws -> Value

    /// Declares a setting.
    ///
    /// - Parameters:
    ///   - name: The environment variable.
    ///   - help: What it is for, in one sentence.
    ///   - fallback: Its value when it is not set; nil makes it required.
    ///   - defaultText: How `--help` writes the default, where that differs from its description.
    ///   - isSecret: Whether its value is never shown, and may come from a file.
    ///   - parse: Makes a value of the text, or throws a ``SettingProblem``.
    public init(
        _ name: String,
        _ help: String,
        default fallback: Value? = nil,
        defaultText: String? = nil,
        isSecret: Bool = false,
        parse: @escaping @Sendable (String) throws -> Value
    ) {
        self.name = name
        self.help = help
        self.isSecret = isSecret
        self.fallback = fallback
        self.defaultText = fallback.map { defaultText ?? "\($0)" }
        self.parse = parse
    }

    /// The same setting, which may be left out.
    public var optional: Setting<Value?> {
        Setting<Value?>(name, help, default: .some(nil), defaultText: "none", isSecret: isSecret, parse: parse)
    }

    /// Reads the text into a value, for a list that holds settings of many kinds.
    public func value(from text: String?) throws(SettingProblem) -> any Sendable {
        guard let text else {
            guard let fallback else { throw SettingProblem("must be set") }
            return fallback
        }
        do {
            return try parse(text)
        } catch let problem as SettingProblem {
            throw problem
        } catch {
            // Errors describe themselves without quoting what they were given.
            let reason = "\(error)"
            throw SettingProblem("is wrong: \(reason.hasSuffix(".") ? String(reason.dropLast()) : reason)")
        }
    }
}

/// A setting whatever its value's type.
public protocol AnySetting: Sendable {
    /// The environment variable.
    var name: String { get }
    /// What it is for, in one sentence.
    var help: String { get }
    /// Whether its value is never shown, and may come from a file.
    var isSecret: Bool { get }
    /// What stands in `--help` as the default; nil where the setting is required.
    var defaultText: String? { get }
    /// Reads the text into a value, or gives the default for no text.
    func value(from text: String?) throws(SettingProblem) -> any Sendable
}

/// What is wrong with a setting, as the rest of a sentence that begins with its name: "must be a number from 1 to 9".
public struct SettingProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// The rest of the sentence, without a full stop and without the setting's value.
    public let description: String

    /// Says what is wrong.
    public init(_ description: String) {
        self.description = description
    }
}

/// Everything a part of a program can be told.
public protocol Settings: Sendable {
    /// Its settings, in the order in which `--help` lists them.
    static var all: [any AnySetting] { get }

    /// Takes the values, all of which have been read and found well formed.
    ///
    /// It may throw a ``SettingProblems`` where values that are well formed do not go together.
    init(_ values: SettingValues) throws
}
