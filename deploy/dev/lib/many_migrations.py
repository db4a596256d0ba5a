"""How many workspaces `migrate` brings to the newest shape in a second.

Their databases are copies of one that lacks the newest migration, in a system of their own that is thrown away afterwards:
dropping so many one by one would take longer than all the rest.
"""

import time

from cluster import Cluster
from measurements import Measurement
from processes import run_tool
from state import ROOT
from system import System
from terminal import Failure, doing

WORKSPACES = 1000
GOAL = 20
STATEMENTS_AT_ONCE = 50
OWNER = "gateway_owner"
BEFORE = "gateway_bench_before"
PREFIX = "gateway_w_bench_"
"""Of a workspace's database, else `migrate` would not touch it."""

# All but the ledger: the migrations make it again, in their order.
_EMPTIED = """\
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations' LOOP
        EXECUTE format('DROP TABLE public.%I CASCADE', name);
    END LOOP;
END
$$"""


def migrations(system: System) -> list[Measurement]:
    make_one_before(system.cluster)
    make_workspaces(system.cluster)
    started = time.monotonic()
    said = run_tool("identity-gateway migrate", system.gateway("migrate"), system.gateway_tools(), timeout=1800).stdout
    seconds = time.monotonic() - started
    if f"workspaces: {WORKSPACES} migrated" not in said:
        raise Failure("Not all workspaces were migrated.", details=said.splitlines()[-3:])
    return [Measurement(f"migrations-of-{WORKSPACES}", WORKSPACES / seconds, "1/s", goal=GOAL)]


FIGURES = {"migrations": migrations}


def make_one_before(cluster: Cluster) -> None:
    """A workspace's database as the newest migration finds it."""
    files = sorted(ROOT.glob("Sources/PostgresStorage/Migrations/W*.sql"))
    template = cluster.sql("postgres", "SELECT datname FROM pg_database WHERE starts_with(datname, 'gateway_template_')")
    cluster.sql("postgres", f"CREATE DATABASE {BEFORE} TEMPLATE {template} OWNER {OWNER}")
    cluster.sql(
        BEFORE,
        _EMPTIED,
        f"DELETE FROM schema_migrations WHERE id = '{files[-1].stem}'",
        f"SET ROLE {OWNER}",
        *(file.read_text(encoding="utf-8") for file in files[:-1]),
    )


def make_workspaces(cluster: Cluster) -> None:
    doing("Workspaces", f"{WORKSPACES} that lack the newest migration")
    made = [f"CREATE DATABASE {PREFIX}{number} TEMPLATE {BEFORE} OWNER {OWNER}" for number in range(WORKSPACES)]
    for start in range(0, WORKSPACES, STATEMENTS_AT_ONCE):
        cluster.sql("postgres", *made[start : start + STATEMENTS_AT_ONCE])
    cluster.sql(
        "gateway_control",
        f"""\
INSERT INTO workspaces
    (id, slug, name, region, state, cluster, host, port, database, login, sealed_password, created_at)
SELECT gen_random_uuid(), 'bench-' || number, 'Bench', region, 'active', cluster, host, port, '{PREFIX}' || number,
    'gateway_u_bench_' || number, sealed_password, now()
FROM (SELECT * FROM workspaces WHERE state = 'active' LIMIT 1) AS one, generate_series(0, {WORKSPACES - 1}) AS number""",
    )
