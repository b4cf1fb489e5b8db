import Markup
import Messaging

/// Says what went wrong and where to go on.
struct ProblemPage: Page {
    /// What went wrong.
    enum Problem: Sendable, Hashable, CaseIterable {
        /// 400: the request makes no sense.
        case malformed
        /// 403: a form without its token, from elsewhere, or from an earlier session.
        case staleForm
        /// 403: not for this person.
        case notAllowed
        /// 404, for applications that the person does not have, too.
        case notFound
        /// 405
        case wrongMethod
        /// 413
        case tooLarge
        /// 421: reached under a name that is not ours.
        case misdirected
        /// 429
        case tooManyTries
        /// 500
        case failed
        /// 503: nothing was done.
        case unavailable
        /// 503: nobody can say whether it was done.
        case unknownOutcome

        /// The status of HTTP that goes with it.
        var status: Int {
            switch self {
            case .malformed: 400
            case .staleForm, .notAllowed: 403
            case .notFound: 404
            case .wrongMethod: 405
            case .tooLarge: 413
            case .misdirected: 421
            case .tooManyTries: 429
            case .failed: 500
            case .unavailable, .unknownOutcome: 503
            }
        }

        /// How a failure on the bus looks to people.
        init(_ kind: Fault.Kind) {
            self =
                switch kind {
                case .malformed: .malformed
                case .overloaded, .unavailable: .unavailable
                case .deadlinePassed, .outcomeUnknown: .unknownOutcome
                case .notPermitted, .unknownSubject, .failed: .failed
                }
        }
    }

    var portal: Portal
    var setting: Surroundings
    var problem: Problem
    /// What finds the cause in the log.
    var incident: String?
    /// Where to go on; `nil` for the best of the usual places.
    var wayOn: WebAddress?

    var html: HTML {
        let words = portal.words.problems
        let explanation = problem.explanation(in: words)
        return setting.card(in: portal, heading: explanation.heading) {
            div(.class("sign", "bad")) { Icons.warning }
            div(.class("centred")) {
                h1 { explanation.heading }
                p(.class("quiet")) { explanation.text }
            }
            if let incident {
                p(.class("centred", "incident")) { words.incident(incident) }
            }
            if problem.isForOthersToMend { p(.class("centred", "quiet")) { portal.helpContact } }
            way(words)
        }
    }

    private func way(_ words: ProblemWords) -> HTML {
        if let wayOn, problem.mayPass || wayOn != Places.applications {
            return a(.class("button"), .href(wayOn)) { problem.mayPass ? words.tryAgain : words.goOn }
        }
        return switch setting {
        case .door: a(.class("button"), .href(Places.login)) { words.toLogin }
        case .room: a(.class("button"), .href(Places.applications)) { words.toApplications }
        }
    }
}

extension ProblemPage.Problem {
    /// What is said of it.
    func explanation(in words: ProblemWords) -> ProblemWords.Explanation {
        switch self {
        case .malformed: words.malformed
        case .staleForm: words.staleForm
        case .notAllowed: words.notAllowed
        case .notFound: words.notFound
        case .wrongMethod: words.wrongMethod
        case .tooLarge: words.tooLarge
        case .misdirected: words.misdirected
        case .tooManyTries: words.tooManyTries
        case .failed: words.failed
        case .unavailable: words.unavailable
        case .unknownOutcome: words.unknownOutcome
        }
    }

    /// Whether the same may work a little later.
    fileprivate var mayPass: Bool {
        switch self {
        case .failed, .unavailable, .tooManyTries, .staleForm: true
        default: false
        }
    }

    /// Whether the help contact is more use than trying again.
    fileprivate var isForOthersToMend: Bool {
        switch self {
        case .notAllowed, .misdirected, .failed: true
        default: false
        }
    }
}
