-- Where each workspace's database is. The row stands before the database does, so that a worker that dies on the way
-- leaves no database behind whose name nobody knows: ready_at tells which are finished.
CREATE TABLE workspaces (
    id uuid PRIMARY KEY,
    host text NOT NULL,
    port integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
    database text NOT NULL UNIQUE,
    login text NOT NULL UNIQUE,
    sealed_password bytea NOT NULL,
    created_at timestamptz NOT NULL,
    ready_at timestamptz
);

-- Nobody enters this database but its owner and whom the operator let in, the serving role. So PUBLIC is that role here,
-- whatever it is called; it only looks things up. Rows are made by the provisioning worker.
DO $$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()); END $$;
GRANT SELECT ON workspaces TO PUBLIC;
