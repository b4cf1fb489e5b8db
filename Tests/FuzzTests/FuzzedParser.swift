/// A parser that meets the outside, and what must be true of it whatever it is given.
///
/// `make fuzz` calls each with what libFuzzer invents, and `make test` with every file of `Tests/Corpora/<name>`.
struct FuzzedParser: Sendable {
    /// What the folder of its corpus is called.
    let name: String
    /// Gives it some bytes; that it returns at all is the first thing that is checked.
    ///
    /// Throws `Broken` where something is not as it must be.
    let check: @Sendable ([UInt8]) throws -> Void

    init(_ name: String, _ check: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.check = check
    }

    /// One that reads text: bytes that are none are no case of its own.
    init(text name: String, _ check: @escaping @Sendable (String) throws -> Void) {
        self.init(name) { bytes in
            guard let text = String(validating: bytes, as: UTF8.self) else { return }
            try check(text)
        }
    }

    /// Every parser that meets the outside.
    static let all: [FuzzedParser] =
        httpMessages + httpValues + textForms + secrets + busFrames + settings + whatPeopleType + files
}

/// Something is not as it must be.
struct Broken: Error, CustomStringConvertible {
    let description: String
}

/// Fails where something is not as it must be.
func must(_ isTrue: Bool, _ what: @autoclosure () -> String) throws {
    guard isTrue else { throw Broken(description: what()) }
}
