-- The customers, and where each one's database is. The row stands before the database does, so that a worker that dies on
-- the way leaves nothing behind whose name nobody knows. A slug is never used again: rows are not deleted.
CREATE TABLE workspaces (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    name text NOT NULL,
    region text NOT NULL,
    state text NOT NULL CHECK (state IN ('creating', 'active', 'suspended', 'closing', 'closed')),
    host text NOT NULL,
    port integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
    database text NOT NULL UNIQUE,
    login text NOT NULL UNIQUE,
    sealed_password bytea NOT NULL,
    created_at timestamptz NOT NULL
);
