import Foundation
import ServiceRuntime

/// The administrator's command, `portico`: asks the services over the bus, with the operator's own key.
public struct Administrator: Sendable {
    let environment: [String: String]
    let terminal: Terminal

    /// Everything it can be asked for, in the order in which `--help` lists it.
    static let subcommands: [Subcommand] = [
        .makeKeys, .rotateKeys, .firstAdministrator, .apply, .health, .listUsers, .showUser, .addUser, .suspendUser,
        .activateUser,
    ]

    /// Does what the process's arguments ask for, and ends the process.
    public static func main() async -> Never {
        let administrator = Administrator(environment: ProcessInfo.processInfo.environment, terminal: .standard)
        exit(await administrator.run(Array(CommandLine.arguments.dropFirst())).code)
    }

    /// Does what `words` ask for; what goes wrong is told in a sentence, and by the exit status.
    func run(_ words: [String]) async -> ExitStatus {
        do {
            return try await start(words)
        } catch let complaint as Complaint {
            terminal.complain("portico: \(complaint)")
            return complaint.status
        } catch let problems as SettingProblems {
            terminal.complain("portico: \(problems)")
            return .wrongSettings
        } catch {
            terminal.complain("portico: \(error)")
            return .failure
        }
    }

    private func start(_ words: [String]) async throws -> ExitStatus {
        switch words.first {
        case nil:
            terminal.complain(Help.overview)
            return .wrongUsage
        case "--help", "-h", "help":
            terminal.print(Help.overview)
            return .success
        case "--version":
            terminal.print("portico \(Release.version)")
            return .success
        default:
            break
        }
        guard let subcommand = Self.subcommands.first(where: { words.starts(with: $0.words) }) else {
            let isGroup = Self.subcommands.contains { $0.words.count > 1 && $0.words.first == words.first }
            let asked = words.prefix(isGroup ? 2 : 1).joined(separator: " ")
            if isGroup, words.count == 1 || words.contains("--help") || words.contains("-h") {
                terminal.print(Help.overview)
                return words.count == 1 ? .wrongUsage : .success
            }
            throw Complaint.usage("there is no command like that: \(asked.prefix(60)). See portico --help.")
        }
        let rest = Array(words.dropFirst(subcommand.words.count))
        if rest.contains("--help") || rest.contains("-h") {
            terminal.print(Help.text(of: subcommand))
            return .success
        }
        return try await subcommand.body(try Arguments(rest, of: subcommand), self)
    }
}
