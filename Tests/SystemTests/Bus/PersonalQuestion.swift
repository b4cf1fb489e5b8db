import AppsContract
import AuthContract
import Foundation
import IdentityContract
import MFAContract
import Messaging
import ProfileContract
import ServiceRuntime

/// A question that only a signed-in person may ask, ready to be asked with any credential.
struct PersonalQuestion: Sendable {
    let subject: Subject
    /// Whether a session may ask it that has not given its second factor.
    let isOpenToPending: Bool
    let ask: @Sendable (StolenGateway, [UInt8]?) async throws -> Void

    init<R: Request>(
        _ request: R,
        of service: @escaping @Sendable (StolenGateway) -> MessageClient,
        isOpenToPending: Bool = false
    ) {
        subject = R.subject
        self.isOpenToPending = isOpenToPending
        ask = { gateway, credential in
            _ = try await service(gateway).ask(request, with: credential, within: .seconds(10))
        }
    }

    /// Every one that the four services answer, with contents that would be acceptable.
    static func all(proof: SignedProof) -> [PersonalQuestion] {
        let now = Date()
        let secret = Secret("not the password of anyone")
        return [
            PersonalQuestion(ShowAccount(), of: \.auth),
            PersonalQuestion(ConfirmPassword(password: secret), of: \.auth),
            PersonalQuestion(ChangePassword(current: secret, new: secret), of: \.auth),
            PersonalQuestion(RaiseSession(proof: proof), of: \.auth),
            PersonalQuestion(CompleteSignIn(proof: proof), of: \.auth, isOpenToPending: true),
            PersonalQuestion(FindDue(), of: \.mfa, isOpenToPending: true),
            PersonalQuestion(CheckCode(code: Secret("000000")), of: \.mfa, isOpenToPending: true),
            PersonalQuestion(BeginAppEnrolment(label: "somebody"), of: \.mfa, isOpenToPending: true),
            PersonalQuestion(ShowAppEnrolment(enrolment: FactorID(at: now)), of: \.mfa, isOpenToPending: true),
            PersonalQuestion(
                ConfirmAppEnrolment(enrolment: FactorID(at: now), code: Secret("000000"), name: "Phone"),
                of: \.mfa,
                isOpenToPending: true
            ),
            PersonalQuestion(PostponeEnrolment(), of: \.mfa, isOpenToPending: true),
            PersonalQuestion(ListFactors(), of: \.mfa),
            PersonalQuestion(RemoveFactor(factor: FactorID(at: now)), of: \.mfa),
            PersonalQuestion(ShowProfile(), of: \.profile),
            PersonalQuestion(EditProfile(field: .firstName, value: "Mallory", seenValue: ""), of: \.profile),
            PersonalQuestion(ListTiles(), of: \.apps),
            PersonalQuestion(LaunchApplication(application: ApplicationID(at: now)), of: \.apps),
            // Last, since a session that ends would fail what follows.
            PersonalQuestion(EndSession(), of: \.auth, isOpenToPending: true),
        ]
    }

    /// How the question is denied with this credential; `nil` where it is not.
    func denial(by gateway: StolenGateway, with credential: [UInt8]?) async -> AccessDenial? {
        do {
            try await ask(gateway, credential)
            return nil
        } catch let denial as Denial {
            return AccessDenial(denial)
        } catch {
            return nil
        }
    }
}
