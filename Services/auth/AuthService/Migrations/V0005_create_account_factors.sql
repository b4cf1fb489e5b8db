-- The strongest kind of factor that each account has, as mfa announced it or, until it has, as its proofs say.
CREATE TABLE account_factors (
    account uuid PRIMARY KEY,
    strongest text NOT NULL,
    -- When mfa last announced it; null where only a proof has said so.
    heard_at timestamptz
);
