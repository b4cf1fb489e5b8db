import Markup

/// Asks for a code of the authenticator app: `POST /verify/code` with `code`, `then`, `token`.
struct CodePage: Page {
    var portal: Portal
    var setting: Surroundings
    var token: String
    var then: String?
    /// Wrong, used before, too many tries: beside the field.
    var problem: String?
    /// Whether there is another method to choose, at `/verify`.
    var hasOtherMethods = false
    var notice: Notice?

    /// A code has six digits, and people put spaces between them.
    static let longestTypedCode = 12

    var html: HTML {
        let words = portal.words.verification
        return setting.card(in: portal, heading: words.verifyYourIdentity) {
            VerificationProgress(words: words, setting: setting).html
            notice?.html
            div {
                h1 { words.verifyYourIdentity }
                p(.class("quiet")) { words.openYourApp(portal.organization) }
            }
            form(.method(.post), .action(Places.code), .noValidate()) {
                TokenField(token).html
                DestinationField(then).html
                Field(
                    name: "code",
                    label: words.enterCode,
                    placeholder: words.codePlaceholder,
                    autocomplete: .oneTimeCode,
                    inputMode: .numeric,
                    maxLength: Self.longestTypedCode,
                    isFirst: true,
                    problem: problem,
                    isCode: true
                ).html
                button(.submit()) { words.submit }
            }
            if hasOtherMethods {
                p(.class("centred")) { a(.href(Places.verify(then))) { words.anotherMethod } }
            }
            WayOut(portal: portal, setting: setting).html
        }
    }
}
