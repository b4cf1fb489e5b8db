import Markup

/// The second screen, the same for an address that nobody has: `POST /login/password` with `password`, `then`, `token`.
struct PasswordPage: Page {
    var portal: Portal
    var token: String
    /// As it was typed.
    var email: String
    var then: String?
    /// Wrong, or too many tries: beside the field.
    var problem: String?
    var notice: Notice?

    var html: HTML {
        let words = portal.words.signIn
        return Surroundings.door.card(in: portal, heading: words.userLogin) {
            notice?.html
            div {
                h1 { words.userLogin }
                p(.class("pair")) {
                    bdi { email }
                    a(.href(Places.changeEmail)) { words.change }
                }
            }
            form(.method(.post), .action(Places.password), .noValidate()) {
                TokenField(token).html
                DestinationField(then).html
                AccountHint(email: email, words: portal.words.signIn).html
                Field(
                    name: "password",
                    label: words.password,
                    type: .password,
                    autocomplete: .currentPassword,
                    isFirst: true,
                    problem: problem,
                    reveal: portal.words.frame.showPassword
                ).html
                button(.submit()) { words.login }
            }
            p(.class("centred")) { a(.href(Places.reset)) { words.resetUserPassword } }
        }
    }
}
