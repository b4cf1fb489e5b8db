import Foundation
import MFAContract
import Markup

/// One factor: what its owner calls it, since when, and how to take it away in two steps.
struct FactorRow {
    var words: Words
    var token: String
    var factor: FactorSummary
    /// Whether it is the only one.
    var isLast: Bool
    var now: Date

    var html: HTML {
        let security = words.security
        return div(.class("row", "factor")) {
            strong { bdi { factor.name } }
            p(.class("quiet")) { "\(security.added(words: words.time.day(factor.addedAt))) · \(lastUsed)" }
            details {
                summary(.class("button", "plain"), .ariaLabel(security.removeNamed(factor.name))) { security.remove }
                form(.method(.post), .action(Places.remove(factor.id))) {
                    TokenField(token).html
                    p { isLast ? security.whenLastRemoved(factor.name) : security.whenRemoved(factor.name) }
                    button(.class("danger"), .submit()) { security.yesRemove }
                }
            }
        }
    }

    private var lastUsed: String {
        guard let date = factor.lastUsedAt else { return words.security.neverUsed }
        return words.security.lastUsed(words: words.time.ago(date, now: now))
    }
}
