-- Which passkeys may be registered: none for all, direct for those whose attestation leads to a root of their model, and
-- where models are named, of these. And which of the registered ones were proved to be what they say.
ALTER TABLE policy
    ADD COLUMN passkey_attestation text NOT NULL DEFAULT 'none' CHECK (passkey_attestation IN ('none', 'direct')),
    ADD COLUMN passkey_models uuid[] CHECK (passkey_models IS NULL OR passkey_attestation = 'direct');
ALTER TABLE passkeys ADD COLUMN attested boolean NOT NULL DEFAULT false;
