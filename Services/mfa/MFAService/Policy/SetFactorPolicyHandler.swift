import MFAContract
import Messaging
import Outbox

/// Replaces the policy, for the operator.
struct SetFactorPolicyHandler: RequestHandler {
    let policies: PolicyStore
    let answers: RememberedAnswers

    func handle(_ request: SetFactorPolicy, _ context: RequestContext) async throws -> SetFactorPolicy.Reply {
        guard FactorPolicy.enrolmentDaysRange.contains(request.policy.enrolmentDays) else {
            throw SetFactorPolicy.Refusal.enrolmentDaysOutOfRange
        }
        return try await answers.once(request, context) { transaction in
            try await policies.set(request.policy, in: transaction)
            return .reply(SetFactorPolicy.Reply())
        }
    }
}
