"""Starting programs so that they never outlive this one, watching them, and stopping them."""

import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path

from terminal import Failure, Stopped, say, warn

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


class Program:
    """One process that runs until it is told to stop."""

    def __init__(
        self,
        name: str,
        command: list[str],
        log: Path,
        environment: dict[str, str] | None = None,
        stop_signal: int = signal.SIGTERM,
        user: str | None = None,
        patience: float = 15,
    ):
        """`patience`: seconds that it is given to stop before it is killed."""
        self.name = name
        self.log = log
        self.stop_signal = stop_signal
        self.patience = patience
        self.reported = False

        as_user = {"user": user, "group": user, "extra_groups": []} if user else {}
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd="/",
                # Ctrl-C goes to this program alone, which then stops the others in order.
                start_new_session=True,
                preexec_fn=ending_with_parent(stop_signal),
                **as_user,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def must_run(self) -> None:
        if not self.is_running:
            raise self.failure(f"{self.name} stopped while it started: {ending(self.process.returncode)}")

    def failure(self, what: str) -> Failure:
        """That, with the program's last words."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-6:]
        return Failure(what, f"The whole log: {self.log}", details=lines)

    def stop(self) -> None:
        if self.is_running:
            self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            warn(f"{self.name} did not stop within {self.patience:.0f} s and was killed; its log: {self.log}")
            self.process.kill()
            self.process.wait()


def ending_with_parent(number: int = signal.SIGTERM):
    """For `preexec_fn`: should this process be killed without a chance to clean up, the kernel stops its child for it."""

    def prepare() -> None:
        # What runs this may have blocked signals, and a blocked one stays blocked in whatever is started.
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        _libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)

    return prepare


def ending(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def run_tool(
    what: str,
    command: list[str],
    environment: dict[str, str] | None = None,
    accept: tuple[int, ...] = (0,),
    cures: tuple[str, ...] = (),
    timeout: float = 300,
    text: str = "",
) -> subprocess.CompletedProcess:
    """Runs a tool to its end and hands back its output; a failure says what the tool said."""
    try:
        result = subprocess.run(
            command, input=text, capture_output=True, text=True, env=environment, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise Failure(f"{what}: no end after {timeout:.0f} s.", *cures) from None
    except OSError as error:
        raise Failure(f"{what}: {error}", *cures) from None
    if result.returncode not in accept:
        said = (result.stderr or result.stdout).strip().splitlines()[-8:]
        raise Failure(f"{what}: {ending(result.returncode)}", *cures, details=said)
    return result


def run_visibly(what: str, command: list[str], environment: dict[str, str] | None = None, cures: tuple[str, ...] = ()):
    """Runs a tool whose own output is worth seeing, such as a build."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, env=environment)
    try:
        code = process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if code != 0:
        raise Failure(f"{what}: {ending(code)}", *cures)


def wait_until(what: str, condition, program: Program, seconds: float, pause: float = 0.05, explain=None) -> None:
    """Waits for a started program to be ready; one that died is reported at once, with its last words.

    `explain`: says, too late, what the program itself thinks is missing.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        program.must_run()
        if time.monotonic() > deadline:
            reason = f" It says: {explain()}" if explain else ""
            raise program.failure(f"{what}: not ready after {seconds:.0f} s.{reason}")
        time.sleep(pause)


def supervise(programs: list[Program]) -> None:
    """Until Ctrl-C: says which process died, and goes on with the rest."""
    while True:
        for program in programs:
            if not program.is_running and not program.reported:
                program.reported = True
                warn(f"{program.name} died ({ending(program.process.returncode)}); the rest goes on. Its log: {program.log}")
        time.sleep(0.2)


def stop_all(programs: list[Program]) -> None:
    """In the reverse order of their start: what is depended upon goes last. A second Ctrl-C does not cut it short."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    if any(program.is_running for program in programs):
        say("· Stopping")
    for program in reversed(programs):
        program.stop()


def stop_on_signals() -> None:
    def raise_stopped(number, _frame):
        raise Stopped(signal.Signals(number).name)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, raise_stopped)


def clean_environment(**more: str) -> dict[str, str]:
    """This process's environment without variables that would configure our programs behind the scripts' back."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GATEWAY_", "ASSETS_", "PG"))}
    return {**kept, **more}
