"""What the development commands say: one line a step, and at each failure what to do."""

import os
import sys
import time

_colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ


class Failure(Exception):
    """Something that the person at the terminal has to know: what went wrong, and what to do about it."""

    def __init__(self, what: str, *cures: str, details: list[str] | None = None):
        """`details`: lines that some program said about it."""
        super().__init__(what)
        self.cures = cures
        self.details = details or []


class Stopped(BaseException):
    """Ctrl-C or SIGTERM: stop all that was started, and go. No error, so that no `except Exception` takes it."""


def _paint(code: str, text: str) -> str:
    return f"\033[{code}m{text}\033[0m" if _colours else text


def bold(text: str) -> str:
    return _paint("1", text)


def dim(text: str) -> str:
    return _paint("2", text)


def say(text: str = "") -> None:
    print(text, flush=True)


def done(subject: str, what: str) -> None:
    say(f"{_paint('32', '✓')} {subject:<22} {what}")


def doing(subject: str, what: str) -> None:
    """For what takes long enough for somebody to wonder."""
    say(f"{dim('·')} {subject:<22} {what}")


def warn(text: str) -> None:
    say(f"{_paint('33', '!')} {text}")


def report(failure: Failure) -> None:
    print(f"{_paint('31', '✗')} {failure}", file=sys.stderr)
    for line in failure.details:
        print(f"  | {line}", file=sys.stderr)
    for cure in failure.cures:
        print(f"  → {cure}", file=sys.stderr)
    sys.stderr.flush()


class Watch:
    """Seconds since it was made, for people: never for a verdict."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._start

    def __str__(self) -> str:
        seconds = self.seconds
        return f"{seconds:.1f} s" if seconds < 60 else f"{int(seconds // 60)} min {int(seconds % 60)} s"
