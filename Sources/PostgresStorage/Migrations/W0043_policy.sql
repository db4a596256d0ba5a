-- What the workspace has decided for all its people: one row.
CREATE TABLE policy (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    second_factor text NOT NULL DEFAULT 'off' CHECK (second_factor IN ('off', 'admins', 'everyone')),
    second_factor_from timestamptz NOT NULL DEFAULT 'epoch'
);
INSERT INTO policy DEFAULT VALUES;
