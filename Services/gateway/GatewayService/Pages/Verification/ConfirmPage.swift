import Markup

/// Asks for the password again, where there is no factor: `POST /confirm` with `password`, `then`, `token`.
struct ConfirmPage: Page {
    var portal: Portal
    var visitor: Visitor
    var token: String
    var then: String?
    var problem: String?
    var notice: Notice?

    var html: HTML {
        let words = portal.words.verification
        return Surroundings.room(visitor).card(in: portal, heading: words.confirmItsYou) {
            notice?.html
            div {
                h1 { words.confirmItsYou }
                p(.class("quiet")) { words.enterPasswordAgain }
            }
            form(.method(.post), .action(Places.confirm), .noValidate()) {
                TokenField(token).html
                DestinationField(then).html
                AccountHint(email: visitor.email, words: portal.words.signIn).html
                Field(
                    name: "password",
                    label: words.password,
                    type: .password,
                    autocomplete: .currentPassword,
                    isFirst: true,
                    problem: problem,
                    reveal: portal.words.frame.showPassword
                ).html
                button(.submit()) { words.proceed }
            }
            WayOut(portal: portal, setting: .room(visitor)).html
        }
    }
}
