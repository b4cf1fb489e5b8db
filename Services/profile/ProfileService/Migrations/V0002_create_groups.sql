CREATE TABLE groups (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    changed_at timestamptz NOT NULL
);

-- One group of a name, without regard to case.
CREATE UNIQUE INDEX groups_name_key ON groups (lower(name));

CREATE TABLE group_members (
    group_id uuid NOT NULL REFERENCES groups ON DELETE CASCADE,
    account uuid NOT NULL CONSTRAINT group_members_account_fkey REFERENCES profiles ON DELETE CASCADE,
    PRIMARY KEY (group_id, account)
);

CREATE INDEX group_members_account ON group_members (account);
