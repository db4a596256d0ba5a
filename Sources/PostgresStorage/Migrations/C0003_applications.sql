-- Programs that ask for tokens or follow the revocations. The first-party application has no secret.
CREATE TABLE applications (
    client_id text PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('web', 'native', 'service', 'api')),
    redirect_uris text[] NOT NULL,
    secret_hash bytea,
    created_at timestamptz NOT NULL
);
INSERT INTO applications (client_id, name, kind, redirect_uris, secret_hash, created_at)
VALUES ('ontrackio', 'OnTrackio', 'native', '{}', NULL, now());
