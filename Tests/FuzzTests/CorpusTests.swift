import Foundation
import Support
import XCTest

/// What fuzzing found interesting, and what once went wrong, stays right.
final class CorpusTests: XCTestCase {
    private static let folder = "\(Package.folder)/Tests/Corpora"

    private func files(of parser: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(Self.folder)/\(parser)").sorted()
    }

    func testEveryFileOfEveryCorpusIsReadAsItMustBe() throws {
        for parser in FuzzedParser.all {
            let files = try files(of: parser.name)
            XCTAssertGreaterThanOrEqual(files.count, 3, parser.name)
            for file in files {
                let path = "\(Self.folder)/\(parser.name)/\(file)"
                let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
                XCTAssertNoThrow(try parser.check([UInt8](bytes)), "\(parser.name)/\(file)")
            }
        }
    }

    func testEveryCorpusBelongsToAParserAndStaysSmall() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        XCTAssertEqual(Set(folders), Set(FuzzedParser.all.map(\.name)))
        XCTAssertEqual(FuzzedParser.all.count, Set(FuzzedParser.all.map(\.name)).count)
        var size = 0
        for parser in FuzzedParser.all {
            for file in try files(of: parser.name) {
                size += try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(parser.name)/\(file)")).count
            }
        }
        XCTAssertLessThan(size, 1 << 20, "The corpora are for the repository: merge them.")
    }

    /// One round of what libFuzzer does, without its cleverness: no input of the corpora ends the program or breaks a
    /// promise when bytes of it are changed, left out, or doubled.
    func testDamagedInputsAreReadAsTheyMustBe() throws {
        let random = SeededRandom(seed: 20_261_125)
        for parser in FuzzedParser.all {
            for file in try files(of: parser.name) {
                let bytes = [UInt8](
                    try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(parser.name)/\(file)"))
                )
                for _ in 0..<8 where !bytes.isEmpty {
                    let damaged = Self.damage(bytes, random.bytes(4))
                    XCTAssertNoThrow(try parser.check(damaged), "\(parser.name)/\(file): \(damaged)")
                }
            }
        }
    }

    private static func damage(_ bytes: [UInt8], _ chance: [UInt8]) -> [UInt8] {
        var damaged = bytes
        let place = (Int(chance[0]) << 8 | Int(chance[1])) % bytes.count
        switch chance[2] % 4 {
        case 0: damaged[place] = chance[3]
        case 1: damaged[place] ^= 1 << (chance[3] % 8)
        case 2: damaged.remove(at: place)
        default: damaged.insert(contentsOf: bytes[place...].prefix(Int(chance[3])), at: place)
        }
        return damaged
    }
}
