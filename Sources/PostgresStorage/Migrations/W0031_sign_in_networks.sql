-- From where each user has signed in (an IPv4 address, or the first 64 bits of an IPv6 address), so that strangers who try
-- passwords can't use up the tries of the person themselves.
CREATE TABLE sign_in_networks (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    network text NOT NULL,
    last_used_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, network)
);
