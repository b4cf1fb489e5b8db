import AuthContract
import Markup

/// **Reset Password**: `POST /security/password` with `current`, `new`, `again`, `token`.
struct ChangePasswordPage: Page {
    var portal: Portal
    var visitor: Visitor
    var token: String
    /// The username and the part of the address before the @, which a password may not contain.
    var names: [String]
    var currentProblem: String?
    /// The rules that the new password broke.
    var broken: [PasswordRule] = []
    /// Whether the two new ones differ.
    var areDifferent = false
    var notice: Notice?

    var html: HTML {
        let words = portal.words.security
        let refusals = portal.words.refusals
        return Surroundings.room(visitor).card(in: portal, heading: words.resetPassword, room: .security) {
            notice?.html
            div {
                h1 { words.resetPassword }
                p(.class("quiet")) { words.aboutChanging }
            }
            form(.method(.post), .action(Places.changePassword), .noValidate(), .data("passwords")) {
                TokenField(token).html
                AccountHint(email: visitor.email, words: portal.words.signIn).html
                field(
                    "current",
                    words.currentPassword,
                    .currentPassword,
                    problem: currentProblem,
                    isFirst: currentProblem != nil || (broken.isEmpty && !areDifferent)
                )
                field(
                    "new",
                    words.newPassword,
                    .newPassword,
                    problem: broken.isEmpty ? nil : refusals.passwordNotAcceptable,
                    isFirst: currentProblem == nil && !broken.isEmpty,
                    describedBy: ["rules"]
                )
                PasswordRules(words: words, heading: words.rules, names: names, broken: broken).html
                field(
                    "again",
                    words.newPasswordAgain,
                    .newPassword,
                    problem: areDifferent ? refusals.passwordsDiffer : nil,
                    isFirst: currentProblem == nil && broken.isEmpty && areDifferent
                )
                div(.class("deeds")) {
                    a(.class("button", "plain"), .href(Places.security)) { portal.words.frame.cancel }
                    button(.submit()) { words.save }
                }
            }
        }
    }

    private func field(
        _ name: String,
        _ label: String,
        _ autocomplete: Autocomplete,
        problem: String?,
        isFirst: Bool,
        describedBy: [String] = []
    ) -> HTML {
        Field(
            name: name,
            label: label,
            type: .password,
            autocomplete: autocomplete,
            isFirst: isFirst,
            problem: problem,
            describedBy: describedBy,
            reveal: portal.words.frame.showPassword
        ).html
    }
}

/// What a new password must be.
///
/// The server says which are broken; a script ticks them as one types.
struct PasswordRules {
    var words: SecurityWords
    var heading: String
    var rules = PasswordRule.allCases
    /// What it may not contain, besides what stands in the fields `email` and `username` of the same page.
    var names: [String]
    var broken: [PasswordRule]

    var html: HTML {
        div(
            .id("rules"),
            .class("rules"),
            .data("names", names.filter { $0.count >= PasswordRule.shortestName }.joined(separator: "\n")),
            .data("shortest-name", String(PasswordRule.shortestName)),
            .data("shortest", String(PasswordRule.minimumLength)),
            .data("longest", String(PasswordRule.maximumLength)),
            .data("kept", words.kept),
            .data("broken", words.broken)
        ) {
            p { heading }
            ul {
                for rule in rules {
                    li(.classes(broken.contains(rule) ? ["broken"] : []), .data("rule", rule.rawValue)) {
                        span(.class("unseen")) {
                            if broken.contains(rule) { words.broken + ": " }
                        }
                        words.rule(rule)
                    }
                }
            }
        }
    }
}
