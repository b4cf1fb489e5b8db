/// Decides what is still to be applied, or why nothing may be.
struct MigrationPlan {
    /// A migration that the database remembers.
    struct Applied: Hashable {
        var series: String
        var version: Int
        var name: String
        /// Whether its text is still the one that was applied.
        var isUnchanged: Bool
    }

    let pending: [Migration]

    init(of migrations: [Migration], after applied: [Applied]) throws {
        try Self.requireConsecutive(migrations)
        for old in applied {
            guard migrations.contains(where: { $0.series == old.series && $0.version == old.version }) else {
                throw MigrationRefused(
                    description:
                        "The database has the migration \(old.series) \(old.version) (\(old.name)), which this "
                        + "program does not know: run the newer release that applied it."
                )
            }
            guard old.isUnchanged else {
                throw MigrationRefused(
                    description:
                        "The migration \(old.series) \(old.version) (\(old.name)) was changed after it had been "
                        + "applied: restore its file, and make the change in a new migration."
                )
            }
        }
        let pending = migrations.filter { migration in
            !applied.contains { $0.series == migration.series && $0.version == migration.version }
        }
        for migration in pending {
            guard !applied.contains(where: { $0.series == migration.series && $0.version > migration.version }) else {
                throw MigrationRefused(
                    description: "The migration \(migration) was never applied although a later one was: "
                        + "the database was changed by hand."
                )
            }
        }
        self.pending = pending
    }

    /// Each series counts 1, 2, 3, …, so that two people's migrations cannot take one number unnoticed.
    private static func requireConsecutive(_ migrations: [Migration]) throws {
        var last: [String: Int] = [:]
        for migration in migrations {
            let expected = last[migration.series, default: 0] + 1
            guard migration.version == expected else {
                throw MigrationRefused(description: "The migration \(migration) should have the number \(expected).")
            }
            last[migration.series] = expected
        }
    }
}
