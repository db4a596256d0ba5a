"""deploy/dev/bench: each figure next to its floor or peer in the same run. Figures are for people: nothing fails by them."""

import argparse
import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

import end_to_end
import many_migrations
import many_workspaces
from bench_scene import Scene
from measurements import Measurement, table
from processes import clean_environment, run_visibly, stop_on_signals
from saml_peer import python_with_saml
from state import ROOT, State
from system import System
from terminal import Failure, Stopped, doing, done, report, say

OF_RUNNING_SYSTEMS = (*end_to_end.FIGURES, *many_workspaces.FIGURES, *many_migrations.FIGURES)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deploy/dev/bench", description="Benchmarks beside their floors, as a table.")
    parser.add_argument("--only", metavar="NAME", help="one of them; an unknown name lists all")
    parser.add_argument("--json", metavar="FILE", help="write the figures there as well")
    parser.add_argument("--state", metavar="DIR", help="where its databases and logs go; default .dev/bench")
    return parser.parse_args()


class Bench:
    def __init__(self, state: State, only: str | None):
        self.state = state
        self.only = only
        self.rows: list[dict] = []
        self.systems: list[System] = []

    def run(self) -> None:
        one = self._system("one") if self.only is None or self.only in OF_RUNNING_SYSTEMS else None
        program = (one or self._system("one")).build.products("benchmarks") / "benchmarks"
        try:
            if one:
                self._measure_running_systems(one, program)
            if self.only not in OF_RUNNING_SYSTEMS:
                self._run_program(program)
        finally:
            for system in reversed(self.systems):
                system.stop()

    def _system(self, name: str) -> System:
        """Kept from one run to the next, as long as its workspaces have the tables that the programs expect."""
        kept = self.state.folder / f"{name}-{_schema()}"
        for old in self.state.folder.glob(f"{name}-*"):
            if old != kept:
                _remove(old)
        return System(State(str(kept)), "release", gateway_port=0, asset_port=0)

    def _start(self, system: System) -> None:
        self.systems.append(system)
        system.start()

    def _measure_running_systems(self, one: System, program: Path) -> None:
        if self._wants(end_to_end.FIGURES) or self._wants(many_workspaces.FIGURES):
            self._start(one)
            scene = Scene(one, program)
            for name, figures in end_to_end.FIGURES.items():
                self._measure(name, lambda figures=figures: figures(scene))
        if self._wants(many_workspaces.FIGURES):
            many = self._system("many")
            self._start(many)
            crowd = Scene(many, program)
            many_workspaces.make_workspaces(crowd)
            for name, figures in many_workspaces.FIGURES.items():
                self._measure(name, lambda figures=figures: figures(scene, crowd))
        for name, figures in many_migrations.FIGURES.items():
            self._measure(name, lambda figures=figures: self._of_a_fresh_system(figures))

    def _wants(self, figures: dict) -> bool:
        return self.only is None or self.only in figures

    def _of_a_fresh_system(self, figures) -> list[Measurement]:
        """What leaves a system behind that nobody wants to keep."""
        folder = self.state.folder / "fresh"
        _remove(folder)
        system = System(State(str(folder)), "release", gateway_port=0, asset_port=0)
        try:
            system.start()
            return figures(system)
        finally:
            system.stop()
            stop_on_signals()
            _remove(folder)

    def _measure(self, name: str, figures) -> None:
        if self.only in (None, name):
            doing("Measuring", name)
            self.rows += [measurement.as_json() for measurement in figures()]

    def _run_program(self, program: Path) -> None:
        """The figures of engines and driver; the Swift program measures their floors and peers itself."""
        results = self.state.folder / "benchmarks.json"
        results.unlink(missing_ok=True)
        command = [str(program), "--json", str(results)]
        if self.only:
            command += ["--only", self.only]
        doing("Measuring", "engines and driver")
        cures = (f"Of running systems there are: {', '.join(OF_RUNNING_SYSTEMS)}",)
        peer = python_with_saml(self.state) if self.only is None or self.only.startswith("saml") else None
        environment = clean_environment(**({"PYTHON3_SAML": str(peer)} if peer else {}))
        run_visibly("benchmarks", command, environment, cures=cures)
        self.rows += json.loads(results.read_text(encoding="utf-8"))


def _remove(folder: Path) -> None:
    """A system's state folder with its database, which may stand elsewhere, behind a link."""
    shutil.rmtree(os.path.realpath(folder / "postgres"), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _schema() -> str:
    """Tells one list of migrations from another."""
    digest = hashlib.sha256()
    for file in sorted(ROOT.glob("Sources/*/Migrations/**/*.sql")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:8]


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
