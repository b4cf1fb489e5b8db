import IdentityContract
import Messaging
import XCTest

/// Expects `question` to end with this very error.
func assertEnds<Expected: Error & Equatable, Reply>(
    with expected: Expected,
    file: StaticString = #filePath,
    line: UInt = #line,
    _ question: () async throws -> Reply
) async {
    do {
        _ = try await question()
        XCTFail("It was answered, and should have ended with \(expected).", file: file, line: line)
    } catch let error as Expected {
        XCTAssertEqual(error, expected, file: file, line: line)
    } catch {
        XCTFail("It ended with \(error), and should have ended with \(expected).", file: file, line: line)
    }
}

/// Expects `question` to be denied because of its passport.
func assertDenied<Reply>(
    _ expected: AccessDenial,
    file: StaticString = #filePath,
    line: UInt = #line,
    _ question: () async throws -> Reply
) async {
    await assertEnds(with: expected.denial, file: file, line: line, question)
}

/// Expects `question` to end with a fault of this kind.
func assertFault<Reply>(
    _ expected: Fault.Kind,
    file: StaticString = #filePath,
    line: UInt = #line,
    _ question: () async throws -> Reply
) async {
    do {
        _ = try await question()
        XCTFail("It was answered, and should have failed: \(expected).", file: file, line: line)
    } catch let fault as Fault {
        XCTAssertEqual(fault.kind, expected, file: file, line: line)
    } catch {
        XCTFail("It ended with \(error), and should have failed: \(expected).", file: file, line: line)
    }
}
