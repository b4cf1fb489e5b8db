-- Who is in which group, as profile announced it.
CREATE TABLE group_members (
    group_id uuid NOT NULL,
    account uuid NOT NULL,
    PRIMARY KEY (group_id, account)
);

CREATE INDEX group_members_account ON group_members (account);
