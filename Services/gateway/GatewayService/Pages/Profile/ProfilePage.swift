import AuthContract
import Markup
import ProfileContract

/// **Profile**: every field a row that is edited where it stands.
struct ProfilePage: Page {
    var portal: Portal
    var visitor: Visitor
    var token: String
    var profile: Profile
    /// For the username and the company address; `nil` where auth cannot be asked just now.
    var account: ShowAccount.Reply?
    /// What came of the last edit, where it was not made by script.
    var edit: ProfileEdit?
    var notice: Notice?

    var html: HTML {
        let words = portal.words.profile
        let heading = portal.words.frame.profile
        return RoomFrame(portal: portal, visitor: visitor, room: .profile, heading: heading).html {
            header(.class("top")) {
                div {
                    h1 { heading }
                    p(.class("quiet", "scripted")) { words.howToEdit }
                    p(.class("quiet", "unscripted")) { words.howToEditAndSave }
                }
            }
            notice?.html
            div(.class("profile"), .data("saving", words.saving), .data("failed", words.notSaved)) {
                for section in ProfileSection.allCases { sheet(section, words) }
            }
        }
    }

    private func sheet(_ part: ProfileSection, _ words: ProfileWords) -> HTML {
        section(.class("sheet"), .ariaLabelledBy(part.rawValue)) {
            header {
                h2(.id(part.rawValue)) { part.heading(in: words) }
                if part == .details || !part.fields.allSatisfy(\.isOwnersToEdit) {
                    p(.id(part.closedHint), .class("hint")) {
                        Icons.lock
                        words.closedFields
                    }
                }
            }
            div(.class("rows")) {
                for field in part.fields where field != .alternateEmail { row(field, in: part, words) }
                if part == .details {
                    closed("username", words.username, account?.username ?? words.notKnown, in: part, words)
                    closed("company-email", words.companyEmail, account?.email ?? visitor.email, in: part, words)
                    row(.alternateEmail, in: part, words)
                }
            }
        }
    }

    private func row(_ field: ProfileField, in part: ProfileSection, _ words: ProfileWords) -> HTML {
        let value = profile.fields[field] ?? ""
        guard field.isOwnersToEdit else {
            return closed(field.rawValue, words.label(of: field), value, in: part, words)
        }
        let own = edit.flatMap { $0.field == field ? $0 : nil }
        return ProfileRow(portal: portal, token: token, field: field, value: value, edit: own).html
    }

    private func closed(
        _ id: String,
        _ name: String,
        _ value: String,
        in part: ProfileSection,
        _ words: ProfileWords
    ) -> HTML {
        div(.class("row", "closed")) {
            label(.for(id)) { name }
            div(.class("cell")) {
                input(
                    .id(id),
                    .type(.text),
                    .value(value),
                    .placeholder(words.notSet),
                    .readOnly(),
                    .dirAuto(),
                    .ariaDescribedBy(part.closedHint)
                )
                Icons.lock
            }
        }
    }
}
