import IdentityContract
import Markup

/// **Verify Your Identity**: a choice of the methods that this person has.
///
/// Each leads to its own page.
struct VerifyPage: Page {
    var portal: Portal
    var setting: Surroundings
    /// The last used first.
    var methods: [Method]
    var then: String?
    var notice: Notice?

    var html: HTML {
        let words = portal.words.verification
        let choices = methods.filter { $0 == .oneTimeCode }
        return setting.card(in: portal, heading: words.verifyYourIdentity) {
            VerificationProgress(words: words, setting: setting).html
            notice?.html
            div {
                h1 { words.verifyYourIdentity }
                p(.class("quiet")) { choices.isEmpty ? words.noMethod : words.chooseAMethod }
            }
            if choices.isEmpty {
                p { portal.helpContact }
            } else {
                ul(.class("choices"), .ariaLabel(words.methods)) {
                    li {
                        a(.href(Places.code(then)), .ariaDescribedBy("about-app")) {
                            Icons.clock
                            strong { words.useAnAuthenticatorApp }
                            Icons.next
                        }
                        p(.id("about-app"), .class("about")) { words.sixDigits }
                    }
                }
            }
            WayOut(portal: portal, setting: setting).html
        }
    }
}

/// The progress bar of a sign-in; a step-up has none.
struct VerificationProgress {
    var words: VerificationWords
    var setting: Surroundings

    var html: HTML {
        guard setting == .door else { return .nothing }
        return StepProgress(label: words.signingIn, step: 2, steps: 3).html
    }
}

/// How to leave a verification undone.
struct WayOut {
    var portal: Portal
    var setting: Surroundings

    var html: HTML {
        p(.class("centred")) {
            switch setting {
            case .door: a(.href(Places.changeEmail)) { portal.words.verification.startOver }
            case .room: a(.href(Places.applications)) { portal.words.frame.backToApplications }
            }
        }
    }
}
