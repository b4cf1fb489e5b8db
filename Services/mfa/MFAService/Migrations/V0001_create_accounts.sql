-- What is kept of an account beside its factors. Whoever changes its factors, or judges a code, locks its row first.
CREATE TABLE accounts (
    account uuid PRIMARY KEY,
    -- The first sign-in at which a factor was due: the enrolment period begins there, once and for all.
    factor_due_since timestamptz,
    -- Wrong codes since the last right one or the last closing, and those of the day that began at day_began.
    wrong_in_a_row bigint NOT NULL DEFAULT 0 CONSTRAINT accounts_wrong_in_a_row_counts CHECK (wrong_in_a_row >= 0),
    wrong_today bigint NOT NULL DEFAULT 0 CONSTRAINT accounts_wrong_today_counts CHECK (wrong_today >= 0),
    day_began timestamptz,
    -- No code is judged before.
    closed_until timestamptz
);
