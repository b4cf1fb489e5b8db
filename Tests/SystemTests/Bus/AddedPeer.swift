import Foundation
import Messaging
import Support

/// Adds a public key to those that a program may hold, as an operator does who exchanges one.
enum AddedPeer {
    static func add(_ key: BusPublicKey, as program: CallerName, in portal: RunningPortal) throws {
        let path = "\(portal.home)/keys/peers/\(program).bus"
        let before = try String(contentsOfFile: path, encoding: .utf8)
        let lines = before.split(separator: "\n").map(String.init) + [key.description]
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
