import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Postgres
import ServiceRuntime

/// Keeps accounts.
///
/// Whoever changes an account, or several of its sessions, locks the account first: so a password change or a
/// suspension leaves no session behind that was just being opened, and nobody waits for each other for ever.
struct AccountStore {
    let database: PostgresPool

    /// What a password given for this address is judged by.
    func credentials(of address: EmailAddress) async throws -> Credentials? {
        try await database.row(
            "SELECT id, email, username, state, password_hash FROM accounts WHERE email = \(address.text)",
            as: Credentials.self
        )
    }

    /// What a password is judged by that is given in a full session; `nil` where that has ended.
    func credentials(of account: AccountID, in session: SessionID, at now: Date) async throws -> Credentials? {
        try await database.row(
            """
            SELECT a.id, a.email, a.username, a.state, a.password_hash
            FROM sessions s JOIN accounts a ON a.id = s.account
            WHERE s.id = \(session) AND s.account = \(account) AND s.state = 'full' AND s.expires_at > \(now)
            """,
            as: Credentials.self
        )
    }

    /// What people see of their own account; `nil` where the session has ended.
    func ownAccount(_ account: AccountID, in session: SessionID, at now: Date) async throws -> ShowAccount.Reply? {
        try await database.row(
            """
            SELECT a.email, a.username, a.roles, a.password_changed_at
            FROM sessions s JOIN accounts a ON a.id = s.account
            WHERE s.id = \(session) AND s.account = \(account) AND s.expires_at > \(now)
            """,
            as: (String, String, [String], Date?).self
        ).map { ShowAccount.Reply(email: $0.0, username: $0.1, roles: Role.known($0.2), passwordChangedAt: $0.3) }
    }

    /// Keeps everyone else from changing this account until the transaction ends, and tells whether it may be used.
    func lockActivated(_ account: AccountID, in transaction: Transaction) async throws -> Bool {
        try await lockedState(of: account, in: transaction) == .activated
    }

    /// The same, and whether its password is still the one that was judged.
    func lockActivated(_ account: AccountID, having hash: PasswordHash, in transaction: Transaction) async throws
        -> Bool
    {
        let kept = try await transaction.row(
            "SELECT state, password_hash FROM accounts WHERE id = \(account) FOR NO KEY UPDATE",
            as: (String, String?).self
        )
        return kept?.0 == AccountState.activated.rawValue && kept?.1 == hash.text
    }

    /// An account's state, and nobody else's to change until the transaction ends.
    func lockedState(of account: AccountID, in transaction: Transaction) async throws -> AccountState? {
        try await transaction.row(
            "SELECT state FROM accounts WHERE id = \(account) FOR NO KEY UPDATE",
            as: String.self
        ).flatMap(AccountState.init)
    }

    func setState(_ state: AccountState, of account: AccountID, in transaction: Transaction) async throws {
        try await transaction.run("UPDATE accounts SET state = \(state.rawValue) WHERE id = \(account)")
    }

    /// Adds an account that has no password yet.
    ///
    /// What is taken violates `accounts_email_key` or `accounts_username_key`.
    func insert(
        _ account: AccountID,
        _ address: EmailAddress,
        _ username: Username,
        _ roles: Set<Role>,
        at now: Date,
        in transaction: Transaction
    ) async throws {
        try await transaction.run(
            """
            INSERT INTO accounts (id, email, username, roles, state, created_at)
            VALUES (\(account), \(address.text), \(username.text), \(roles.map(\.rawValue).sorted())::text[],
                \(AccountState.activated.rawValue), \(now))
            """
        )
    }

    /// Gives an account its first password, or another one instead; not where the person has chosen one since.
    func setFirstPassword(_ hash: PasswordHash, of account: AccountID, in transaction: Transaction) async throws -> Bool
    {
        try await transaction.run(
            """
            UPDATE accounts SET password_hash = \(hash.text) WHERE id = \(account) AND password_changed_at IS NULL
            """
        ) == 1
    }

    func setPassword(_ hash: PasswordHash, of account: AccountID, at now: Date, in transaction: Transaction)
        async throws
    {
        try await transaction.run(
            """
            UPDATE accounts SET password_hash = \(hash.text), password_changed_at = \(now) WHERE id = \(account)
            """
        )
    }

    /// Keeps the same password under a hash of today's strength.
    func strengthen(to hash: PasswordHash, of account: AccountID, in transaction: Transaction) async throws {
        try await transaction.run("UPDATE accounts SET password_hash = \(hash.text) WHERE id = \(account)")
    }

    /// Whether there is an administrator, in whatever state.
    func hasAdministrator(in transaction: Transaction) async throws -> Bool {
        let administrator = Role.administrator.rawValue
        return try await transaction.row(
            "SELECT EXISTS (SELECT 1 FROM accounts WHERE \(administrator) = ANY (roles))",
            as: Bool.self
        ) ?? true
    }

    /// Whether there is no account at all.
    func isEmpty() async throws -> Bool {
        try await database.row("SELECT NOT EXISTS (SELECT 1 FROM accounts)", as: Bool.self) ?? false
    }

    /// Accounts by address, after `last`, at most `limit`.
    func accounts(after last: String?, limit: Int) async throws -> [AccountSummary] {
        try await database.rows(
            """
            SELECT id, email, username, roles, state FROM accounts
            WHERE \(last)::text IS NULL OR email > \(last) ORDER BY email LIMIT \(limit)
            """,
            as: (AccountID, String, String, [String], String).self
        ).map { id, email, username, roles, state in
            // A state that this version does not know is one in which the account may not be used.
            let state = AccountState(rawValue: state) ?? .suspended
            return AccountSummary(id: id, email: email, username: username, roles: Role.known(roles), state: state)
        }
    }

    /// The states of accounts, by identifier, after `last`, at most `limit`.
    func states(
        after last: AccountID?,
        limit: Int,
        in transaction: Transaction
    ) async throws -> [(AccountID, AccountState?)] {
        try await transaction.rows(
            "SELECT id, state FROM accounts WHERE \(last)::uuid IS NULL OR id > \(last) ORDER BY id LIMIT \(limit)",
            as: (AccountID, String).self
        ).map { ($0.0, AccountState(rawValue: $0.1)) }
    }
}

/// What a password is judged by.
struct Credentials: Sendable, RowDecodable {
    let account: AccountID
    let email: String
    let username: String
    /// The hash, where the account may be used; a staged or suspended one is judged as if it had no password.
    let usableHash: PasswordHash?

    init(row: PostgresRow) throws {
        account = try row["id"]
        email = try row["email"]
        username = try row["username"]
        let state: String = try row["state"]
        let text: String? = try row["password_hash"]
        usableHash = state == AccountState.activated.rawValue ? text.flatMap { try? PasswordHash(parsing: $0) } : nil
    }

    /// What a password must not contain.
    var names: [String] { [username, String(email.prefix { $0 != "@" })] }
}

extension Role {
    /// The roles among these names that this version knows; it grants nothing for the others.
    static func known(_ names: [String]) -> Set<Role> {
        Set(names.compactMap(Role.init))
    }
}
