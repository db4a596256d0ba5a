-- Sign-ins, and the chains of refresh tokens that belong to them. Of tokens only hashes are kept.
CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client_id text NOT NULL,
    methods text[] NOT NULL,
    browser_token_hash bytea UNIQUE,
    authenticated_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    ended_at timestamptz,
    source_address text,
    user_agent text
);
CREATE INDEX sessions_of_user ON sessions (user_id, last_used_at DESC) WHERE ended_at IS NULL;

CREATE TABLE refresh_tokens (
    hash bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    issued_at timestamptz NOT NULL,
    spent_at timestamptz
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);
