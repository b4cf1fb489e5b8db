import Foundation
import ProfileContract
import ServiceRuntime

@testable import AuthService
@testable import Cryptography
@testable import GatewayService
@testable import HTTP
@testable import Markup
@testable import ProfileService

/// Codes, addresses, names and the ways on that pages carry.
let whatPeopleType: [FuzzedParser] = [
    FuzzedParser(text: "one-time-code") { text in
        let app = TOTP(secret: Array("12345678901234567890".utf8))
        let now = Date(timeIntervalSince1970: 59)
        if let code = TypedText.code(text) {
            try must(code.utf8.count == 6 && Int(code) != nil, "\(code) is no code")
            try must(TypedText.code(code) == code, "\(code) is read back as another")
        }
        // RFC 6238, appendix B: 94287082 at 59 s.
        let isRight = app.step(matching: text, at: now, within: 0, after: nil) != nil
        try must(isRight == (text == "287082"), "\(text) is taken for the code")
    },
    FuzzedParser(text: "email-address") { text in
        if let address = EmailAddress(text) {
            try must(EmailAddress(address.text)?.text == address.text, "\(address.text) is read back as another")
            try must(address.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(address.text) is not plain")
            try must(address.text.count { $0 == "@" } == 1, "\(address.text) has not one @")
            try must(TypedText.mayBeEmail(address.typed), "the gateway stops \(address.typed)")
        }
        if let name = Username(text) {
            try must(name.text == text && EmailAddress(text) == nil, "a name is an address")
        }
        if let read = CookieJar.read(email: text) {
            try must(CookieJar.written(email: read) == text, "the remembered address has two spellings")
        }
    },
    FuzzedParser(text: "profile-field") { text in
        for field in [ProfileField.firstName, .workCell, .alternateEmail, .homeCountry, .department] {
            guard let value = try? FieldRule.acceptable(text, for: field) else { continue }
            try must((try? FieldRule.acceptable(value, for: field)) == value, "\(field) changes when it is kept again")
            try must(value.count <= FieldProblem.longestValue, "\(field) is too long")
        }
    },
    FuzzedParser(text: "way-on") { text in
        let way = WayOn(text)
        for way in [way, way.afterForm] {
            // As a browser reads a Location (WHATWG URL §4.4): tabs and line ends go, a backslash is a slash.
            let read = way.path.filter { !"\t\r\n".contains($0) }.replacing("\\", with: "/")
            try must(read.hasPrefix("/") && !read.hasPrefix("//"), "\(way) leads elsewhere")
            try must(HTTPResponse.redirect(to: way.path).headers["Location"] == way.path, "\(way) is not led to")
            let carried = way.carried(by: "/login", ["again": "1"])
            let request = try HTTPRequest(.get, carried)
            try must(request.path == "/login" && request.query["again"] == "1", "\(carried) is another page")
            try must(WayOn(request.query["then"]) == way, "\(way) comes back as another")
        }
    },
    FuzzedParser(text: "web-address") { text in
        guard let address = WebAddress(text) else { return }
        let scheme = address.text.prefix { $0 != ":" }.lowercased()
        let isElsewhere = ["http", "https", "mailto", "tel"].contains(scheme)
        try must(address.isLocal || isElsewhere, "\(address) has another scheme")
        try must(!address.text.hasPrefix("//") && !address.text.contains("\\"), "\(address) leads elsewhere")
        try must(
            !address.text.unicodeScalars.contains { $0.value <= 0x20 || $0.value == 0x7F },
            "\(address) is no line"
        )
    },
]
