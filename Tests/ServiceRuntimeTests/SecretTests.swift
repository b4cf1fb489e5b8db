import Foundation
import ServiceRuntime
import XCTest

final class SecretTests: XCTestCase {
    private struct SignIn: Codable {
        var password: Secret<String>
    }

    func testNoWayOfPrintingShowsWhatItHolds() {
        let request = SignIn(password: Secret("hunter2"))
        var dumped = ""
        dump(request, to: &dumped)

        for text in ["\(request)", String(reflecting: request), String(describing: request.password), dumped] {
            XCTAssertFalse(text.contains("hunter2"), text)
            XCTAssertTrue(text.contains("<secret>"), text)
        }
    }

    func testItTravelsAsItsValue() throws {
        let json = try JSONEncoder().encode(SignIn(password: Secret("hunter2")))

        XCTAssertEqual(String(bytes: json, encoding: .utf8), #"{"password":"hunter2"}"#)
        XCTAssertEqual(try JSONDecoder().decode(SignIn.self, from: json).password.expose(), "hunter2")
    }
}
