-- Everybody's enrolled factors, of every kind.
CREATE TABLE factors (
    id uuid PRIMARY KEY,
    account uuid NOT NULL REFERENCES accounts,
    method text NOT NULL,
    name text NOT NULL,
    added_at timestamptz NOT NULL,
    last_used_at timestamptz
);

CREATE INDEX factors_account ON factors (account);

-- What an authenticator app shares with us, sealed, and the last time step whose code was accepted.
CREATE TABLE authenticator_apps (
    factor uuid PRIMARY KEY REFERENCES factors ON DELETE CASCADE,
    sealed_secret bytea NOT NULL,
    last_step bigint NOT NULL
);

-- Apps that were begun to be enrolled and are not confirmed: one of a session.
CREATE TABLE app_enrolments (
    id uuid PRIMARY KEY,
    account uuid NOT NULL REFERENCES accounts,
    session uuid NOT NULL CONSTRAINT app_enrolments_session_key UNIQUE,
    -- What the session had proven when it began.
    proven text NOT NULL,
    label text NOT NULL,
    sealed_secret bytea NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX app_enrolments_expires_at ON app_enrolments (expires_at);
