import Foundation
import IdentityContract
import Postgres
import ProfileContract

/// Keeps profiles.
struct ProfileStore {
    let database: PostgresPool

    /// Somebody's profile; an empty one, of version 0, for whoever has none yet.
    func profile(of account: AccountID) async throws -> Profile {
        let row = try await database.row(
            "SELECT fields, version FROM profiles WHERE account = \(account)",
            as: (JSONValue<[ProfileField: String]>, Int).self
        )
        return row.map { Profile(fields: $0.0.value, version: $0.1) } ?? .empty
    }

    /// The same, made where there is none, and nobody else's to change until the transaction ends.
    func lockedProfile(of account: AccountID, at now: Date, in transaction: Transaction) async throws -> Profile {
        try await transaction.run(
            """
            INSERT INTO profiles (account, changed_at) VALUES (\(account), \(now)) ON CONFLICT (account) DO NOTHING
            """
        )
        let row = try await transaction.row(
            "SELECT fields, version FROM profiles WHERE account = \(account) FOR UPDATE",
            as: (JSONValue<[ProfileField: String]>, Int).self
        )
        return row.map { Profile(fields: $0.0.value, version: $0.1) } ?? .empty
    }

    /// Keeps `profile`, which `lockedProfile` gave and the caller changed, as the next version.
    func save(_ profile: Profile, of account: AccountID, at now: Date, in transaction: Transaction) async throws
        -> Profile
    {
        var saved = profile
        saved.version += 1
        try await transaction.run(
            """
            UPDATE profiles SET fields = \(JSONValue(saved.fields)), version = \(saved.version), changed_at = \(now)
            WHERE account = \(account)
            """
        )
        return saved
    }

    /// Profiles by account, after `last`, at most `limit`.
    func profiles(after last: AccountID?, limit: Int) async throws -> [(AccountID, Profile)] {
        try await database.rows(
            """
            SELECT account, fields, version FROM profiles
            WHERE \(last)::uuid IS NULL OR account > \(last) ORDER BY account LIMIT \(limit)
            """,
            as: (AccountID, JSONValue<[ProfileField: String]>, Int).self
        ).map { ($0.0, Profile(fields: $0.1.value, version: $0.2)) }
    }
}

extension Profile {
    static let empty = Profile(fields: [:], version: 0)

    /// Sets a field; an empty value clears it.
    mutating func set(_ field: ProfileField, to value: String) {
        fields[field] = value.isEmpty ? nil : value
    }
}
