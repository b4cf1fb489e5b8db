import Foundation
import HTTP
import Support

/// Debian's chromedriver, which speaks the WebDriver protocol (W3C WebDriver 2) and drives Chromium.
///
/// One runs for all journeys of a test process; it and its browsers end with that process at the latest.
actor ChromeDriver {
    static let shared = ChromeDriver()

    /// How long any one command may take; a page that loads is the longest.
    static let commandLimit: Duration = .seconds(40)

    private var starting: Task<Connection, any Error>?

    private struct Connection: Sendable {
        let process: LeashedProcess
        let client: HTTPClient
    }

    /// Sends a command, and gives the `value` of its answer.
    ///
    /// - Throws: `WebDriverError` for what the browser could not do.
    func command(_ method: HTTPMethod, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        let connection = try await connected()
        let payload = try body.map { [UInt8](try JSONEncoder().encode($0)) }
        let response = try await connection.client.send(
            method,
            path,
            body: payload ?? [],
            type: payload == nil ? nil : .json,
            within: Self.commandLimit
        )
        let answer = try JSONDecoder().decode(JSON.self, from: Data(response.body))
        let value = answer["value"] ?? .null
        guard response.status.code == 200 else {
            throw WebDriverError(
                code: value["error"]?.text ?? "status \(response.status.code)",
                message: value["message"]?.text ?? ""
            )
        }
        return value
    }

    /// The running driver; whoever asks meanwhile waits for the same start.
    private func connected() async throws -> Connection {
        if let starting { return try await starting.value }
        let task = Task { try await Self.start() }
        starting = task
        return try await task.value
    }

    private static func start() async throws -> Connection {
        // It could find a port by itself, and would call it 0 on a machine without IPv6.
        let port = try await FreePort.find()
        let process = try LeashedProcess.start("chromedriver", ["--port=\(port)"])
        try await eventually(within: .seconds(30), "The start of chromedriver") {
            guard process.isRunning else { throw WebDriverError(code: "chromedriver ended", message: process.output) }
            return process.output.contains("started successfully")
        }
        return Connection(process: process, client: try HTTPClient("http://127.0.0.1:\(port)"))
    }
}

/// What a browser could not do, in the protocol's words.
struct WebDriverError: Error, CustomStringConvertible {
    /// Such as `no such element`.
    let code: String
    let message: String

    var description: String { "\(code): \(message.prefix(400))" }
}
