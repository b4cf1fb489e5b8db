import MFAContract
import Messaging

/// Shows the policy, to the operator.
struct ShowFactorPolicyHandler: RequestHandler {
    let policies: PolicyStore

    func handle(_ request: ShowFactorPolicy, _ context: RequestContext) async throws -> FactorPolicy {
        try await policies.policy()
    }
}
