import Foundation

// What libFuzzer calls, once `Scripts/fuzz` has linked it to these parsers; in the tests nobody does.

/// The parser that this run of the fuzzer is for.
private let chosen: FuzzedParser? = {
    let name = ProcessInfo.processInfo.environment["PORTICO_FUZZED_PARSER"]
    return FuzzedParser.all.first { $0.name == name }
}()

/// Takes one input (llvm.org/docs/LibFuzzer.html#fuzz-target); the bytes belong to libFuzzer, and are copied.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let chosen else { giveUp("PORTICO_FUZZED_PARSER is none of the parsers.") }
    do {
        try chosen.check(Array(UnsafeBufferPointer(start: data, count: count)))
        return 0
    } catch {
        giveUp("\(chosen.name): \(error)")
    }
}

/// Ends as libFuzzer wants it, which then keeps the input.
private func giveUp(_ why: String) -> Never {
    try? FileHandle.standardError.write(contentsOf: Data("\(why)\n".utf8))
    abort()
}
