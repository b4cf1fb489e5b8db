import Markup

/// The three steps of **Set Up Verification Code (TOTP)**.
enum EnrolmentStep: Int, Sendable, CaseIterable {
    case downloadApp = 1
    case addAccount
    case verifyAccount

    /// What the step is called.
    func name(in words: EnrolmentWords) -> String {
        switch self {
        case .downloadApp: words.downloadAnApp
        case .addAccount: words.addYourAccount
        case .verifyAccount: words.verifyYourAccount
        }
    }
}

/// A step in its frame: the wizard's name, how far one is, and the step's own part.
struct EnrolmentFrame {
    var portal: Portal
    var setting: Surroundings
    var step: EnrolmentStep
    var notice: Notice?

    func html(@HTMLBuilder content: () -> HTML) -> HTML {
        let words = portal.words.enrolment
        return setting.card(in: portal, heading: words.setUpVerificationCode, room: .security) {
            h1 { words.setUpVerificationCode }
            ol(.class("stages"), .ariaLabel(words.steps)) {
                for other in EnrolmentStep.allCases {
                    li(
                        .classes(other.rawValue < step.rawValue ? ["past"] : []),
                        .ariaCurrentStep(other == step)
                    ) {
                        span { other.name(in: words) }
                    }
                }
            }
            notice?.html
            h2 { step.name(in: words) }
            content()
        }
    }
}
