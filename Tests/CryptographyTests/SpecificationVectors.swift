import Foundation
import XCTest

/// The specifications' own test vectors, which are kept beside the project and not copied into it.
///
/// They lie in `../shared/vectors`, seen from the package, or where `PORTICO_VECTORS` says; without them a test skips.
enum SpecificationVectors {
    static func data(_ name: String) throws -> Data {
        let file = folder.appending(path: name)
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw XCTSkip("no \(name): set PORTICO_VECTORS to the folder with the specifications' test vectors")
        }
        return try Data(contentsOf: file)
    }

    static func json<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
        try JSONDecoder().decode(type, from: data(name))
    }

    private static var folder: URL {
        if let named = ProcessInfo.processInfo.environment["PORTICO_VECTORS"] { return URL(filePath: named) }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let beside = package.deletingLastPathComponent().appending(path: "shared/vectors")
        return beside
    }
}

/// One of Wycheproof's files: groups of tests that share a key.
struct Wycheproof<Group: Decodable>: Decodable {
    var testGroups: [Group]

    static func read(_ name: String) throws -> [Group] {
        try SpecificationVectors.json(name, as: Self.self).testGroups
    }
}
