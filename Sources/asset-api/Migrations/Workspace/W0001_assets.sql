-- Identifiers are UUIDs of version 7 (RFC 9562), so their order is that of creation and pages are cut by them.
CREATE TABLE assets (
    id uuid PRIMARY KEY,
    tag text NOT NULL CONSTRAINT assets_tag_key UNIQUE,
    name text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL CHECK (state IN ('active', 'in_repair', 'retired')),
    holder uuid,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT assets_retired_unheld CHECK (state <> 'retired' OR holder IS NULL)
);

-- What somebody who may see only the assets in his own hands pages through.
CREATE INDEX assets_by_holder ON assets (holder, id) WHERE holder IS NOT NULL;
