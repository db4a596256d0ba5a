-- Which tokens are refused before they expire. The head's row is locked by whoever appends, so that numbers become visible
-- in their order.
CREATE TABLE revocation_head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    number bigint NOT NULL
);
INSERT INTO revocation_head (number) VALUES (0);
CREATE TABLE revocations (
    number bigint PRIMARY KEY,
    scope text NOT NULL CHECK (scope IN ('session', 'user', 'workspace', 'key')),
    subject text NOT NULL,
    workspace text,
    issued_before bigint NOT NULL,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX revocations_recorded_at ON revocations (recorded_at);
