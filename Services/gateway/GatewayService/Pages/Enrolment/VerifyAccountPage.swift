import IdentityContract
import Markup
import ServiceRuntime

/// Step 3: `POST /enrol/app/code` with `enrolment`, `code`, `name`, `then`, `token`.
struct VerifyAccountPage: Page {
    var portal: Portal
    var setting: Surroundings
    var token: String
    var enrolment: FactorID
    /// As typed; `nil` for the usual suggestion.
    var name: String?
    var then: String?
    var codeProblem: String?
    var nameProblem: String?
    var notice: Notice?

    /// More than the 60 characters that a name may have, so that nothing is cut off without a word.
    static let longestTypedName = 200

    var html: HTML {
        let words = portal.words.enrolment
        return EnrolmentFrame(portal: portal, setting: setting, step: .verifyAccount, notice: notice).html {
            p { words.firstCode }
            form(.method(.post), .action(Places.confirmEnrolment), .noValidate()) {
                TokenField(token).html
                DestinationField(then).html
                input(.type(.hidden), .name("enrolment"), .value(enrolment.description))
                Field(
                    name: "code",
                    label: words.enterCode,
                    placeholder: words.codePlaceholder,
                    autocomplete: .oneTimeCode,
                    inputMode: .numeric,
                    maxLength: CodePage.longestTypedCode,
                    isFirst: nameProblem == nil || codeProblem != nil,
                    problem: codeProblem,
                    isCode: true
                ).html
                Field(
                    name: "name",
                    label: words.appName,
                    value: name ?? words.suggestedName,
                    maxLength: Self.longestTypedName,
                    isFirst: nameProblem != nil && codeProblem == nil,
                    hint: words.appNameHint,
                    problem: nameProblem
                ).html
                div(.class("deeds")) {
                    a(.class("button", "plain"), .href(Places.addAccount(enrolment, then))) { portal.words.frame.back }
                    button(.submit()) { words.submit }
                }
            }
        }
    }
}
