import XCTest

@testable import HTTP

final class FormTests: XCTestCase {
    private func fields(_ text: String) throws(FormFields.Problem) -> [String] {
        try FormFields(urlEncoded: text.latin1[...]).all.map { "\($0.name)→\($0.value)" }
    }

    func testFormsAreReadAsTheStandardSays() throws {
        // WHATWG URL §5.1
        let cases: [(String, [String])] = [
            ("", []), ("a=b", ["a→b"]), ("a=b&c=d", ["a→b", "c→d"]), ("a", ["a→"]), ("a=", ["a→"]), ("=b", ["→b"]),
            ("&&a=b&", ["a→b"]), ("a=b=c", ["a→b=c"]), ("a=1&a=2", ["a→1", "a→2"]), ("a+b=c+d", ["a b→c d"]),
            ("a=%2B%26%3D%25", ["a→+&=%"]), ("%C3%BC=%F0%9F%99%82", ["ü→🙂"]), ("a=%00%0D%0A", ["a→\0\r\n"]),
            ("a=%e2%80%ae", ["a→\u{202E}"]), ("a=?b#c", ["a→?b#c"]),
        ]
        for (text, expected) in cases { XCTAssertEqual(try fields(text), expected, text) }
    }

    func testMalformedFormsAreRefused() {
        let cases: [(String, FormFields.Problem)] = [
            ("a=%", .malformedEncoding), ("a=%2", .malformedEncoding), ("a=%zz", .malformedEncoding),
            ("%g0=a", .malformedEncoding), ("a=%ff", .notUTF8), ("a=%C3", .notUTF8), ("a=%ED%A0%80", .notUTF8),
            ("a=\u{FF}", .notUTF8), ("%FF=a", .notUTF8),
            (Array(repeating: "a=1", count: 101).joined(separator: "&"), .tooManyFields),
            (String(repeating: "a", count: 129) + "=1", .nameTooLong),
        ]
        for (text, problem) in cases {
            do throws(FormFields.Problem) {
                _ = try fields(text)
                XCTFail("accepted: \(text.prefix(40))")
            } catch {
                XCTAssertEqual(error, problem, String(text.prefix(40)))
            }
        }
        XCTAssertNoThrow(try fields(Array(repeating: "a=1", count: 100).joined(separator: "&")))
        XCTAssertNoThrow(try fields(String(repeating: "a", count: 128) + "=1"))
    }

    func testWhatIsWrittenIsReadBack() throws {
        let form: FormFields = ["name": "Zoë & Söhne=50% +1", "empty": "", "": "no name", "🙂": "\0\r\n"]
        XCTAssertEqual(try FormFields(urlEncoded: Array(form.urlEncoded.utf8)[...]), form)
        XCTAssertEqual(form["name"], "Zoë & Söhne=50% +1")
        XCTAssertEqual(form["empty"], "")
        XCTAssertNil(form["other"])
    }

    func testARequestGivesItsFormOrSaysWhyNot() throws {
        func request(_ type: String?, _ body: String) throws -> HTTPRequest {
            try HTTPRequest(.post, "/", headers: type.map { ["Content-Type": $0] } ?? [:], body: Array(body.utf8))
        }
        let types = ["application/x-www-form-urlencoded", "Application/X-WWW-Form-URLencoded; charset=UTF-8"]
        for type in types { XCTAssertEqual(try request(type, "a=b").form()["a"], "b") }
        let refused: [(String?, String, HTTPStatus)] = [
            (nil, "a=b", 415), ("text/plain", "a=b", 415), ("multipart/form-data; boundary=x", "a=b", 415),
            (types[0], "a=%", 400), (types[0], "a=%ff", 400),
            (types[0], String(repeating: "a&", count: 101), 413),
        ]
        for (type, body, status) in refused {
            XCTAssertThrowsError(try request(type, body).form()) { error in
                XCTAssertEqual((error as? HTTPProblem)?.status, status, body)
            }
        }
    }

    func testAQueryIsReadAsAFormIs() throws {
        XCTAssertEqual(try HTTPRequest(.get, "/a?then=%2Fprofile&x=1+2").query, ["then": "/profile", "x": "1 2"])
        XCTAssertEqual(try HTTPRequest(.get, "/a").query, [:])
        XCTAssertEqual(try HTTPRequest(.get, "/a?b=%ff").query, [:])
        XCTAssertEqual(try HTTPRequest(.get, "/a?b%20").queryText, "b%20")
    }

    func testJSONThatCannotBeReadIsToldByItsPlace() throws {
        struct Person: Codable {
            struct Name: Codable { var first: String }
            var name: Name
            var age: Int
        }
        let cases = [
            ("{", "The JSON is malformed."),
            (#"{"age":1}"#, "In the JSON, name is missing."),
            (#"{"age":"secret","name":{"first":"a"}}"#, "In the JSON, age is of another type."),
            (#"{"age":1,"name":{"first":null}}"#, "In the JSON, name.first is missing."),
        ]
        for (body, reason) in cases {
            let request = try HTTPRequest(
                .post,
                "/",
                headers: ["Content-Type": "application/json"],
                body: Array(body.utf8)
            )
            XCTAssertThrowsError(try request.decode(Person.self)) { error in
                XCTAssertEqual((error as? HTTPProblem)?.reason, reason)
                XCTAssertEqual((error as? HTTPProblem)?.status, 400)
            }
        }
    }

    func testPercentEncodingIsReadStrictly() {
        let cases: [(String, String?)] = [
            ("", ""), ("abc", "abc"), ("%41%6a", "Aj"), ("a+b", "a+b"), ("%", nil), ("%4", nil), ("a%4g", nil),
            ("%%41", nil), ("100%", nil), ("%u0041", nil),
        ]
        for (text, decoded) in cases {
            let bytes = Array(text.utf8)[...]
            XCTAssertEqual(PercentEncoding.decode(bytes).map { String(decoding: $0, as: UTF8.self) }, decoded, text)
            XCTAssertEqual(PercentEncoding.isWellFormed(bytes), decoded != nil, text)
        }
        XCTAssertEqual(PercentEncoding.encode("a/b c?ü~_-."), "a%2Fb%20c%3F%C3%BC~_-.")
    }
}
