"""The state folder (`.dev` unless named otherwise): everything that a running system keeps, and nothing else."""

import fcntl
import json
import os
import secrets
from pathlib import Path

from terminal import Failure

ROOT = Path(__file__).resolve().parents[3]
"""The folder that holds Package.swift."""


class State:
    def __init__(self, folder: str | None):
        self.folder = (Path(folder) if folder else ROOT / ".dev").absolute()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock_file = open(self.folder / "lock", "a+", encoding="utf-8")
        except PermissionError as error:
            raise Failure(
                f"{error.filename} cannot be written by this user.",
                "Name a folder of your own: --state DIR",
            ) from None
        for private in (self.secrets, self.mail, self.logs):
            private.mkdir(mode=0o700, exist_ok=True)

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    @property
    def mail(self) -> Path:
        return self.folder / "mail"

    @property
    def logs(self) -> Path:
        return self.folder / "log"

    @property
    def certificates(self) -> Path:
        return self.folder / "certificates"

    @property
    def run_json(self) -> Path:
        return self.folder / "run.json"

    def lock(self) -> None:
        """Takes the folder for this process; two systems in one folder would fight over one database cluster."""
        try:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock_file.seek(0)
            holder = self._lock_file.read().strip() or "unknown"
            raise Failure(
                f"Another run already uses {self.folder} (process {holder}).",
                "Stop that one with Ctrl-C, or let this one stand beside it: --state DIR --gateway-port N --asset-port N",
            ) from None
        self._lock_file.truncate(0)
        self._lock_file.write(str(os.getpid()))
        self._lock_file.flush()
        self.run_json.unlink(missing_ok=True)

    def secret(self, name: str, make) -> str:
        """The secret kept under that name, made at the first call. Its file is readable by its owner alone."""
        path = self.secrets / name
        if not path.exists():
            write_private(path, make())
        return path.read_text(encoding="utf-8")

    def secret_file(self, name: str, value: str) -> Path:
        """A file with that secret, for a `…_FILE` variable."""
        path = self.secrets / name
        if not path.exists() or path.read_text(encoding="utf-8") != value:
            write_private(path, value)
        return path


def write_private(path: Path, text: str) -> None:
    """Writes at once and for the owner's eyes only: nobody sees half a file, or one with a wider mode."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def write_json(path: Path, value) -> None:
    write_private(path, json.dumps(value, indent=2) + "\n")


def random_password() -> str:
    """32 random bytes in letters that need no escaping in a URL, in JSON or in a shell."""
    return secrets.token_hex(32)
