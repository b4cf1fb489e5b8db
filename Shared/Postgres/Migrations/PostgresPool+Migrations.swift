internal import ServiceRuntime

extension PostgresPool {
    /// How long starting waits for a server that is not there yet.
    private static let startingPatience: Duration = .seconds(30)
    /// How long all migrations together, and the wait for another replica's, may take.
    private static let migrationPatience: Duration = .seconds(30 * 60)
    /// The advisory lock's number: "portico" in ASCII.
    ///
    /// Such locks are one database's own.
    private static let lockNumber: Int64 = 0x70_6F72_7469_636F

    /// Brings the database to where this program needs it; replicas that start together take turns.
    ///
    /// Each migration is applied in a transaction with the note that it was. It has a connection of its own on which the
    /// server sets no limit to a statement.
    ///
    /// - Throws: ``MigrationRefused`` where a migration that was applied has changed, or is unknown to this program.
    public func migrate(_ migrations: [Migration]) async throws {
        let connection = try await connectForMigration()
        let deadline = Deadline.after(Self.migrationPatience)
        let database = SoleConnection(connection: connection, deadline: deadline)
        // Held until the connection closes, which is at the latest when this returns.
        try await database.run("SELECT pg_advisory_lock(\(Self.lockNumber))")
        try await database.run(
            """
            CREATE TABLE IF NOT EXISTS applied_migrations (
                series text NOT NULL,
                version integer NOT NULL,
                name text NOT NULL,
                checksum bytea NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (series, version)
            )
            """
        )
        let plan = try MigrationPlan(of: migrations, after: await applied(migrations, in: database))
        for migration in plan.pending {
            try await apply(migration, on: connection, before: deadline)
            log.notice("Applied a migration.", ["migration": migration.description])
        }
        try await database.run("SELECT pg_advisory_unlock(\(Self.lockNumber))")
    }

    private func applied(
        _ migrations: [Migration],
        in database: SoleConnection
    ) async throws -> [MigrationPlan.Applied] {
        let rows = try await database.rows(
            "SELECT series, version, name, checksum FROM applied_migrations ORDER BY series, version",
            as: (String, Int, String, [UInt8]).self
        )
        var applied: [MigrationPlan.Applied] = []
        for (series, version, name, checksum) in rows {
            let migration = migrations.first { $0.series == series && $0.version == version }
            // The server does the hashing, now as when it was applied.
            let expected = try await database.row("SELECT sha256(\(migration?.sql ?? []))", as: [UInt8].self)
            applied.append(.init(series: series, version: version, name: name, isUnchanged: checksum == expected))
        }
        return applied
    }

    private func apply(_ migration: Migration, on connection: Connection, before deadline: Deadline) async throws {
        let database = SoleConnection(connection: connection, deadline: deadline)
        try await connection.script("BEGIN", before: deadline)
        do {
            try await connection.script(String(decoding: migration.sql, as: UTF8.self), before: deadline)
            try await database.run(
                """
                INSERT INTO applied_migrations (series, version, name, checksum)
                VALUES (\(migration.series), \(migration.version), \(migration.name), sha256(\(migration.sql)))
                """
            )
            try await connection.script("COMMIT", stakes: .lastingChange, before: deadline)
        } catch {
            // No ROLLBACK: the connection is closed, and what was open on it is undone.
            guard var error = error as? PostgresError else { throw error }
            error.reason = "the migration \(migration) failed: \(error.reason)"
            throw error
        }
    }

    private func connectForMigration() async throws -> Connection {
        let deadline = Deadline.after(Self.startingPatience)
        let values = Secret(parameters.limiting(statements: nil))
        while true {
            do {
                return try await Connection.open(values, log: log)
            } catch {
                guard !Task.isCancelled, !deadline.isPast else { throw error }
                log.warning("Waiting for the database.", ["reason": (error as? PostgresError)?.reason ?? "\(error)"])
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }
}

/// Statements on one connection that nobody else uses.
private struct SoleConnection: Queries {
    let connection: Connection
    let deadline: Deadline

    func result(of sql: SQL) async throws -> PostgresResult {
        try await connection.execute(sql, stakes: .nothing, before: deadline)
    }
}
