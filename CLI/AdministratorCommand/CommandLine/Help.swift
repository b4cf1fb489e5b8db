/// What `--help` prints.
enum Help {
    /// `portico --help`.
    static var overview: String {
        let width = (Administrator.subcommands.map(\.usage.count).max() ?? 0) + 2
        let commands = Administrator.subcommands.map { "  \(padded($0.usage, to: width))\($0.summary)" }
        let settingWidth = (OperatorSettings.help.map(\.name.count).max() ?? 0) + 2
        let settings = OperatorSettings.help.map { "  \(padded($0.name, to: settingWidth))\($0.help)" }
        return """
            portico administers a portal, over the bus and with the operator's own key.

            Usage: portico COMMAND

            \(commands.joined(separator: "\n"))

            portico COMMAND --help says more about one; portico --version prints the version.

            Settings, from the environment; what is not set is looked for in the portal's folder:
            \(settings.joined(separator: "\n"))

            Exit codes: 0 done, 1 failed, 64 wrong command line, 78 wrong settings.
            """
    }

    /// `portico COMMAND --help`.
    static func text(of subcommand: Subcommand) -> String {
        let hasOptions = !subcommand.options.isEmpty
        var lines = [subcommand.summary, "", "Usage: portico \(subcommand.usage)\(hasOptions ? " [OPTIONS]" : "")"]
        if !subcommand.details.isEmpty { lines += ["", subcommand.details] }
        if hasOptions {
            let names = subcommand.options.map { $0.name + ($0.value.map { " \($0)" } ?? "") }
            let width = (names.map(\.count).max() ?? 0) + 2
            lines += ["", "Options:"]
            lines += zip(names, subcommand.options).map { "  \(padded($0, to: width))\($1.help)" }
        }
        return lines.joined(separator: "\n")
    }

    /// `text` with spaces up to a width.
    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
