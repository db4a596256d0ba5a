-- The lines of auth_file: every login with the verifier that PostgreSQL keeps of its password. As a superuser:
--     psql -XAtq -f userlist.sql -o /etc/pgbouncer/userlist.txt postgres
SELECT format('"%s" "%s"', rolname, rolpassword)
FROM pg_authid
WHERE rolcanlogin AND NOT rolsuper AND starts_with(rolpassword, 'SCRAM-SHA-256$')
ORDER BY rolname;
