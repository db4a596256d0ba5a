"""deploy/dev/test: everything that tests need, then the tests."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from build import Build
from parts import Parts
from processes import Program, clean_environment, run_tool, stop_all, stop_on_signals, wait_until
from python_packages import (
    python_with_browser_packages,
    python_with_openapi,
    python_with_scim_models,
    python_with_smtp_server,
)
from state import ROOT, State
from terminal import Failure, Stopped, report, say

# At least one test: a filter that matches nothing would pass as well.
CLOSING_LINE = r"Test run with [1-9]\d* tests?.* (passed|failed) after"
FUZZ = ROOT / "deploy" / "dev" / "lib" / "fuzz.py"
FUZZ_SECONDS = 60
KNOWN_LEAKS = ROOT / "deploy" / "dev" / "lib" / "known_leaks.txt"
POOLED = ROOT / "deploy" / "dev" / "lib" / "pooled.py"
SAML_PROVIDERS = ROOT / "Tests" / "JourneyTests" / "SAML" / "provider_journey.py"
SCIM_MODELS = ROOT / "deploy" / "dev" / "checks" / "scim_models.py"
OPENAPI = ROOT / "deploy" / "dev" / "checks" / "openapi_documents.py"
SWIFT_MUTEX = ROOT / "deploy" / "dev" / "checks" / "swift_mutex_for_thread_sanitizer.c"
PAGES = ROOT / "Tests" / "JourneyTests" / "pages" / "page_journey.py"
PASSKEYS = ROOT / "Tests" / "JourneyTests" / "pages" / "passkey_journey.py"
FACTORS = ROOT / "Tests" / "JourneyTests" / "pages" / "factor_journey.py"
# The engine targets do no I/O; these talk to C libraries, threads and sockets, where sanitizers find what tests don't see.
SANITIZED = (
    "BoundedWorkersTests|PostgresTests|WorkspaceDatabasesTests|CredentialsTests|XMLSecurityTests|SAMLTests|"
    "TokenVerificationTests"
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="deploy/dev/test", description="Installs what tests need, then lint, architecture, units, storage and journeys."
    )
    everything = "besides: all identity providers, release build, sanitizers, fuzzing, many rounds of kill -9"
    parser.add_argument("--all", action="store_true", help=everything)
    parser.add_argument("--state", metavar="DIR", help="where logs, screenshots and databases go; default .dev/test")
    return parser.parse_args()


class Tests:
    def __init__(self, state: State, everything: bool):
        self.state = state
        self.everything = everything
        self.parts = Parts(state.logs)
        self.build = Build(state, "debug")
        self.programs: list[Program] = []

    def run(self) -> int:
        try:
            self._run_parts()
        finally:
            stop_all(self.programs)
        return self.parts.summary()

    def _run_parts(self) -> None:
        parts = self.parts
        # With --parallel it holds all files open at once, more than the 1,024 that a user is usually allowed, and crashes.
        swift_format = ["swift", "format", "lint", "--strict", "--recursive"]
        parts.command("Lint", [*swift_format, str(ROOT / "Sources"), str(ROOT / "Tests"), str(ROOT / "Package.swift")])
        built = parts.command("Build", ["swift", "build", *self.build.options, "--build-tests"], minutes=60)
        if not built:
            return
        if not parts.run("Mail server", lambda: str(python_with_smtp_server(self.state))):
            return
        # Tests of storage start a throw-away PostgreSQL of their own (TestSupport's PrivatePostgres).
        environment = self._environment(SMTP_PYTHON=str(python_with_smtp_server(self.state)))
        parts.command("Tests", self._swift_test("--skip", "JourneyTests"), environment, closing=CLOSING_LINE)
        self._documented_program()
        self._scim_models()
        self._saml_providers()
        self._journeys()
        self._pooled()
        if self.everything:
            self._the_rest()

    def _documented_program(self) -> None:
        """The ten lines that protect a route, built as a stranger would build them: some minutes, the first time."""
        command = self._swift_test("--filter", "DocumentedProgramTests")
        environment = self._environment(SNIPPET_BUILD="1")
        self.parts.command("Documented program", command, environment, closing=CLOSING_LINE)

    def _scim_models(self) -> None:
        """The SCIM schemas that we serve, read by a strict client's library."""
        if self.parts.run("SCIM packages", lambda: str(python_with_scim_models(self.state))):
            self.parts.command("SCIM schemas", [str(python_with_scim_models(self.state)), "-B", str(SCIM_MODELS)], closing="read without complaint")

    def _saml_providers(self) -> None:
        """Real identity providers with the SAML engine: one, which comes from PyPI, or all."""
        providers = ["pysaml2", "simplesamlphp", "lemonldap"] if self.everything else ["pysaml2"]
        programs = str(self.build.folder())
        command = ["/usr/bin/python3", "-B", str(SAML_PROVIDERS), programs, *providers]
        closing = r"^SAML providers: [1-9]\d* right, 0 wrong"
        self.parts.command("SAML providers", command, self._environment(), closing=closing)

    def _journeys(self) -> None:
        """Whole journeys through the running program, started as a person would start it."""
        folder = self.state.folder / "system"
        _clear(folder)
        command = [str(ROOT / "deploy" / "dev" / "run"), "--debug", "--state", str(folder)]
        command += ["--gateway-port", "0", "--asset-port", "0"]
        # The first of the two starts from nothing, the second reuses what the first left.
        if not self.parts.command("Main job (run --check)", [*command, "--check"], clean_environment()):
            return
        runner: list[Program] = []
        if not self.parts.run("Start (run)", lambda: self._start_system(command, folder, runner)):
            stop_all(runner)
            return
        run_json = str(folder / "run.json")
        environment = self._environment(
            JOURNEY_RUN_JSON=run_json, JOURNEYS_REQUIRED="1", JOURNEY_KILL_ROUNDS="50" if self.everything else "3"
        )
        if self.parts.run("OpenAPI packages", lambda: str(python_with_openapi(self.state))):
            command = [str(python_with_openapi(self.state)), "-B", str(OPENAPI), run_json]
            self.parts.command("OpenAPI documents", command, closing="OpenAPI documents: good")
        if self.parts.run("Browser packages", lambda: str(python_with_browser_packages(self.state))):
            self.parts.command("Pages in a browser", self._page_journey(PAGES, run_json), environment)
            self.parts.command("Passkeys", self._page_journey(PASSKEYS, run_json), environment)
            self.parts.command("Second factors", self._page_journey(FACTORS, run_json), environment)
        journeys = self._swift_test("--filter", "JourneyTests")
        self.parts.command("Journeys", journeys, environment, minutes=60, closing=CLOSING_LINE)
        self.parts.run("Stop (run)", lambda: self._stop_system(runner[0], folder))

    def _pooled(self) -> None:
        """The running system behind Debian's PgBouncer."""
        folder = self.state.folder / "pooled"
        _clear(folder)
        command = ["/usr/bin/python3", "-B", str(POOLED), "--state", str(folder)]
        self.parts.command("PgBouncer", command, clean_environment(), closing="^Everything works through PgBouncer")

    def _start_system(self, command: list[str], folder: Path, runner: list[Program]) -> str:
        program = Program("deploy/dev/run", command, self.state.logs / "run.log", clean_environment())
        runner.append(program)
        self.programs.append(program)
        wait_until("deploy/dev/run", (folder / "run.json").exists, program, seconds=600)
        facts = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        return f"{facts['gateway']}, {facts['asset_api']}"

    def _stop_system(self, program: Program, folder: Path) -> str:
        pids = json.loads((folder / "run.json").read_text(encoding="utf-8"))["pids"]
        program.process.terminate()
        try:
            code = program.process.wait(60)
        except subprocess.TimeoutExpired:
            raise program.failure("deploy/dev/run did not stop within a minute of SIGTERM.") from None
        left = [f"{name} ({pid})" for name, pid in pids.items() if Path(f"/proc/{pid}").exists()]
        if left:
            raise Failure(f"deploy/dev/run left running: {', '.join(left)}")
        if (folder / "run.json").exists():
            raise Failure("deploy/dev/run stopped, but run.json is still there.")
        if code != 0:
            raise program.failure(f"deploy/dev/run ended with exit code {code}.")
        return "nothing is left running"

    def _page_journey(self, journey: Path, run_json: str) -> list[str]:
        screenshots = self.state.folder / "screenshots"
        python = python_with_browser_packages(self.state)
        return [str(python), "-B", str(journey), "--run-json", run_json, "--screenshots", str(screenshots)]

    def _the_rest(self) -> None:
        release = Build(self.state, "release")
        self.parts.command("Release build", ["swift", "build", *release.options], minutes=60)
        # With fewer packages fewer versions are written down, and the next build would look for the others anew.
        resolved = ROOT / "Package.resolved"
        versions = resolved.read_bytes() if resolved.exists() else None
        try:
            self._sanitizers()
        finally:
            if versions is not None:
                resolved.write_bytes(versions)
        self._fuzz()

    def _sanitizers(self) -> None:
        for sanitizer in ("thread", "address"):
            # A scratch folder of its own, or the tree would be built anew at each change between them.
            scratch = str(self.state.folder / f"build-{sanitizer}")
            # Without what stands above HTTP: it is most of the building, and nothing of it is run.
            environment = self._environment(BELOW_HTTP="1")
            options = ["--package-path", str(ROOT), "--scratch-path", scratch, f"--sanitize={sanitizer}"]
            built = self.parts.command(
                f"Sanitizer build: {sanitizer}", ["swift", "build", *options, "--build-tests"], environment, minutes=60
            )
            if not built:
                continue
            command = ["swift", "test", *options, "--skip-build", "--no-parallel", "--filter", SANITIZED]
            environment["LSAN_OPTIONS"] = f"suppressions={KNOWN_LEAKS}:print_suppressions=0"
            if sanitizer == "thread":
                environment["LD_PRELOAD"] = str(self._mutex_for_thread_sanitizer())
            self.parts.command(f"Sanitizer: {sanitizer}", command, environment, closing=CLOSING_LINE)

    def _mutex_for_thread_sanitizer(self) -> Path:
        """What the thread sanitizer must be told of Swift's Mutex; the source says why."""
        library = self.state.folder / "swift_mutex_for_thread_sanitizer.so"
        clang = Path(shutil.which("swift")).resolve().with_name("clang")
        run_tool("clang", [str(clang), "-shared", "-fPIC", "-O1", "-Wall", "-Werror", str(SWIFT_MUTEX), "-o", str(library)])
        return library

    def _fuzz(self) -> None:
        command = ["/usr/bin/python3", "-B", str(FUZZ), "--seconds", str(FUZZ_SECONDS)]
        command += ["--build", str(self.build.folder()), "--folder", str(self.state.folder / "fuzz")]
        closing = r"^fuzzers: [1-9]\d* passed, 0 failed"
        self.parts.command("Fuzzing", command, self._environment(), minutes=60, closing=closing)

    def _swift_test(self, *more: str) -> list[str]:
        return ["swift", "test", *self.build.options, "--skip-build", "--no-parallel", *more]

    def _environment(self, **more: str) -> dict[str, str]:
        vectors = ROOT.parent / "shared" / "vectors"
        if "VECTORS_DIR" not in os.environ and vectors.is_dir():
            more["VECTORS_DIR"] = str(vectors)
        return clean_environment(**more)


def _clear(folder: Path) -> None:
    """Journeys begin at a bare state; the database may stand elsewhere, behind a link."""
    database = folder / "postgres"
    if database.is_symlink():
        shutil.rmtree(os.path.realpath(database), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    options = arguments()
    stop_on_signals()
    try:
        state = State(options.state or str(ROOT / ".dev" / "test"))
        state.lock()
        code = Tests(state, options.all).run()
    except Failure as failure:
        report(failure)
        return 1
    except Stopped:
        say("Stopped.")
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
