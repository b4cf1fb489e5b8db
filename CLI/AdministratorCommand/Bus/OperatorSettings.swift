import Foundation
import Messaging
import ServiceRuntime

/// How the command reaches the services: the operator's key, everybody's public keys, and where the services are.
///
/// All of it can be set in the environment, as for every other program; what is not is found in the portal's folder.
struct OperatorSettings: Sendable {
    /// The folder that a portal keeps everything in, where the environment names none.
    static let defaultHome = ".portico"
    /// The file in that folder that tells where the services are: `PORTICO_AUTH=tcp://127.0.0.1:7001`, a line each.
    static let addressesFile = "addresses"
    /// The setting that tells where people reach the portal.
    static let publicURLName = "PORTICO_PUBLIC_URL"

    /// The lines of `--help`.
    static let help: [(name: String, help: String)] = [
        ("PORTICO_HOME", "The portal's folder: its keys/ and its addresses. Default: \(defaultHome)"),
        ("PORTICO_BUS_KEY", "The operator's key on the bus; or its file, in PORTICO_BUS_KEY_FILE."),
        ("PORTICO_BUS_PEERS", "The folder with everybody's public keys of the bus."),
        ("PORTICO_AUTH", "Where auth listens on the bus: tcp://host:port, several separated by commas;"),
        ("PORTICO_MFA", "where mfa does;"),
        ("PORTICO_PROFILE", "where profile does;"),
        ("PORTICO_APPS", "where apps does."),
        (publicURLName, "Where people reach the portal, for links. Default: \(PortalAddress.usual)"),
    ]

    let key: BusKeyPair
    let peers: BusPeers
    let endpoints: [CallerName: [BusEndpoint]]
    /// Where people reach the portal, as it was written down; nil where nobody has.
    let publicURL: String?

    /// Reads the environment and the portal's folder.
    ///
    /// - Throws: `SettingProblems`, or a `Complaint` where there is no such folder to look in.
    init(environment: [String: String]) throws {
        let home = environment["PORTICO_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.defaultHome
        let services: [(CallerName, Setting<[BusEndpoint]>)] = [
            (.auth, BusSettings.auth), (.mfa, BusSettings.mfa), (.profile, BusSettings.profile),
            (.apps, BusSettings.apps),
        ]
        var found = try Self.addresses(in: home, of: services.map(\.1.name) + [Self.publicURLName])
        let keys = KeyFolder(path: "\(home)/keys")
        found[BusSettings.peers.name] = keys.peers
        let keyFile = "\(BusSettings.key.name)_FILE"
        let isKeyGiven = [BusSettings.key.name, keyFile].contains { !(environment[$0] ?? "").isEmpty }
        if !isKeyGiven { found[keyFile] = keys.operatorKey }
        found.merge(environment.filter { !$0.value.isEmpty }) { _, given in given }

        publicURL = found[Self.publicURLName]

        let isAnythingGiven = isKeyGiven || services.contains { !(environment[$0.1.name] ?? "").isEmpty }
        guard isAnythingGiven || FileManager.default.fileExists(atPath: home) else {
            throw Complaint.settings(
                "there is no portal in \(home): start one with make run, or say in PORTICO_HOME where its folder is."
            )
        }
        do {
            let all: [any AnySetting] = [BusSettings.key, BusSettings.peers] + services.map { $0.1 as any AnySetting }
            let values = try SettingValues(of: all, in: found)
            key = try values[BusSettings.key]
            peers = try values[BusSettings.peers]
            endpoints = Dictionary(uniqueKeysWithValues: try services.map { ($0, try values[$1]) })
        } catch let error as SettingProblems {
            guard !isKeyGiven, error.sentences.contains(where: { $0.hasPrefix(BusSettings.key.name) }) else {
                throw error
            }
            // The setting was not theirs, so they would not know which file it names.
            throw SettingProblems(error.sentences + ["The operator's key is looked for in \(keys.operatorKey)."])
        }
    }

    /// What the portal's folder tells of where the services are; nothing where it tells nothing.
    private static func addresses(in home: String, of names: [String]) throws(Complaint) -> [String: String] {
        let path = "\(home)/\(addressesFile)"
        guard FileManager.default.fileExists(atPath: path) else { return [:] }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .settings("\(path) cannot be read.")
        }
        var addresses: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let halves = line.split(separator: "=", maxSplits: 1).map(String.init)
            if halves.count == 2, names.contains(halves[0]) { addresses[halves[0]] = halves[1] }
        }
        return addresses
    }
}
