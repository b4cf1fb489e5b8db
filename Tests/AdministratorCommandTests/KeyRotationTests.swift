import Cryptography
import Foundation
import Messaging
import ServiceRuntime
import Support
import XCTest

@testable import AdministratorCommand

/// The exchange of all keys, as far as files go; `RotationTests` of the System tests does it to programs that run.
final class KeyRotationTests: XCTestCase {
    private struct Keys: Equatable {
        var bus: String
        var sealing: [String]
        var accepted: [String]
        var passport: String
        var believed: [String]
    }

    private func folder() throws -> KeyFolder {
        let folder = KeyFolder(path: "\(try TemporaryFolder.shared.folder())/keys")
        try folder.make()
        return folder
    }

    private func keys(in folder: KeyFolder) throws -> Keys {
        func text(_ name: String) throws -> String {
            try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
        }
        func lines(_ name: String) throws -> [String] { try text(name).split(separator: "\n").map(String.init) }
        let bus = try BusKeyPair(parsing: Secret(try text("mfa/bus.key").trimmingCharacters(in: .newlines)))
        return Keys(
            bus: "\(bus.publicKey)",
            sealing: try lines("mfa/sealing.key"),
            accepted: try lines("peers/mfa.bus"),
            passport: try SigningKey(parsing: Secret(try text("auth/passport-signing.key"))).publicKey.text,
            believed: try lines("public/passports.pub").map { "\($0)\n" }
        )
    }

    func testAtNoStepIsAKeyUsedThatWasNotAcceptedBefore() throws {
        let folder = try folder()
        let rotation = KeyRotation(folder: folder)
        let first = try keys(in: folder)
        try rotation.take(.prepare)
        let prepared = try keys(in: folder)
        XCTAssertEqual(prepared.bus, first.bus)
        XCTAssertEqual(prepared.passport, first.passport)
        XCTAssertEqual(prepared.sealing.first, first.sealing.first, "the new key seals nothing yet")
        XCTAssertEqual(prepared.sealing.count, 2)
        XCTAssertEqual(prepared.accepted.count, 2)
        XCTAssertEqual(prepared.believed.count, 2)

        try rotation.take(.switch)
        let switched = try keys(in: folder)
        XCTAssertEqual(switched.accepted, prepared.accepted.reversed(), "what is used is tried first")
        XCTAssertEqual(switched.believed, prepared.believed)
        XCTAssertNotEqual(switched.bus, first.bus)
        XCTAssertTrue(prepared.accepted.contains(switched.bus))
        XCTAssertNotEqual(switched.passport, first.passport)
        XCTAssertTrue(prepared.believed.contains(switched.passport))
        XCTAssertEqual(switched.sealing, prepared.sealing.reversed())

        try rotation.take(.finish)
        let finished = try keys(in: folder)
        XCTAssertEqual(finished.accepted, [switched.bus])
        XCTAssertEqual(finished.believed, [switched.passport])
        XCTAssertEqual(finished.sealing, switched.sealing, "what is sealed can still be opened")

        try rotation.take(.forgetSealing)
        XCTAssertEqual(try keys(in: folder).sealing, [switched.sealing[0]])
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        XCTAssertEqual(names.filter { $0.hasSuffix(".next") }, [])
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")
            let mode = try XCTUnwrap(attributes[.posixPermissions] as? NSNumber).intValue
            XCTAssertEqual(mode & 0o077, 0, name)
        }
    }

    func testAStepThatWasCutShortIsRepeated() throws {
        let folder = try folder()
        let rotation = KeyRotation(folder: folder)
        try rotation.take(.prepare)
        let prepared = try keys(in: folder)
        try rotation.take(.prepare)
        XCTAssertEqual(try keys(in: folder), prepared, "no second set of keys")
        // As if the switch had been cut short after one program's key.
        let next = "\(folder.path)/gateway/bus.key.next"
        let kept = try String(contentsOfFile: next, encoding: .utf8)
        try rotation.take(.switch)
        let switched = try keys(in: folder)
        try kept.write(toFile: next, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: next)
        try rotation.take(.switch)
        XCTAssertEqual(try keys(in: folder), switched)
        try rotation.take(.finish)
    }

    func testStepsOutOfTurnAreRefused() throws {
        let folder = try folder()
        let rotation = KeyRotation(folder: folder)
        XCTAssertThrowsError(try rotation.take(.switch))
        XCTAssertThrowsError(try rotation.take(.finish))
        try rotation.take(.prepare)
        XCTAssertThrowsError(try rotation.take(.finish))
        XCTAssertThrowsError(try rotation.take(.forgetSealing))
        try rotation.take(.switch)
        XCTAssertThrowsError(try rotation.take(.prepare))
        XCTAssertThrowsError(try rotation.take(.switch))
        try rotation.take(.finish)
        try rotation.take(.prepare)
    }
}
