-- Who changed what. The serving login may insert and read entries, never change or delete them.
CREATE TABLE audit (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    time timestamptz NOT NULL,
    actor uuid NOT NULL,
    action text NOT NULL,
    target uuid NOT NULL,
    changes jsonb NOT NULL,
    source_address text,
    correlation_id uuid NOT NULL
);

CREATE INDEX audit_by_target ON audit (target, sequence);
