"""A check script's parts: each runs to its end, is shown briefly and kept wholly, and counts in the last line."""

import os
import re
import signal
import subprocess
import threading
from pathlib import Path

from processes import ending, ending_with_parent
from terminal import Failure, Watch, bold, report, say

# Thousands of passing tests are no news; what was skipped, what failed and the closing line are.
_PASSING = re.compile(r"^\W*(Test(?! run)|Suite) .* (started\.|passed after )|^\W*Test case passing |^\[\d+/\d+\] ")


class Parts:
    def __init__(self, logs: Path):
        self._logs = logs
        self._results: list[tuple[str, bool, str, str]] = []

    def run(self, name: str, work) -> bool:
        """Runs one part; `work` raises Failure where it fails and may hand back a line about what it found."""
        say()
        say(bold(f"▸ {name}"))
        watch = Watch()
        try:
            said = work() or ""
            self._results.append((name, True, str(watch), said))
            return True
        except Failure as failure:
            report(failure)
            self._results.append((name, False, str(watch), str(failure)))
            return False

    def command(
        self,
        name: str,
        command: list[str],
        environment: dict[str, str] | None = None,
        minutes: float = 30,
        closing: str | None = None,
    ) -> bool:
        """A part that is one command. `closing`: a pattern that its output must hold, and that the summary quotes."""
        return self.run(name, lambda: self._command(name, command, environment, minutes, closing))

    def _command(self, name, command, environment, minutes, closing) -> str:
        log = self._logs / f"{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}.log"
        found = ""
        with open(log, "w", encoding="utf-8") as kept:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                env=environment, start_new_session=True, preexec_fn=ending_with_parent(), text=True, errors="replace",
            )  # fmt: skip
            late = threading.Event()

            def end_it() -> None:
                late.set()
                os.killpg(process.pid, signal.SIGKILL)

            timer = threading.Timer(minutes * 60, end_it)
            timer.start()
            try:
                for line in process.stdout:
                    kept.write(line)
                    if not _PASSING.search(line):
                        say(f"  {line.rstrip()}")
                    if closing and re.search(closing, line):
                        found = line.strip()
                code = process.wait()
            except BaseException:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait()
                raise
            finally:
                timer.cancel()
        if late.is_set():
            raise Failure(f"{name}: no end after {minutes:.0f} minutes.", f"The whole output: {log}")
        if code != 0:
            raise Failure(f"{name}: {ending(code)}", f"The whole output: {log}")
        if closing and not found:
            raise Failure(f"{name}: its closing line is missing, so nothing is known of it.", f"The whole output: {log}")
        return found

    def summary(self) -> int:
        """Prints what became of each part; the last line counts them. Returns the exit code."""
        say()
        for name, passed, time, said in self._results:
            say(f"{'✓' if passed else '✗'} {name:<34} {time:>12}   {said}")
        failed = sum(not passed for _, passed, _, _ in self._results)
        say(f"parts: {len(self._results) - failed} passed, {failed} failed")
        return 1 if failed or not self._results else 0
