extension Program {
    /// What `--help` prints: the commands, and every setting with what it is for.
    var help: String {
        var lines = [summary, "", "Usage: \(name) [command]", "", "Commands:"]
        lines += ownCommands.map { "  \(padded($0.name, to: 16))\($0.help)" }
        lines += ["", "Settings, from the environment:"]
        var seen: Set<String> = []
        for setting in S.all + CommonSettings.all where seen.insert(setting.name).inserted {
            let presence = setting.defaultText.map { "default: \($0.isEmpty ? "empty" : $0)" } ?? "required"
            let file = setting.isSecret ? "; secret, or the path of its file in \(setting.name)_FILE" : ""
            lines += ["  \(setting.name)", "      \(setting.help)", "      (\(presence)\(file))"]
        }
        lines += ["", "Exit codes: 0 stopped as asked, 1 failed, 64 wrong command line, 78 wrong settings."]
        return lines.joined(separator: "\n")
    }

    private var ownCommands: [(name: String, help: String)] {
        [("run", "Runs until it is told to stop (the default).")]
            + commands.map { ($0.name, $0.help) }
            + [
                ("check-settings", "Says whether the settings are in order."),
                ("print-settings", "Prints the settings, without secrets."),
                ("--version", "Prints the version."),
                ("--help", "Prints this."),
            ]
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
