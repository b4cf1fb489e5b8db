import Foundation
import ServiceRuntime
import Synchronization

/// Who is who on the bus: the public keys of every program that this one talks with.
///
/// They come from a folder with one file a program, `gateway.bus`, one key a line; several lines mean that a key is being
/// exchanged. The folder is looked at again and again, so a key is exchanged without a restart.
public final class BusPeers: Sendable {
    private let folder: PeersFolder?
    private let state: Mutex<State>

    private struct State {
        var directory: PeersDirectory
        var fingerprint: PeersFolder.Fingerprint?
    }

    /// Reads the keys in `folder`.
    ///
    /// - Throws: `PeersProblem`, with the file and line that are wrong.
    public init(folder path: String) throws {
        let folder = PeersFolder(path: path)
        let fingerprint = try folder.fingerprint()
        state = Mutex(State(directory: try folder.read(), fingerprint: fingerprint))
        self.folder = folder
    }

    /// Takes keys that do not change, as tests do.
    ///
    /// - Throws: `PeersProblem` when two programs have the same key.
    public init(_ keys: [CallerName: [BusPublicKey]]) throws {
        state = Mutex(State(directory: try PeersDirectory(keys), fingerprint: nil))
        folder = nil
    }

    /// The keys that `program` may hold; none for one that is not known.
    public func keys(of program: CallerName) -> [BusPublicKey] {
        state.withLock { $0.directory.keys[program] ?? [] }
    }

    /// The program that holds `key`, if it is known.
    public func caller(holding key: BusPublicKey) -> Caller? {
        caller(holdingKeyNamed: key.description)
    }

    /// The program whose key has this text, which is what its connection was given as user id.
    func caller(holdingKeyNamed text: String) -> Caller? {
        state.withLock { $0.directory.callers[text] }
    }

    /// Reads the folder again if it has changed; while it cannot be read, what was read before holds.
    func refresh(log: Log) {
        guard let folder else { return }
        do {
            let fingerprint = try folder.fingerprint()
            guard state.withLock({ $0.fingerprint != fingerprint }) else { return }
            let directory = try folder.read()
            state.withLock { $0 = State(directory: directory, fingerprint: fingerprint) }
            log.notice("read the keys of the bus again", ["programs": directory.names])
        } catch {
            // Told once for each state of the folder: the fingerprint is kept although its content is not.
            let fingerprint = try? folder.fingerprint()
            let isNew = state.withLock { state in
                defer { state.fingerprint = fingerprint }
                return state.fingerprint != fingerprint
            }
            if isNew { log.error("cannot read the keys of the bus; the former ones hold", ["error": "\(error)"]) }
        }
    }
}

/// The keys at one moment, both ways round.
struct PeersDirectory: Sendable {
    let keys: [CallerName: [BusPublicKey]]
    let callers: [String: Caller]

    init(_ keys: [CallerName: [BusPublicKey]]) throws(PeersProblem) {
        var callers: [String: Caller] = [:]
        for (name, keys) in keys {
            for key in keys {
                // One key is one program: otherwise a message would not tell who sent it.
                if let other = callers[key.description], other.name != name {
                    throw PeersProblem("\(name) and \(other.name) have the same key")
                }
                callers[key.description] = Caller(authenticated: name, key: key)
            }
        }
        self.keys = keys
        self.callers = callers
    }

    var names: String { keys.keys.map(\.rawValue).sorted().joined(separator: " ") }
}

/// What is wrong with the keys of the bus.
public struct PeersProblem: Error, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
