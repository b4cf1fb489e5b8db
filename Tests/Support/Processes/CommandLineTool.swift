import Foundation

/// Runs a command that ends by itself, and gives what it wrote.
///
/// - Throws: ``CommandFailed`` when its exit code is not zero.
@discardableResult
public func runCommand(
    _ program: String,
    _ arguments: [String] = [],
    environment: [String: String]? = nil,
    in folder: String = "/"
) async throws -> String {
    let process = try LeashedProcess.start(program, arguments, environment: environment, in: folder)
    let status = await process.waitUntilExit()
    let output = process.output
    try? FileManager.default.removeItem(atPath: process.outputPath)
    guard status == 0 else { throw CommandFailed(command: process.name, status: status, output: output) }
    return output
}

/// A command ended with another exit code than zero.
public struct CommandFailed: Error, CustomStringConvertible {
    /// The command's name.
    public let command: String
    /// Its exit code.
    public let status: Int32
    /// All that it wrote.
    public let output: String

    /// What it was and what it wrote.
    public var description: String { "\(command) ended with \(status):\n\(output)" }
}
