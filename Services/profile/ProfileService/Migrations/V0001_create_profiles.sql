-- What is known of people, beside what auth keeps. The fields are one value: they are read and written together.
CREATE TABLE profiles (
    account uuid PRIMARY KEY,
    fields jsonb NOT NULL DEFAULT '{}',
    version bigint NOT NULL DEFAULT 1 CONSTRAINT profiles_version_positive CHECK (version > 0),
    changed_at timestamptz NOT NULL
);
