-- The serving role asks for databases and hears when they stand; only the worker settles a request.
GRANT SELECT, INSERT ON provisioning_requests TO PUBLIC;
