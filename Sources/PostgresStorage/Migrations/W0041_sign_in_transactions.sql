-- Sign-ins that have begun and wait for their next step; of the token only the hash is kept. And how many wrong codes
-- followed a right password of late.
CREATE TABLE sign_in_transactions (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    channel text NOT NULL CHECK (channel IN ('tokens', 'browser')),
    proven text[] NOT NULL,
    wait text NOT NULL CHECK (wait IN ('second_factor', 'enrolment')),
    expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_transactions_of_user ON sign_in_transactions (user_id);
CREATE INDEX sign_in_transactions_expires_at ON sign_in_transactions (expires_at);

CREATE TABLE wrong_codes (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    count integer NOT NULL,
    first_at timestamptz NOT NULL
);
