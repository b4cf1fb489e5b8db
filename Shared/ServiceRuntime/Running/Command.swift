/// Something a program does when its name is given on the command line, instead of running: `portico-auth health`.
public struct Command<S: Settings>: Sendable {
    let name: String
    let help: String
    let body: @Sendable (S, [String], ProgramContext) async throws -> ExitStatus

    /// Makes a command; its body gets the settings and whatever followed its name.
    public init(
        _ name: String,
        _ help: String,
        _ body:
            @escaping @Sendable (_ settings: S, _ arguments: [String], _ context: ProgramContext) async throws ->
            ExitStatus
    ) {
        self.name = name
        self.help = help
        self.body = body
    }
}
