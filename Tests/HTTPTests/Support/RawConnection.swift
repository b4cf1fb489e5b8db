import Network
import ServiceRuntime

/// A connection on which a test plays the client, byte by byte.
final class RawConnection: Sendable {
    private let socket: StreamSocket

    private init(_ socket: StreamSocket) {
        self.socket = socket
    }

    static func open(to port: Int) async throws -> RawConnection {
        let address = try await Resolver.addresses(of: "127.0.0.1", port: port)
        return RawConnection(try await StreamSocket.connect(to: address, before: .after(.seconds(10))))
    }

    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) async throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            if let count = try socket.write(rest) {
                rest = rest.dropFirst(count)
            } else {
                try await EventLoop.shared.wait(for: socket.descriptor, until: .writable, before: .after(.seconds(20)))
            }
        }
    }

    /// Says that nothing more will come.
    func endSending() {
        socket.endWriting()
    }

    /// Reads until the text so far satisfies a condition, or the server closes.
    func read(
        within limit: Duration = .seconds(20),
        until isEnough: ((String) -> Bool)? = nil
    ) async throws -> String {
        let deadline = Deadline.after(limit)
        var all: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let isEnough, isEnough(String(decoding: all, as: UTF8.self)) { break }
            do {
                switch try socket.read(into: &room, from: 0) {
                case .bytes(let count): all += room[..<count]
                case .ended: return String(decoding: all, as: UTF8.self)
                case .wouldWait:
                    try await EventLoop.shared.wait(for: socket.descriptor, until: .readable, before: deadline)
                }
            } catch let error as NetworkError where !all.isEmpty {
                return String(decoding: all, as: UTF8.self) + "<\(error)>"
            }
        }
        return String(decoding: all, as: UTF8.self)
    }

    func close() {
        socket.close()
    }
}

/// Sends bytes on a connection of their own and returns everything that comes back until the server closes.
func raw(_ text: String, to server: RunningServer) async throws -> String {
    let connection = try await RawConnection.open(to: server.port)
    try await connection.send(text)
    return try await connection.read()
}

/// The number in the first line of an answer; 0 where there is none.
func statusCode(_ answer: String) -> Int {
    let words = answer.prefix { $0 != "\r\n" }.split(separator: " ")
    return words.count > 1 && words[0] == "HTTP/1.1" ? Int(words[1]) ?? 0 : 0
}
