-- Who may sign in. Addresses are kept in the one spelling by which they are found, and sorted by their bytes.
CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    email text COLLATE "C" NOT NULL CONSTRAINT accounts_email_key UNIQUE,
    username text COLLATE "C" NOT NULL CONSTRAINT accounts_username_key UNIQUE,
    roles text[] NOT NULL,
    state text NOT NULL CONSTRAINT accounts_state_known CHECK (state IN ('staged', 'activated', 'suspended')),
    -- An Argon2id hash as a PHC string.
    password_hash text,
    -- When the person last chose one; nobody has yet where it is null.
    password_changed_at timestamptz,
    created_at timestamptz NOT NULL
);
