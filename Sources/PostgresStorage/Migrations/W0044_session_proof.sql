-- When the person of a session proved last who they are: what only a fresh proof opens looks at it.
ALTER TABLE sessions ADD COLUMN proved_at timestamptz;
UPDATE sessions SET proved_at = authenticated_at;
ALTER TABLE sessions ALTER COLUMN proved_at SET NOT NULL;
