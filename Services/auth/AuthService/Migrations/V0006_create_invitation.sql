-- The link at which a portal's first administrator makes an account: the newest, and no other.
CREATE TABLE invitation (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    -- The SHA-256 of what the link holds.
    token bytea NOT NULL,
    -- How often somebody has tried to use it.
    tries bigint NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL
);
