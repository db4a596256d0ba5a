-- How many tries are left to a network, and to all together, over all workspaces. The key is a keyed digest: no address of
-- anybody stands here. Each workspace's database has the same table for its own accounts (W0030).
CREATE TABLE throttle_counters (
    key uuid PRIMARY KEY,
    next_free_at timestamptz NOT NULL,
    refill interval NOT NULL
) WITH (fillfactor = 50);
