-- Authenticator apps and recovery codes. A secret is sealed with the app key, bound to its user. last_step is the number of
-- the last time step whose code was taken: a code is good once. What waits for its first code stands apart, so that it does
-- not touch the app in use.
CREATE TABLE totp (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    sealed_secret bytea NOT NULL,
    confirmed_at timestamptz NOT NULL,
    last_step bigint NOT NULL
);

CREATE TABLE totp_enrolments (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    sealed_secret bytea NOT NULL,
    session_id uuid,
    sign_in_hash bytea,
    expires_at timestamptz NOT NULL,
    CHECK ((session_id IS NULL) <> (sign_in_hash IS NULL))
);

CREATE TABLE recovery_codes (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, hash)
);
