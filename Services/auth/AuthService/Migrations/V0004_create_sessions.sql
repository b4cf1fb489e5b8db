CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    account uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    attempt uuid NOT NULL,
    state text NOT NULL CONSTRAINT sessions_state_known CHECK (state IN ('pending', 'full')),
    is_remembered boolean NOT NULL,
    browser_address text NOT NULL,
    user_agent text NOT NULL,
    started_at timestamptz NOT NULL,
    used_at timestamptz NOT NULL,
    -- When it ends whatever happens, and when it ends unless it is used before.
    ends_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CONSTRAINT sessions_expire_before_they_end CHECK (expires_at <= ends_at)
);

CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

-- What opens a session: its current token, and for a few seconds the ones before it, each at the assurance it had.
CREATE TABLE session_tokens (
    -- The SHA-256 of what the browser holds.
    hash bytea PRIMARY KEY,
    -- Which issue of a token it was; a repeat of the question puts another token in its place.
    issue uuid NOT NULL CONSTRAINT session_tokens_issue_key UNIQUE,
    session uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
    state text NOT NULL CONSTRAINT session_tokens_state_known CHECK (state IN ('pending', 'full')),
    assurance jsonb NOT NULL,
    -- Null for the current one.
    expires_at timestamptz
);

CREATE INDEX session_tokens_session ON session_tokens (session);
CREATE UNIQUE INDEX session_tokens_current_key ON session_tokens (session) WHERE expires_at IS NULL;
CREATE INDEX session_tokens_expires_at ON session_tokens (expires_at) WHERE expires_at IS NOT NULL;

-- Proofs that were used, for as long as they could be shown again.
CREATE TABLE used_proofs (
    id uuid PRIMARY KEY,
    forgotten_at timestamptz NOT NULL
);

CREATE INDEX used_proofs_forgotten_at ON used_proofs (forgotten_at);
