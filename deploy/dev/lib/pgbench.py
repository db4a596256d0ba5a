"""Floors by pgbench: what PostgreSQL gives a client that does nothing else."""

import statistics
import subprocess
import tempfile
import urllib.parse
from pathlib import Path

from cluster import Cluster, binaries
from processes import clean_environment
from terminal import Failure

_DATABASE = "bench_floor"
_CHAINS = 1000

# The tables that a refresh reads and writes, as far as its statements go.
_TABLES = """\
CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY, name text);
CREATE TABLE IF NOT EXISTS sessions (id int PRIMARY KEY, user_id int, last_used_at timestamptz);
CREATE TABLE IF NOT EXISTS refresh_tokens (
    hash bytea PRIMARY KEY, session_id int, issued_at timestamptz, spent_at timestamptz);
CREATE INDEX IF NOT EXISTS refresh_tokens_session ON refresh_tokens (session_id);
TRUNCATE users, sessions, refresh_tokens;
INSERT INTO users SELECT n, 'somebody' FROM generate_series(1, {chains}) n;
INSERT INTO sessions SELECT n, n, now() FROM generate_series(1, {chains}) n;
INSERT INTO refresh_tokens SELECT sha256(n::text::bytea), n, now(), NULL FROM generate_series(1, {chains}) n;
"""

_REFRESH = """\
\\set n random(1, {chains})
BEGIN;
SELECT session_id FROM refresh_tokens WHERE hash = sha256(:n::text::bytea);
SELECT * FROM sessions WHERE id = :n;
SELECT * FROM users WHERE id = :n FOR SHARE;
SELECT * FROM sessions WHERE id = :n FOR UPDATE;
SELECT * FROM refresh_tokens WHERE hash = sha256(:n::text::bytea);
UPDATE refresh_tokens SET spent_at = now() WHERE hash = sha256(:n::text::bytea);
INSERT INTO refresh_tokens VALUES (sha256(gen_random_uuid()::text::bytea), :n, now(), NULL);
UPDATE sessions SET last_used_at = now() WHERE id = :n;
COMMIT;
"""


# What a sign-in reads and writes, in its two transactions; nothing of it stays.
_SIGN_IN = """\
BEGIN;
SELECT * FROM users LIMIT 1;
SELECT * FROM sign_in_networks LIMIT 1;
SELECT * FROM passwords LIMIT 1;
SELECT * FROM password_decoys LIMIT 1;
INSERT INTO throttle_counters (key, next_free_at, refill) VALUES (gen_random_uuid(), now(), '1 second')
    ON CONFLICT (key) DO UPDATE SET next_free_at = now();
ROLLBACK;
BEGIN;
SELECT * FROM users LIMIT 1 FOR SHARE;
SELECT * FROM passwords LIMIT 1;
UPDATE throttle_counters SET next_free_at = now() WHERE key = '00000000-0000-0000-0000-000000000000';
SELECT * FROM policy LIMIT 1;
SELECT * FROM totp LIMIT 1;
SELECT * FROM recovery_codes LIMIT 1;
SELECT * FROM passkeys LIMIT 1;
INSERT INTO sessions (id, user_id, client_id, methods, authenticated_at, proved_at, last_used_at)
    SELECT gen_random_uuid(), id, '', '{}', now(), now(), now() FROM users LIMIT 1;
INSERT INTO sign_in_networks (user_id, network, last_used_at) SELECT id, '', now() FROM users LIMIT 1
    ON CONFLICT (user_id, network) DO UPDATE SET last_used_at = now();
INSERT INTO refresh_tokens (hash, session_id, issued_at) SELECT '', id, now() FROM sessions LIMIT 1;
UPDATE audit_head SET sequence = sequence + 1;
INSERT INTO audit (sequence, time, actor_kind, action, target_kind, target_id, changes, correlation_id)
    SELECT sequence, now(), 'system', '', '', '', '[]', gen_random_uuid() FROM audit_head;
ROLLBACK;
"""


def refresh_statements_per_second(cluster: Cluster, clients: int, seconds: float) -> float:
    """How often a second pgbench does the statements of a refresh, one after the other."""
    _prepare(cluster)
    options = ["-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(max(1, round(seconds)))]
    return _field(_pgbench(cluster.socket_url(_DATABASE), options, _REFRESH.format(chains=_CHAINS)), "tps = ")


def seconds_of_a_sign_in_more_when_cold(cluster: Cluster, databases: int) -> float:
    """What the statements of a sign-in take longer on a connection that is opened for them: opening it, by TCP and with a
    password, and that a fresh server process has yet to read what it knows of the tables."""
    return _seconds_more_when_cold(cluster, databases, _SIGN_IN)


def seconds_of_a_connection(cluster: Cluster, databases: int) -> float:
    """The same of a statement that looks at no table: what opening a connection takes."""
    return _seconds_more_when_cold(cluster, databases, "SELECT 1;\n")


def _seconds_more_when_cold(cluster: Cluster, databases: int, script: str) -> float:
    found = cluster.sql("postgres", "SELECT datname FROM pg_database WHERE datname LIKE '%\\_w\\_%' ORDER BY random()")
    seconds = []
    for name in found.splitlines()[:databases]:
        # To prepare a statement that is used once would be a round trip more for each.
        cold, warm = (
            _field(_pgbench(cluster.url(name), ["-c", "1", *options], script), "latency average = ")
            for options in (["-M", "extended", "-C", "-t", "1"], ["-M", "prepared", "-t", "20"])
        )
        seconds.append((cold - warm) / 1000)
    return statistics.median(seconds)


def _prepare(cluster: Cluster) -> None:
    if not cluster.sql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{_DATABASE}'"):
        cluster.sql("postgres", f"CREATE DATABASE {_DATABASE} TEMPLATE template0")
    cluster.sql(_DATABASE, _TABLES.format(chains=_CHAINS))


def _pgbench(url: str, options: list[str], script: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "script.sql"
        file.write_text(script, encoding="utf-8")
        # The URL by the environment: arguments are everybody's to read.
        result = subprocess.run(
            [str(binaries() / "pgbench"), "-n", "-f", str(file), *options],
            capture_output=True, text=True, check=False, env=clean_environment(**_environment(url)), timeout=120,
        )  # fmt: skip
    if result.returncode != 0:
        raise Failure("pgbench did not run through.", details=result.stderr.strip().splitlines()[-3:])
    return result.stdout


def _environment(url: str) -> dict[str, str]:
    parts = urllib.parse.urlsplit(url)
    host = urllib.parse.parse_qs(parts.query).get("host", [parts.hostname])[0]
    named = {
        "PGHOST": host, "PGPORT": parts.port, "PGUSER": parts.username, "PGPASSWORD": parts.password,
        "PGDATABASE": parts.path.lstrip("/"),
    }  # fmt: skip
    return {key: str(value) for key, value in named.items() if value}


def _field(said: str, name: str) -> float:
    for line in said.splitlines():
        if line.startswith(name):
            return float(line[len(name) :].split()[0])
    raise Failure(f"pgbench reported no {name.strip(' =')}.")
