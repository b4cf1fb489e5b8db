import Markup

/// *Authenticator App Enrollment Successful!* **Done** leads to `next`.
struct EnrolledPage: Page {
    var portal: Portal
    var setting: Surroundings
    /// Where the person was on the way to, or **Security**.
    var next: WebAddress

    var html: HTML {
        let words = portal.words.enrolment
        return setting.card(in: portal, heading: words.success, room: .security) {
            div(.class("sign")) { Icons.done }
            div(.class("centred")) {
                h1 { words.success }
                p(.class("quiet")) { words.fromNowOn }
            }
            a(.class("button"), .href(next)) { words.done }
        }
    }
}
