import Foundation
import XCTest

@testable import GatewayService

/// Writes every page, in every state and for everybody, to the folder in `PORTICO_PAGES_FOLDER`, to be looked at.
final class PagesOnDisk: XCTestCase {
    func testPagesCanBeLookedAt() throws {
        guard let path = ProcessInfo.processInfo.environment["PORTICO_PAGES_FOLDER"] else {
            throw XCTSkip("PORTICO_PAGES_FOLDER names no folder to write to")
        }
        let folder = URL(fileURLWithPath: path, isDirectory: true)
        for (person, samples) in zip(["ordinary", "hostile", "long"], PageSamples.everybody) {
            let room = folder.appendingPathComponent(person, isDirectory: true)
            try FileManager.default.createDirectory(at: room, withIntermediateDirectories: true)
            for sample in samples.all {
                try Data(sample.markup.utf8).write(to: room.appendingPathComponent("\(sample.name).html"))
            }
        }
        let assets = folder.appendingPathComponent("assets", isDirectory: true)
        try FileManager.default.createDirectory(at: assets, withIntermediateDirectories: true)
        for asset in Assets.all {
            try Data(asset.bytes).write(to: assets.appendingPathComponent(asset.file))
        }
    }
}
