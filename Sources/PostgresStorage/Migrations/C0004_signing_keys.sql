-- Keys that sign tokens; the private part is sealed with the app key. One signs at a time.
CREATE TABLE signing_keys (
    id text PRIMARY KEY,
    algorithm text NOT NULL,
    sealed_private_key bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('next', 'active', 'retired', 'withdrawn')),
    created_at timestamptz NOT NULL,
    retired_at timestamptz
);
CREATE UNIQUE INDEX signing_keys_one_active ON signing_keys (state) WHERE state IN ('active', 'next');
