-- Workspaces in whose outbox there may be mail. Noted before the mail is committed, so that none is overlooked, and taken away
-- when the outbox was found empty some time after.
CREATE TABLE raised_outboxes (
    workspace uuid PRIMARY KEY,
    raised_at timestamptz NOT NULL,
    look_at timestamptz NOT NULL
);
CREATE INDEX raised_outboxes_due ON raised_outboxes (look_at);
