CREATE TABLE applications (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    description text NOT NULL,
    target text NOT NULL,
    colour text NOT NULL,
    strength text NOT NULL,
    maximum_age_seconds bigint CONSTRAINT applications_maximum_age_positive CHECK (maximum_age_seconds > 0),
    is_for_everyone boolean NOT NULL,
    changed_at timestamptz NOT NULL
);

-- One application of a name, without regard to case.
CREATE UNIQUE INDEX applications_name_key ON applications (lower(name));

CREATE TABLE application_groups (
    application uuid NOT NULL REFERENCES applications ON DELETE CASCADE,
    group_id uuid NOT NULL,
    PRIMARY KEY (application, group_id)
);

CREATE TABLE application_people (
    application uuid NOT NULL REFERENCES applications ON DELETE CASCADE,
    account uuid NOT NULL,
    PRIMARY KEY (application, account)
);

CREATE INDEX application_people_account ON application_people (account);
