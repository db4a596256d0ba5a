-- What authenticators know a user by, and the challenges that wait for their answer: each is good once, for one purpose,
-- one user and one holder (a session, or a sign-in that has begun).
CREATE TABLE user_handles (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    handle bytea NOT NULL UNIQUE
);

CREATE TABLE passkey_ceremonies (
    token_hash bytea PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('sign_in', 'second_factor', 'enrolment', 'addition', 'step_up')),
    user_id uuid REFERENCES users (id) ON DELETE CASCADE,
    holder bytea NOT NULL,
    challenge bytea NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_ceremonies_expires_at ON passkey_ceremonies (expires_at);
