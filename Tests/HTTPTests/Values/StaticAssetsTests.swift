import HTTP
import XCTest

final class StaticAssetsTests: XCTestCase {
    private let assets = StaticAssets([
        .init("portal.css", Array("body{}".utf8)), .init("logo.min.svg", Array("<svg/>".utf8)),
        .init("README", Array("text".utf8), type: .text),
    ])

    private func response(_ name: String, ifNoneMatch: String? = nil) throws -> HTTPResponse? {
        let headers: HTTPHeaders = ifNoneMatch.map { ["If-None-Match": $0] } ?? [:]
        return assets.response(to: try HTTPRequest(.get, "/", headers: headers), for: name)
    }

    func testAFileIsFoundByBothItsNames() throws {
        for plain in ["portal.css", "logo.min.svg", "README"] {
            let name = assets.fingerprintedName(plain)
            XCTAssertNotEqual(name, plain)
            let kept = try XCTUnwrap(try response(name))
            XCTAssertEqual(kept.headers["Cache-Control"], "public, max-age=31536000, immutable")
            let asked = try XCTUnwrap(try response(plain))
            XCTAssertEqual(asked.headers["Cache-Control"], "no-cache")
            XCTAssertEqual(kept.headers["ETag"], asked.headers["ETag"])
        }
        XCTAssertTrue(assets.fingerprintedName("portal.css").wholeMatch(of: /portal\.[0-9a-f]{16}\.css/) != nil)
        XCTAssertTrue(assets.fingerprintedName("logo.min.svg").hasSuffix(".svg"))
        XCTAssertEqual(assets.fingerprintedName("other.css"), "other.css")
        XCTAssertNil(try response("other.css"))
        XCTAssertNil(try response("portal.0000000000000000.css"))
    }

    func testAnotherContentHasAnotherNameAndTag() throws {
        let changed = StaticAssets([.init("portal.css", Array("body{ }".utf8))])
        XCTAssertNotEqual(changed.fingerprintedName("portal.css"), assets.fingerprintedName("portal.css"))
        let request = try HTTPRequest(.get, "/")
        XCTAssertNotEqual(
            changed.response(to: request, for: "portal.css")?.headers["ETag"],
            assets.response(to: request, for: "portal.css")?.headers["ETag"]
        )
    }

    func testAClientThatHasAFileIsToldSo() throws {
        let tag = try XCTUnwrap(try response("portal.css")?.headers["ETag"])
        XCTAssertTrue(tag.hasPrefix("\"") && tag.hasSuffix("\""))
        // RFC 9110 §13.1.2
        for header in [tag, "W/\(tag)", "\"a\", \(tag)", "\"a\" ,W/\(tag) , \"b\"", "*"] {
            let response = try XCTUnwrap(try response("portal.css", ifNoneMatch: header))
            XCTAssertEqual(response.status, .notModified, header)
            XCTAssertEqual(response.headers["ETag"], tag)
            XCTAssertNotNil(response.headers["Cache-Control"])
            guard case .empty = response.body else { return XCTFail("a 304 with a body") }
        }
        for header in ["\"a\"", String(tag.dropFirst().dropLast()), "", "W/", "w/\(tag)"] {
            XCTAssertEqual(try response("portal.css", ifNoneMatch: header)?.status, .ok, header)
        }
    }
}
