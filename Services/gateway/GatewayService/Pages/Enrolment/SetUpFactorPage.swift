import Foundation
import IdentityContract
import Markup

/// The modal **Set Up Multi-Factor Authentication**.
///
/// **Continue** gets `/enrol/app` (with `then`); **Set Up Later** posts `/enrol/later` with `then`, `token`.
struct SetUpFactorPage: Page {
    var portal: Portal
    var setting: Surroundings
    var token: String
    /// What this installation offers that is strong enough; of none, the page says whom to ask.
    var methods: [Method]
    /// Until when **Set Up Later** is offered; `nil` where it is not.
    var postponableUntil: Date?
    var then: String?
    var notice: Notice?

    var html: HTML {
        let words = portal.words.enrolment
        return Document(portal: portal, heading: words.setUpMultiFactor, look: "modal").html {
            Self.roomBehind
            main {
                dialog(.class("card"), .open(true), .ariaModal(), .ariaLabelledBy("set-up")) {
                    notice?.html
                    div {
                        h1(.id("set-up")) { words.setUpMultiFactor }
                        p(.class("quiet")) { reason }
                    }
                    if methods.contains(.oneTimeCode) { choice } else { nobody }
                    WayOut(portal: portal, setting: setting).html
                }
            }
        }
    }

    /// Who asks: the portal of whoever signs in, and of whoever is inside what they want to do next.
    private var reason: String {
        let words = portal.words.enrolment
        return switch setting {
        case .door: words.whySetUp(portal.organization)
        case .room: words.whySetUpInside
        }
    }

    private var choice: HTML {
        let words = portal.words.enrolment
        return HTML {
            form(.id("proceed"), .class("choices"), .method(.get), .action(Places.downloadApp(nil))) {
                DestinationField(then).html
                label {
                    input(
                        .type(.radio),
                        .name("method"),
                        .value(Method.oneTimeCode.rawValue),
                        .checked(true),
                        .ariaDescribedBy("about-app")
                    )
                    strong { words.authenticatorApp }
                }
                p(.id("about-app"), .class("about")) { words.aboutAuthenticatorApp }
            }
            div(.class("deeds")) {
                if postponableUntil != nil {
                    form(.method(.post), .action(Places.postponeEnrolment)) {
                        TokenField(token).html
                        DestinationField(then).html
                        button(.class("plain"), .submit(), .ariaDescribedBy("until")) { words.setUpLater }
                    }
                }
                button(.submit(), .form("proceed"), .autofocus()) { words.proceed }
            }
            if let postponableUntil {
                p(.id("until"), .class("hint", "centred")) {
                    words.until(words: portal.words.time.moment(postponableUntil))
                }
            }
        }
    }

    private var nobody: HTML {
        HTML {
            Notice.bad(portal.words.enrolment.noMethod).html
            p { portal.helpContact }
        }
    }

    /// The portal that one is about to enter, without anything in it: decoration.
    private static let roomBehind = HTML {
        div(.class("behind"), .ariaHidden()) {
            div(.class("bar")) { Icons.mark }
            div(.class("tiles")) {
                for _ in 0..<8 { div(.class("tile")) { span(.class("logo")) {} } }
            }
        }
    }
    .frozen()
}
