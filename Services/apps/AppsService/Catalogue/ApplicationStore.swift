import AppsContract
import Foundation
import IdentityContract
import Postgres
import ServiceRuntime

/// Keeps applications and to whom they are assigned.
struct ApplicationStore {
    let database: PostgresPool

    /// The applications that somebody may open, by name.
    ///
    /// Targets stay here.
    func tiles(for account: AccountID) async throws -> [Tile] {
        try await database.rows(
            """
            SELECT id, name, description, colour, strength, maximum_age_seconds FROM applications a
            WHERE \(fragment: Self.isAssigned(to: account)) ORDER BY lower(name)
            """,
            as: (ApplicationID, String, String, String, String, Int?).self
        ).map { id, name, description, colour, strength, maximumAge in
            Tile(
                id: id,
                name: name,
                description: description,
                colour: Self.colour(colour),
                requirement: Self.requirement(strength, maximumAge)
            )
        }
    }

    /// What opening an application takes, for somebody to whom it is assigned.
    func launch(_ application: ApplicationID, for account: AccountID) async throws -> LaunchTarget? {
        try await database.row(
            """
            SELECT name, target, strength, maximum_age_seconds FROM applications a
            WHERE id = \(application) AND \(fragment: Self.isAssigned(to: account))
            """,
            as: (String, String, String, Int?).self
        ).map { LaunchTarget(name: $0.0, target: $0.1, requirement: Self.requirement($0.2, $0.3)) }
    }

    /// All applications, as declared.
    func declarations() async throws -> [ListApplications.Reply.Entry] {
        try await database.rows("\(fragment: Self.declared) ORDER BY lower(name)", as: DeclaredRow.self).map(\.entry)
    }

    /// The application of this name, if there is one, as declared; nobody else's to change until the transaction ends.
    func lockedDeclaration(
        named name: String,
        in transaction: Transaction
    ) async throws -> ListApplications.Reply.Entry? {
        try await transaction.row(
            "\(fragment: Self.declared) WHERE lower(name) = lower(\(name)) FOR UPDATE",
            as: DeclaredRow.self
        )?.entry
    }

    private static let declared: SQL = """
        SELECT id, name, description, target, colour, strength, maximum_age_seconds, is_for_everyone,
            ARRAY(SELECT group_id FROM application_groups WHERE application = id) AS groups,
            ARRAY(SELECT account FROM application_people WHERE application = id) AS people
        FROM applications
        """

    /// Makes the application of this name, or changes the one there is.
    func put(_ declared: ApplicationDeclaration, at now: Date, in transaction: Transaction) async throws
        -> ApplicationID?
    {
        let fresh = ApplicationID(at: now)
        let maximumAge = declared.requirement.maximumAge.map { Int($0) }
        let id = try await transaction.row(
            """
            INSERT INTO applications
                (id, name, description, target, colour, strength, maximum_age_seconds, is_for_everyone, changed_at)
            VALUES (\(fresh), \(declared.name), \(declared.description), \(declared.target),
                \(declared.colour.rawValue), \(declared.requirement.strength.rawValue), \(maximumAge),
                \(declared.isForEveryone), \(now))
            ON CONFLICT (lower(name)) DO UPDATE SET name = excluded.name, description = excluded.description,
                target = excluded.target, colour = excluded.colour, strength = excluded.strength,
                maximum_age_seconds = excluded.maximum_age_seconds, is_for_everyone = excluded.is_for_everyone,
                changed_at = excluded.changed_at
            RETURNING id
            """,
            as: ApplicationID.self
        )
        guard let id else { return nil }
        let (groups, people) = (Array(declared.groups), Array(declared.people))
        try await transaction.run("DELETE FROM application_groups WHERE application = \(id)")
        try await transaction.run("DELETE FROM application_people WHERE application = \(id)")
        try await transaction.run(
            "INSERT INTO application_groups (application, group_id) SELECT \(id), unnest(\(groups)::uuid[])"
        )
        try await transaction.run(
            "INSERT INTO application_people (application, account) SELECT \(id), unnest(\(people)::uuid[])"
        )
        return id
    }

    /// Everyone's, assigned to the person, or to a group that the person is in.
    private static func isAssigned(to account: AccountID) -> SQL {
        """
        (a.is_for_everyone
            OR EXISTS (SELECT 1 FROM application_people p WHERE p.application = a.id AND p.account = \(account))
            OR EXISTS (
                SELECT 1 FROM application_groups g JOIN group_members m ON m.group_id = g.group_id
                WHERE g.application = a.id AND m.account = \(account)))
        """
    }

    /// A colour that a later version kept and this one does not know is drawn in blue.
    fileprivate static func colour(_ text: String) -> TileColour {
        TileColour(rawValue: text) ?? .blue
    }

    /// A strength that this version does not know is taken for the strongest: closed when in doubt.
    fileprivate static func requirement(_ strength: String, _ maximumAge: Int?) -> Requirement {
        Requirement(
            strength: Strength(rawValue: strength) ?? .phishingResistant,
            maximumAge: maximumAge.map(TimeInterval.init)
        )
    }
}

/// Where an application is, and what opening it asks for.
struct LaunchTarget {
    let name: String
    let target: String
    let requirement: Requirement
}

/// A whole row, as an application was declared.
private struct DeclaredRow: RowDecodable {
    let entry: ListApplications.Reply.Entry

    init(row: PostgresRow) throws {
        entry = ListApplications.Reply.Entry(
            id: try row["id"],
            declaration: ApplicationDeclaration(
                name: try row["name"],
                description: try row["description"],
                target: try row["target"],
                colour: ApplicationStore.colour(try row["colour"]),
                requirement: ApplicationStore.requirement(try row["strength"], try row["maximum_age_seconds"]),
                isForEveryone: try row["is_for_everyone"],
                groups: Set(try row["groups"] as [GroupID]),
                people: Set(try row["people"] as [AccountID])
            )
        )
    }
}
