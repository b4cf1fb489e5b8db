import Markup

/// **User Login**, the first screen: `POST /login` with `email`, `remember` (`on`), `then`, `token`.
struct LoginPage: Page {
    var portal: Portal
    var token: String
    /// As typed, or as remembered.
    var email = ""
    var remembers = false
    /// Where the person is on the way to: a path of ours.
    var then: String?
    /// What is wrong with the address, beside the field.
    var problem: String?
    var notice: Notice?

    var html: HTML {
        let words = portal.words.signIn
        return Surroundings.door.card(in: portal, heading: words.userLogin) {
            notice?.html
            div {
                h1 { words.userLogin }
                p(.class("quiet")) { words.toThePortal(portal.organization) }
            }
            form(.method(.post), .action(Places.login), .noValidate()) {
                TokenField(token).html
                DestinationField(then).html
                Field(
                    name: "email",
                    label: words.email,
                    type: .email,
                    value: email,
                    placeholder: words.emailPlaceholder,
                    autocomplete: .username,
                    isFirst: true,
                    problem: problem
                ).html
                label(.class("check")) {
                    input(.type(.checkbox), .name("remember"), .checked(remembers))
                    span { words.rememberMe }
                }
                button(.submit()) { words.proceed }
            }
        }
    }
}
