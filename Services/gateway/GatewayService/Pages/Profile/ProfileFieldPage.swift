import Markup
import ProfileContract

/// One field on a page of its own, for browsers without JavaScript and for links.
struct ProfileFieldPage: Page {
    var portal: Portal
    var visitor: Visitor
    var token: String
    var field: ProfileField
    /// As it is saved.
    var value: String
    var edit: ProfileEdit?
    var notice: Notice?

    var html: HTML {
        let words = portal.words.profile
        let heading = words.editField(words: words.label(of: field))
        return RoomFrame(portal: portal, visitor: visitor, room: .profile, heading: heading).html {
            h1 { heading }
            notice?.html
            section(.class("sheet"), .ariaLabel(words.label(of: field))) {
                div(.class("rows")) {
                    ProfileRow(
                        portal: portal,
                        token: token,
                        field: field,
                        value: value,
                        edit: edit,
                        isAlone: true
                    ).html
                }
            }
            p { a(.href(Places.profile)) { words.backToProfile } }
        }
    }
}
