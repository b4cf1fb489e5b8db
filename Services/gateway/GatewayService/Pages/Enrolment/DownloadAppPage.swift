import Markup

/// Step 1 of **Set Up Verification Code (TOTP)**: `POST /enrol/app/key` with `then`, `token`.
struct DownloadAppPage: Page {
    var portal: Portal
    var setting: Surroundings
    var token: String
    var then: String?
    var notice: Notice?

    var html: HTML {
        let words = portal.words.enrolment
        return EnrolmentFrame(portal: portal, setting: setting, step: .downloadApp, notice: notice).html {
            p { words.whichApp }
            ul(.class("names")) {
                for app in words.apps { li { app } }
            }
            p(.class("quiet")) { words.alreadyHaveOne }
            form(.class("deeds"), .method(.post), .action(Places.beginEnrolment)) {
                TokenField(token).html
                DestinationField(then).html
                a(.class("button", "plain"), .href(back)) { portal.words.frame.back }
                button(.submit()) { words.iHaveAnApp }
            }
        }
    }

    private var back: WebAddress {
        setting == .door ? Places.setUpFactor(then) : Places.security
    }
}
