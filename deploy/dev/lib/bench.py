"""deploy/dev/bench: each figure next to its floor or peer in the same run. Figures are for people: nothing fails by them."""

import argparse
import json
import os
import sys
from pathlib import Path

from cluster import Cluster
from database_floor import selects_per_second
from end_to_end import FIGURES
from measurements import Measurement, table
from processes import clean_environment, run_visibly, stop_on_signals
from state import ROOT, State
from system import System
from terminal import Failure, Stopped, doing, done, report, say

# Ours is measured by the Swift program, theirs by pgbench: name → connections, pipelined, goal.
SELECTS = {
    "select-one-connection": (1, False, 0.7),
    "select-eight-connections": (8, False, 0.4),
    "select-pipelined": (1, True, 0.7),
}
FLOOR_SECONDS = 4


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deploy/dev/bench", description="Benchmarks beside their floors, as a table.")
    parser.add_argument("--only", metavar="NAME", help="one of them; an unknown name lists all")
    parser.add_argument("--json", metavar="FILE", help="write the figures there as well")
    parser.add_argument("--state", metavar="DIR", help="where its database and logs go; default .dev/bench")
    return parser.parse_args()


class Bench:
    def __init__(self, state: State, only: str | None):
        self.state = state
        self.only = only
        self.rows: list[dict] = []
        self.system = System(state, "release", gateway_port=0, asset_port=0)

    def run(self) -> None:
        folder = self.system.build.products("benchmarks")
        try:
            if self._wants_system():
                self.system.start()
                for name, figure in FIGURES.items():
                    if self.only in (None, name):
                        doing("Measuring", name)
                        self.rows.append(figure(self.system).as_json())
            if self.only not in FIGURES:
                self._run_program(folder / "benchmarks")
        finally:
            self.system.stop()

    def _wants_system(self) -> bool:
        return self.only is None or self.only in FIGURES

    def _run_program(self, program: Path) -> None:
        """The figures of engines and driver, from the Swift program; the database's floors are put beside them here."""
        cluster = self.system.cluster
        if not cluster.port:
            self.system.programs.append(cluster.start())
        results = self.state.folder / "benchmarks.json"
        results.unlink(missing_ok=True)
        command = [str(program), "--json", str(results)]
        if self.only:
            command += ["--only", self.only]
        doing("Measuring", "engines and driver")
        run_visibly("benchmarks", command, clean_environment(BENCH_DATABASE_URL=cluster.socket_url()))
        for row in json.loads(results.read_text(encoding="utf-8")):
            self.rows.append(self._beside_floor(row, cluster))

    def _beside_floor(self, row: dict, cluster: Cluster) -> dict:
        if row["name"] not in SELECTS or row.get("theirs") is not None:
            return row
        connections, pipelined, goal = SELECTS[row["name"]]
        theirs = selects_per_second(cluster, self.state.folder, connections, pipelined, FLOOR_SECONDS)
        against = f"pgbench{', pipeline' if pipelined else ''}, {connections} connection{'s' if connections > 1 else ''}"
        return Measurement(row["name"], row["ours"], row["unit"], against, theirs, goal).as_json()


def main() -> int:
    options = arguments()
    stop_on_signals()
    try:
        state = State(options.state or str(ROOT / ".dev" / "bench"))
        state.lock()
        bench = Bench(state, options.only)
        bench.run()
    except Failure as failure:
        report(failure)
        return 1
    except Stopped:
        return 130
    say()
    say(f"{os.cpu_count()} cores, release build. A ratio is ours over theirs.")
    say()
    for line in table(bench.rows):
        say(line)
    if options.json:
        Path(options.json).write_text(json.dumps(bench.rows, indent=2) + "\n", encoding="utf-8")
        done("Written", options.json)
    return 0 if bench.rows else 1


if __name__ == "__main__":
    sys.exit(main())
