import AuthContract
import Foundation
import Markup
import XCTest

@testable import GatewayService

final class AssetsTests: XCTestCase {
    /// All of them together, uncompressed, in bytes: what a phone loads once.
    private static let largestTotal = 32 * 1024

    func testTheBinaryCarriesTheFilesAsTheyAre() throws {
        let folder = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../../Services/gateway/GatewayService/Assets").standardized
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        XCTAssertEqual(names, ["favicon.svg", "portal.css", "portal.js", "theme.js"])
        let files = try names.map { try Data(contentsOf: folder.appendingPathComponent($0)) }
        XCTAssertEqual(Set(files), Set(Assets.all.map { Data($0.bytes) }))
    }

    func testAnAddressChangesWithTheContent() {
        let one = Asset("a", "css", contentType: "text/css", bytes: [1])
        let other = Asset("a", "css", contentType: "text/css", bytes: [2])
        XCTAssertNotEqual(one.address, other.address)
        XCTAssertEqual(one.fingerprint.count, 16)
        XCTAssertEqual(one.address.text, "/assets/a-\(one.fingerprint).css")
    }

    func testTheyAreSmallAndLoadNothingMore() {
        XCTAssertLessThan(Assets.all.map(\.bytes.count).reduce(0, +), Self.largestTotal)
        for asset in [Assets.styleSheet, Assets.script, Assets.theme] {
            let text = String(decoding: asset.bytes, as: UTF8.self)
            for forbidden in ["@import", "url(", "http:", "https:", "eval(", "import("] {
                XCTAssertFalse(text.contains(forbidden), "\(asset.file) holds \(forbidden)")
            }
        }
    }

    func testTheScriptKnowsEveryRuleOfPasswords() {
        let script = String(decoding: Assets.script.bytes, as: UTF8.self)
        for rule in PasswordRule.allCases { XCTAssertTrue(script.contains("\(rule.rawValue): text =>"), rule.rawValue) }
    }
}
