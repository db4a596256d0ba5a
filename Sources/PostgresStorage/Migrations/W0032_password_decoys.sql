-- What imported password hashes cost to check: for each cost one hash of nobody, salt and tag all zeros. It is computed for
-- addresses of nobody, so that the time does not tell them from people whose hash was imported.
CREATE TABLE password_decoys (
    hash text PRIMARY KEY
);
