public import Postgres

/// The tables that announcements and remembered answers need; a service puts them before its own.
public enum OutboxMigrations {
    /// All of them, as a series of their own, so that a service's numbers stay its own.
    public static let all: [Migration] = [
        Migration(1, "create_outbox", Array(createOutbox.utf8), series: "outbox"),
        Migration(2, "create_followed_positions", Array(createFollowedPositions.utf8), series: "outbox"),
        Migration(3, "create_remembered_answers", Array(createRememberedAnswers.utf8), series: "outbox"),
    ]

    private static let createOutbox = """
        -- What this service tells others, written in the transaction that made it true.
        CREATE TABLE outbox (
            sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            writer xid8 NOT NULL DEFAULT pg_current_xact_id(),
            announcement jsonb NOT NULL,
            written_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX outbox_position ON outbox (writer, sequence);
        CREATE INDEX outbox_written_at ON outbox (written_at);

        -- The newest position that is no longer kept: whoever is behind it needs a snapshot.
        CREATE TABLE outbox_horizon (
            is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
            writer xid8 NOT NULL DEFAULT '0',
            sequence bigint NOT NULL DEFAULT 0
        );
        INSERT INTO outbox_horizon DEFAULT VALUES;
        """

    private static let createFollowedPositions = """
        -- How far this service has applied what another tells.
        CREATE TABLE followed_positions (
            service text PRIMARY KEY,
            writer xid8 NOT NULL,
            sequence bigint NOT NULL
        );
        """

    private static let createRememberedAnswers = """
        -- Answers to changes, sealed, for a repeat of the same question under the same key.
        CREATE TABLE remembered_answers (
            caller bytea NOT NULL,
            key bytea NOT NULL,
            question bytea NOT NULL,
            answer bytea,
            remembered_at timestamptz NOT NULL,
            PRIMARY KEY (caller, key)
        );
        CREATE INDEX remembered_answers_remembered_at ON remembered_answers (remembered_at);
        """
}
