"""deploy/dev/bench: each figure next to its floor or peer in the same run. Figures are for people: nothing fails by them."""

import argparse
import json
import os
import sys
from pathlib import Path

from end_to_end import FIGURES
from measurements import table
from processes import clean_environment, run_visibly, stop_on_signals
from state import ROOT, State
from system import System
from terminal import Failure, Stopped, doing, done, report, say


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
        """The figures of engines and driver; the Swift program measures their floors and peers itself."""
        results = self.state.folder / "benchmarks.json"
        results.unlink(missing_ok=True)
        command = [str(program), "--json", str(results)]
        if self.only:
            command += ["--only", self.only]
        doing("Measuring", "engines and driver")
        run_visibly("benchmarks", command, clean_environment(), cures=(f"Of the running system there are: {', '.join(FIGURES)}",))
        self.rows += json.loads(results.read_text(encoding="utf-8"))


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
