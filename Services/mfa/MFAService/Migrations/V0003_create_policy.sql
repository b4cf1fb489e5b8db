-- Of whom a factor is required: one row.
CREATE TABLE factor_policy (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    required_of_everyone boolean NOT NULL DEFAULT false,
    required_of_groups uuid[] NOT NULL DEFAULT '{}',
    required_of_roles text[] NOT NULL DEFAULT '{}',
    enrolment_days bigint NOT NULL DEFAULT 7 CONSTRAINT factor_policy_days_positive CHECK (enrolment_days > 0)
);

INSERT INTO factor_policy DEFAULT VALUES;

-- Who is in which group, as profile announced it.
CREATE TABLE group_members (
    group_id uuid NOT NULL,
    account uuid NOT NULL,
    PRIMARY KEY (group_id, account)
);

CREATE INDEX group_members_account ON group_members (account);

-- Has a row once profile has told its groups: until then nobody can be said to be in none.
CREATE TABLE groups_heard (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only)
);
