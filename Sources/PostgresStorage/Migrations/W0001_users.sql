-- The people of this workspace. email_key is what is compared: ASCII letters in lower case.
CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    email_key text NOT NULL UNIQUE,
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'manager', 'auditor', 'member')),
    deactivated_at timestamptz,
    tokens_revoked_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE INDEX users_active_owners ON users (id) WHERE role = 'owner' AND deactivated_at IS NULL;

CREATE TABLE passwords (
    user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    hash text NOT NULL,
    set_at timestamptz NOT NULL
);
