-- How many tries are left, of whom is not said: the key is a keyed digest. A counter is one moment, from which the next try
-- is free; each try moves it on by the refill. It is updated in place: no index but the key's, and room in each page.
CREATE TABLE throttle_counters (
    key uuid PRIMARY KEY,
    next_free_at timestamptz NOT NULL,
    refill interval NOT NULL
) WITH (fillfactor = 50);
