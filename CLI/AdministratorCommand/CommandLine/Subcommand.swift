import ServiceRuntime

/// One thing that `portico` does, and how it is asked for.
struct Subcommand: Sendable {
    /// Something that begins with two hyphens.
    struct Option: Sendable {
        /// With its hyphens.
        let name: String
        /// What `--help` calls its value; nil for one that has none.
        let value: String?
        let help: String

        init(_ name: String, _ value: String? = nil, _ help: String) {
            self.name = name
            self.value = value
            self.help = help
        }

        /// Prints for programs.
        static let json = Option("--json", nil, "Prints JSON instead of text.")
    }

    /// The words that ask for it: `user add`.
    let words: [String]
    /// What `--help` calls what must follow them, in order.
    let operands: [String]
    let summary: String
    /// More for its own `--help`.
    let details: String
    let options: [Option]
    let body: @Sendable (Arguments, Administrator) async throws -> ExitStatus

    init(
        _ words: String...,
        operands: [String] = [],
        summary: String,
        details: String = "",
        options: [Option] = [],
        body: @escaping @Sendable (_ arguments: Arguments, _ administrator: Administrator) async throws -> ExitStatus
    ) {
        self.words = words
        self.operands = operands
        self.summary = summary
        self.details = details
        self.options = options
        self.body = body
    }

    /// As it is typed: `user add EMAIL`.
    var usage: String { (words + operands).joined(separator: " ") }
}
