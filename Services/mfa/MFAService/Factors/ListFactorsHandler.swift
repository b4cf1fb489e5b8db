import IdentityContract
import MFAContract
import Messaging

/// Lists the asking person's own factors.
struct ListFactorsHandler: PersonalHandler {
    let factors: FactorStore
    let policies: PolicyStore

    func handle(
        _ request: ListFactors,
        from person: Person,
        _ context: RequestContext
    ) async throws -> ListFactors.Reply {
        let policy = try await policies.policy(for: person)
        let factors = try await factors.factors(of: person.account)
        return ListFactors.Reply(
            factors: factors.all.sorted { ($0.addedAt, $0.id) < ($1.addedAt, $1.id) },
            isRequired: try policy.isFactorRequired
        )
    }
}
