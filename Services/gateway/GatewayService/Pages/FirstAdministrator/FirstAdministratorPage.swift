import AuthContract
import Markup

/// **First Administrator**: `POST /first-administrator` with `email`, `username`, `new`, `again`, `token`.
struct FirstAdministratorPage: Page {
    /// What is wrong, beside its field.
    struct Problems: Sendable {
        var email: String?
        var username: String?
        /// The rules that the password broke.
        var broken: [PasswordRule] = []
        /// Whether the two passwords differ.
        var areDifferent = false
    }

    var portal: Portal
    var token: String
    /// As typed.
    var email = ""
    var username = ""
    var problems = Problems()
    var notice: Notice?

    /// The rules that there can be for somebody who has no password yet.
    private static let rules = PasswordRule.allCases.filter { $0 != .differentFromCurrent }

    var html: HTML {
        let words = portal.words.firstAdministrator
        return Surroundings.door.card(in: portal, heading: words.firstAdministrator) {
            notice?.html
            div {
                h1 { words.firstAdministrator }
                p(.class("quiet")) { words.aboutTheAccount(portal.organization) }
            }
            form(.method(.post), .action(Places.firstAdministrator), .noValidate(), .data("passwords")) {
                TokenField(token).html
                who(words)
                passwords(words)
                button(.submit()) { words.makeAccount }
            }
        }
    }

    private func who(_ words: FirstAdministratorWords) -> HTML {
        HTML {
            Field(
                name: "email",
                label: words.email,
                type: .email,
                value: email,
                autocomplete: .email,
                isFirst: first == "email",
                problem: problems.email
            ).html
            Field(
                name: "username",
                label: words.username,
                value: username,
                autocomplete: .username,
                isFirst: first == "username",
                hint: words.aboutUsername,
                problem: problems.username
            ).html
        }
    }

    private func passwords(_ words: FirstAdministratorWords) -> HTML {
        let refusals = portal.words.refusals
        return HTML {
            Field(
                name: "new",
                label: words.password,
                type: .password,
                autocomplete: .newPassword,
                isFirst: first == "new",
                problem: problems.broken.isEmpty ? nil : refusals.passwordNotAcceptable,
                describedBy: ["rules"],
                reveal: portal.words.frame.showPassword
            ).html
            PasswordRules(
                words: portal.words.security,
                heading: words.rules,
                rules: Self.rules,
                names: [],
                broken: problems.broken
            ).html
            Field(
                name: "again",
                label: words.passwordAgain,
                type: .password,
                autocomplete: .newPassword,
                isFirst: first == "again",
                problem: problems.areDifferent ? refusals.passwordsDiffer : nil,
                reveal: portal.words.frame.showPassword
            ).html
        }
    }

    /// The field that typing goes into: the first that something is wrong with.
    private var first: String {
        if problems.email != nil { return "email" }
        if problems.username != nil { return "username" }
        if !problems.broken.isEmpty { return "new" }
        return problems.areDifferent ? "again" : "email"
    }
}
