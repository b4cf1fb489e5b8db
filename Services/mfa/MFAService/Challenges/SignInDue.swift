import Foundation
import IdentityContract

/// What a sign-in still asks of somebody whose password was right.
enum SignInDue: Equatable {
    case nothing
    /// One of these methods, the last used first.
    case challenge([IdentityContract.Method])
    /// Policy asks for a factor and there is none.
    case enrolment(postponableUntil: Date?)
}

/// Finds what a sign-in still asks: the one place that decides, for all who ask.
struct SignInDueFinder {
    let accounts: AccountStore
    let factors: FactorStore
    let policies: PolicyStore

    /// Takes note of when a factor is due for the first time.
    func due(of person: Person, at now: Date) async throws -> SignInDue {
        let factors = try await factors.factors(of: person.account)
        // Whoever has a factor shows it, whether or not policy asks for one: that is why people enrol.
        guard factors.isEmpty else { return .challenge(factors.methods()) }
        let policy = try await policies.policy(for: person)
        guard try policy.isFactorRequired else { return .nothing }
        let since = try await accounts.factorDueSince(person.account, at: now)
        return .enrolment(postponableUntil: policy.postponable(dueSince: since, at: now))
    }
}
