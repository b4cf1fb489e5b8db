import Markup

/// What stands in the place of **User Login** as long as the portal knows nobody: the one command that changes that.
struct EmptyPortalPage: Page {
    var portal: Portal

    var html: HTML {
        let words = portal.words.firstAdministrator
        let command = "\(portal.operatorCommand) first-administrator"
        // Without a word about help: there is nobody yet who could give it.
        return DoorFrame(portal: portal, heading: words.nobodyYet, offersHelp: false).html {
            section(.class("card")) {
                h1 { words.nobodyYet }
                p { words.runThis }
                div(.class("key")) {
                    div(.class("pair")) {
                        code { command }
                        button(
                            .class("plain", "scripted"),
                            .scripted(),
                            .data("copy", command),
                            .data("done", portal.words.enrolment.copied)
                        ) { portal.words.enrolment.copy }
                    }
                }
            }
        }
    }
}
