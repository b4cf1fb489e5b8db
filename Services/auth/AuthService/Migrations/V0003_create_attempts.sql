-- Sign-ins under way.
CREATE TABLE attempts (
    id uuid PRIMARY KEY,
    -- The SHA-256 of what the browser holds.
    token bytea NOT NULL CONSTRAINT attempts_token_key UNIQUE,
    email text NOT NULL,
    remember boolean NOT NULL,
    browser_address text NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX attempts_browser_address ON attempts (browser_address, id);
CREATE INDEX attempts_expires_at ON attempts (expires_at);
