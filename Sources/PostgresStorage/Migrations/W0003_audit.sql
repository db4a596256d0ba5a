-- What was done, by whom, to what. The workspace's login may add and read entries, never change or delete one; the head's
-- row gives the numbers, in the order of commit. The last three columns are for sealing entries in batches.
CREATE TABLE audit_head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    sequence bigint NOT NULL
);
INSERT INTO audit_head (sequence) VALUES (0);
CREATE TABLE audit (
    sequence bigint PRIMARY KEY,
    time timestamptz NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'operator', 'system', 'anonymous')),
    actor_id text,
    action text NOT NULL,
    target_kind text NOT NULL,
    target_id text NOT NULL,
    changes jsonb NOT NULL,
    source_address text,
    correlation_id uuid NOT NULL,
    batch bigint,
    hash bytea,
    signature bytea
);
