-- Where a workspace lives, by its cluster's name (an address may change), and how it ends. host and port stay, filled, for
-- the version before.
ALTER TABLE workspaces
    ADD COLUMN cluster text NOT NULL DEFAULT 'main',
    ADD COLUMN tokens_revoked_at timestamptz,
    ADD COLUMN closing_requested_at timestamptz,
    ADD COLUMN closing_requested_by text,
    ADD COLUMN last_audit_sequence bigint;
CREATE INDEX workspaces_on_cluster ON workspaces (cluster) WHERE state <> 'closed';

-- What stays of a closed workspace, with the public key that signed it: the key itself is forgotten once its last token
-- has expired.
CREATE TABLE closing_receipts (
    workspace uuid PRIMARY KEY REFERENCES workspaces (id),
    receipt text NOT NULL,
    public_key text NOT NULL
);
