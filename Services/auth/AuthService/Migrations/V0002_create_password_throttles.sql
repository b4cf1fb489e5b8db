-- Wrong passwords by the hash of an address, with an account or without one.
CREATE TABLE password_throttles (
    address bytea PRIMARY KEY,
    throttle jsonb NOT NULL,
    forgotten_at timestamptz NOT NULL
);

CREATE INDEX password_throttles_forgotten_at ON password_throttles (forgotten_at);
