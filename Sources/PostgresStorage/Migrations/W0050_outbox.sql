-- Mail that waits to be sent. Nothing secret is in it: the token of a link is made when the mail is.
CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    recipient text NOT NULL,
    language text,
    kind text NOT NULL,
    details jsonb NOT NULL,
    queued_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL
);
CREATE INDEX outbox_due ON outbox (next_attempt_at);

-- Links that were sent or handed out: whoever has one may set the user's password, once. They die with the password and the
-- mail address that they were made for.
CREATE TABLE password_links (
    hash bytea PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('reset', 'invitation')),
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    email_key text NOT NULL,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX password_links_of_user ON password_links (user_id);
