import IdentityContract
import Markup

/// Step 2: the QR code and the key.
///
/// Leads to `/enrol/app/code?enrolment=…` (with `then`).
struct AddAccountPage: Page {
    var portal: Portal
    var setting: Surroundings
    var enrolment: FactorID
    /// 32 characters of base32, as they come.
    var key: String
    /// The `otpauth:` address as a picture.
    var picture: QRPicture
    var then: String?

    /// Characters of the key that are read in one breath.
    static let groupLength = 4

    var html: HTML {
        let words = portal.words.enrolment
        return EnrolmentFrame(portal: portal, setting: setting, step: .addAccount).html {
            p { words.scan }
            div(.class("qr"), .role("img"), .ariaLabel(words.qrCode)) { picture.html }
            div(.class("key")) {
                p(.class("quiet")) { words.orKey }
                div(.class("pair")) {
                    code(.id("key")) {
                        for group in groups { span { group } }
                    }
                    button(.class("plain", "scripted"), .scripted(), .data("copy", key), .data("done", words.copied)) {
                        words.copy
                    }
                }
                p(.class("hint")) { "\(words.keyKind) \(words.keepSecret)" }
            }
            div(.class("deeds")) {
                a(.class("button", "plain"), .href(Places.downloadApp(then))) { portal.words.frame.back }
                a(.class("button"), .href(Places.verifyAccount(enrolment, then))) { words.proceed }
            }
        }
    }

    private var groups: [String] {
        var groups: [String] = []
        var rest = Substring(key)
        while !rest.isEmpty {
            groups.append(String(rest.prefix(Self.groupLength)))
            rest = rest.dropFirst(Self.groupLength)
        }
        return groups
    }
}

/// A QR code as one outline: `side` units wide and high with its quiet zone, dark where the outline is filled.
///
/// An outline is an attribute, so that no markup has to be taken on trust.
struct QRPicture: Sendable, Hashable {
    var side: Int
    /// The `d` of an SVG path.
    var outline: String

    var html: HTML {
        svg(.viewBox(width: side, height: side), .ariaHidden()) { path(.d(outline)) {} }
    }
}
