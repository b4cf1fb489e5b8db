import Foundation
import IdentityContract
import MFAContract
import Markup

/// **Security**: the password and the second factors.
struct SecurityPage: Page {
    /// The second factors of the person, as mfa lists them.
    typealias Factors = ListFactors.Reply

    var portal: Portal
    var visitor: Visitor
    /// For `POST /security/factors/:id/remove`.
    var token: String
    var passwordChangedAt: Date?
    /// `nil` where they cannot be had just now.
    var factors: Factors?
    var now: Date
    var notice: Notice?

    var html: HTML {
        let words = portal.words.security
        let heading = portal.words.frame.security
        return RoomFrame(portal: portal, visitor: visitor, room: .security, heading: heading).html {
            header(.class("top")) {
                div {
                    h1 { heading }
                    p(.class("quiet")) { words.howYouSignIn }
                }
            }
            notice?.html
            section(.class("sheet"), .ariaLabelledBy("password")) {
                header { h2(.id("password")) { words.password } }
                div(.class("rows")) {
                    div(.class("row")) {
                        p(.class("quiet")) { whenChanged }
                        a(.class("button", "plain"), .href(Places.changePassword)) { words.resetPassword }
                    }
                }
            }
            section(.class("sheet"), .ariaLabelledBy("factors")) {
                header {
                    h2(.id("factors")) { words.multiFactor }
                    if let factors {
                        p(.class("hint")) {
                            factors.isRequired ? words.required(portal.organization) : words.recommended
                        }
                    }
                }
                if let factors { methods(of: factors) } else { unavailable }
            }
        }
    }

    private var whenChanged: String {
        let words = portal.words
        guard let passwordChangedAt else { return words.security.neverChanged }
        return words.security.changed(words: words.time.ago(passwordChangedAt, now: now))
    }

    private func methods(of factors: Factors) -> HTML {
        let words = portal.words.security
        let apps = factors.factors.filter { $0.method == .oneTimeCode }
        return div(.class("rows")) {
            div(.class("row")) {
                strong { words.authenticatorApp }
                if apps.isEmpty {
                    p(.class(factors.isRequired ? "warn" : "quiet")) { words.notSetUp }
                } else {
                    p(.class("good")) {
                        Icons.done
                        words.isSetUp
                    }
                }
                a(.class("button", apps.isEmpty ? "strong" : "plain"), .href(Places.downloadApp(Places.security.text)))
                {
                    apps.isEmpty ? words.setUp : words.addAnother
                }
            }
            for app in apps {
                FactorRow(
                    words: portal.words,
                    token: token,
                    factor: app,
                    isLast: factors.factors.count == 1,
                    now: now
                ).html
            }
        }
    }

    private var unavailable: HTML {
        div(.class("rows")) { Notice.bad(portal.words.security.unavailable).html }
    }
}
