-- The serving role asks for databases and hears when they stand; only the worker settles a request. The one column may be
-- written since asking twice writes it anew, unchanged, to have the open request returned.
GRANT SELECT, INSERT, UPDATE (slug) ON provisioning_requests TO PUBLIC;
