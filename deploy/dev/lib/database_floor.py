"""pgbench with prepared `SELECT 1`: what PostgreSQL's own client reaches on this machine."""

import re
from pathlib import Path

from cluster import Cluster, binaries
from processes import clean_environment, run_tool
from terminal import Failure

PIPELINE = 100
"""Queries of one pipeline."""


def selects_per_second(cluster: Cluster, folder: Path, connections: int, pipelined: bool, seconds: int) -> float:
    script = folder / ("pipeline.pgbench" if pipelined else "select.pgbench")
    script.write_text(
        "\\startpipeline\n" + "SELECT 1;\n" * PIPELINE + "\\endpipeline\n" if pipelined else "SELECT 1;\n", encoding="utf-8"
    )
    command = [
        str(binaries() / "pgbench"), "-n", "-M", "prepared", "-f", str(script), "-T", str(seconds),
        "-c", str(connections), "-j", str(min(connections, 2)),
        "-h", str(cluster.folder), "-p", str(cluster.port), "-U", "postgres", "postgres",
    ]  # fmt: skip
    said = run_tool("pgbench", command, clean_environment()).stdout
    found = re.search(r"tps = ([0-9.]+)", said)
    if not found:
        raise Failure("pgbench printed no rate.", details=said.splitlines()[-5:])
    return float(found[1]) * (PIPELINE if pipelined else 1)
