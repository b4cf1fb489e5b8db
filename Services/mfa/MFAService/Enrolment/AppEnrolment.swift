import Cryptography
import Foundation
import IdentityContract
import MFAContract
import ServiceRuntime

/// An authenticator app that was begun to be enrolled: it counts for nothing until a code of it is confirmed.
struct AppEnrolment {
    /// How long it may take to be confirmed.
    static let lifetime: TimeInterval = 15 * 60

    /// Also the factor's, once it is one.
    let id: FactorID
    let account: AccountID
    let session: SessionID
    /// What the session had proven when it began: an account that has anything stronger by the time of the confirmation
    /// needed more than that.
    let proven: Strength
    /// What the app is to call the account.
    let label: String
    let secret: Secret<[UInt8]>
    let expiresAt: Date

    /// Whether it may still become a factor, of an account that has these by now.
    func mayJoin(_ factors: Factors) -> Bool {
        factors.strongest <= proven && factors.all.count < Factors.most
    }

    /// What its owner is shown.
    func shown(by organization: String) -> BeginAppEnrolment.Reply {
        BeginAppEnrolment.Reply(
            enrolment: id,
            key: Secret(Base32.encode(secret.expose())),
            provisioningURI: TOTP(secret: secret.expose()).provisioningURI(issuer: organization, account: label),
            expiresAt: expiresAt
        )
    }

    /// Whether `label` may stand in an app: not empty, as long as an address at most, without control characters.
    static func isAcceptable(label: String) -> Bool {
        (1...BeginAppEnrolment.longestLabel).contains(label.utf8.count)
            && !label.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
