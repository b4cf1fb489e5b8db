import AppsContract
import AuthContract
import IdentityContract
import MFAContract
import ProfileContract

/// What a portal holds now, as its services tell the operator.
struct Holdings: Equatable, Sendable {
    var accounts: [AccountSummary] = []
    var profiles: [AccountID: Profile] = [:]
    var groups: [GroupSummary] = []
    var applications: [ListApplications.Reply.Entry] = []
    var policy = FactorPolicy()

    /// Asks the services.
    static func asking(_ lines: ServiceLines) async throws -> Holdings {
        async let groups = lines.profile.ask(ListGroups()).groups
        async let applications = lines.apps.ask(ListApplications()).applications
        async let policy = lines.mfa.ask(ShowFactorPolicy())
        async let profiles = profiles(from: lines.profile)
        return Holdings(
            accounts: try await accounts(from: lines.auth),
            profiles: try await profiles,
            groups: try await groups,
            applications: try await applications,
            policy: try await policy
        )
    }

    /// All accounts, page by page.
    static func accounts(from auth: ServiceLine) async throws -> [AccountSummary] {
        var accounts: [AccountSummary] = []
        while true {
            let page = try await auth.ask(ListAccounts(after: accounts.last?.email))
            accounts += page.accounts
            guard page.hasMore, !page.accounts.isEmpty else { return accounts }
        }
    }

    /// All profiles, page by page.
    static func profiles(from profile: ServiceLine) async throws -> [AccountID: Profile] {
        var profiles: [AccountID: Profile] = [:]
        var last: AccountID?
        while true {
            let page = try await profile.ask(ListPeople(after: last))
            for person in page.people { profiles[person.account] = person.profile }
            last = page.people.last?.account
            guard page.hasMore, last != nil else { return profiles }
        }
    }

    /// The account with an address.
    func account(withEmail email: String) -> AccountSummary? {
        accounts.first { $0.email.lowercased() == email }
    }

    /// The group of a name, in whatever case.
    func group(named name: String) -> GroupSummary? {
        groups.first { $0.name.lowercased() == name.lowercased() }
    }

    /// The application of a name, in whatever case.
    func application(named name: String) -> ListApplications.Reply.Entry? {
        applications.first { $0.declaration.name.lowercased() == name.lowercased() }
    }
}
