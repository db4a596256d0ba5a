"""Floors by pgbench: what PostgreSQL gives a client that does nothing else."""

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


def refresh_statements_per_second(cluster: Cluster, clients: int, seconds: float) -> float:
    """How often a second pgbench does the statements of a refresh, one after the other."""
    if not cluster.sql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{_DATABASE}'"):
        cluster.sql("postgres", f"CREATE DATABASE {_DATABASE} TEMPLATE template0")
    cluster.sql(_DATABASE, _TABLES.format(chains=_CHAINS))
    options = ["-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(max(1, round(seconds)))]
    return _field(_pgbench(cluster.socket_url(_DATABASE), _REFRESH.format(chains=_CHAINS), options), "tps = ")


def seconds_to_connect(url: str, connections: int) -> float:
    """How long a connection to that URL takes with its first statement, one after the other, by libpq alone."""
    said = _pgbench(url, "SELECT 1;\n", ["-C", "-c", "1", "-t", str(connections)])
    return _field(said, "latency average = ") / 1000


def _pgbench(url: str, script: str, options: list[str]) -> str:
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
