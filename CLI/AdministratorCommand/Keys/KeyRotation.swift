import Cryptography
import Foundation
import Messaging
import ServiceRuntime

/// Exchanges every key of a portal, step by step, so that at no moment anybody meets a key that they do not know.
///
/// Each file is replaced as a whole, and a step that was cut short is done again from its beginning: what is already
/// there is kept, and everything else follows from it.
struct KeyRotation: Sendable {
    /// What is done at a time.
    enum Step: String, CaseIterable, Sendable {
        /// The new keys are drawn, and everybody is told to accept them beside the old ones.
        case prepare
        /// The new keys are used.
        case `switch`
        /// The old keys are accepted no more, apart from what is sealed with them.
        case finish
        /// What the old keys have sealed cannot be opened any more.
        case forgetSealing = "forget-sealing"
    }

    /// The keys that sign, and where their public halves are.
    private static let signing = [
        (secret: "auth/passport-signing.key", shown: "public/passports.pub"),
        (secret: "mfa/proof-signing.key", shown: "public/proofs.pub"),
    ]
    /// What a key is called that is not used yet.
    private static let next = ".next"

    let folder: KeyFolder

    /// Does one step.
    ///
    /// - Throws: a `Complaint` where it is not its turn, or a file cannot be read or written.
    func take(_ step: Step) throws {
        switch step {
        case .prepare: try prepare()
        case .switch: try switchOver()
        case .finish: try finish()
        case .forgetSealing: try forgetSealing()
        }
    }

    // MARK: Steps

    private func prepare() throws {
        guard try !isSwitched() else {
            throw Complaint.failure("The keys in \(folder.path) were switched already; the next step is finish.")
        }
        for program in KeyFolder.programs {
            let next = try busKey(try drawn("\(program)/bus.key") { try BusKeyPair.generate().secretText.line })
            let current = try busKey(try required("\(program)/bus.key"))
            try write("peers/\(program).bus", "\(current.publicKey)\n\(next.publicKey)\n")
        }
        for (secret, shown) in Self.signing {
            let next = try SigningKey(parsing: try drawn(secret) { SigningKey.generate().text })
            let current = try SigningKey(parsing: try required(secret))
            try write(shown, current.publicKey.text + next.publicKey.text)
        }
        for program in KeyFolder.sealing {
            let name = "\(program)/sealing.key"
            let next = try drawn(name) { SealingKeys.generate().text }.expose()
            let known = try required(name).expose()
            if !known.contains(next) { try write(name, known.endingWithNewline + next) }
        }
    }

    private func switchOver() throws {
        let names = KeyFolder.programs.map { "\($0)/bus.key" } + Self.signing.map(\.secret)
        let sealing = KeyFolder.sealing.sorted { $0.rawValue < $1.rawValue }.map { "\($0)/sealing.key" }
        guard try (names + sealing).contains(where: { try read($0 + Self.next) != nil }) else {
            throw Complaint.failure("No new keys are prepared in \(folder.path); the first step is prepare.")
        }
        for name in sealing {
            guard let next = try read(name + Self.next) else { continue }
            let former = try required(name).expose().endingWithNewline.replacingOccurrences(of: next.expose(), with: "")
            try write(name, next.expose() + former)
            try? FileManager.default.removeItem(atPath: path(name + Self.next))
        }
        for program in KeyFolder.programs {
            guard let next = try read("\(program)/bus.key\(Self.next)") else { continue }
            let new = try busKey(next).publicKey
            let old = try busKey(try required("\(program)/bus.key")).publicKey
            // The first is tried first, so that whoever starts after the others finds them at once.
            if new != old { try write("peers/\(program).bus", "\(new)\n\(old)\n") }
        }
        for name in names {
            guard let next = try read(name + Self.next) else { continue }
            try write(name, next.expose())
            try? FileManager.default.removeItem(atPath: path(name + Self.next))
        }
    }

    private func finish() throws {
        guard try isSwitched() else {
            throw Complaint.failure("The keys in \(folder.path) were not switched yet, or there is nothing to finish.")
        }
        for program in KeyFolder.programs {
            try write("peers/\(program).bus", "\(try busKey(try required("\(program)/bus.key")).publicKey)\n")
        }
        for (secret, shown) in Self.signing {
            try write(shown, try SigningKey(parsing: try required(secret)).publicKey.text)
        }
    }

    private func forgetSealing() throws {
        for program in KeyFolder.sealing {
            let name = "\(program)/sealing.key"
            guard try read(name + Self.next) == nil else {
                throw Complaint.failure("New keys are prepared in \(folder.path); first come switch and finish.")
            }
            let lines = try required(name).expose().split(separator: "\n").filter { !$0.hasPrefix("#") }
            guard let current = lines.first else { throw Complaint.failure("\(path(name)) holds no key.") }
            try write(name, "\(current)\n")
        }
    }

    /// Whether old keys are still accepted beside those that are used.
    private func isSwitched() throws -> Bool {
        for program in KeyFolder.programs {
            let current = try busKey(try required("\(program)/bus.key")).publicKey
            let accepted = try required("peers/\(program).bus").expose().split(separator: "\n").map(String.init)
            let isPrepared = try read("\(program)/bus.key\(Self.next)") != nil
            if !isPrepared, accepted.contains(where: { $0 != "\(current)" }) { return true }
        }
        return false
    }

    // MARK: Files

    private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    private func read(_ name: String) throws(Complaint) -> Secret<String>? {
        try PrivateFile.read(path(name)).map { Secret($0) }
    }

    private func required(_ name: String) throws(Complaint) -> Secret<String> {
        guard let text = try read(name) else { throw .failure("\(path(name)) is not there.") }
        return text
    }

    /// The key that is to follow; drawn now unless an earlier try has drawn it.
    private func drawn(_ name: String, _ draw: () throws -> Secret<String>) throws -> Secret<String> {
        if let drawn = try read(name + Self.next) { return drawn }
        let new = try draw()
        try write(name + Self.next, new.expose())
        return new
    }

    private func write(_ name: String, _ text: String) throws(Complaint) {
        try PrivateFile.replace(path(name), with: text)
    }

    private func busKey(_ text: Secret<String>) throws -> BusKeyPair {
        try BusKeyPair(parsing: Secret(text.expose().trimmingCharacters(in: .whitespacesAndNewlines)))
    }
}

extension Secret<String> {
    /// The same as a line of a file.
    fileprivate var line: Secret<String> { Secret("\(expose())\n") }
}

extension String {
    /// The same, whatever it ended with, ending with a line's end.
    fileprivate var endingWithNewline: String { hasSuffix("\n") ? self : self + "\n" }
}
