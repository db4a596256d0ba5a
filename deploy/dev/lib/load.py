"""Loads a running gateway by the Swift program's `load`: a client in Python would take most of the cores it is to measure."""

import json
import subprocess
import urllib.parse
from pathlib import Path

from processes import clean_environment
from terminal import Failure


class Load:
    def __init__(self, program: Path, gateway_url: str):
        self._program = program
        address = urllib.parse.urlsplit(gateway_url)
        self._port = address.port
        self._authority = address.netloc

    def run(
        self, people: list[dict], seconds: float, sign_in_clients: int = 0, refresh_clients: int = 0, refresh_pause: float = 0
    ) -> dict:
        """`sign_ins` and `refreshes`, each with `count`, `per_second`, and in seconds `p50`, `p99`, `longest`.

        `people`: `workspace`, `email`, `password` of each; taken in turn.
        """
        plan = {
            "port": self._port, "authority": self._authority, "seconds": seconds, "people": people,
            "sign_in_clients": sign_in_clients, "refresh_clients": refresh_clients, "refresh_pause": refresh_pause,
        }  # fmt: skip
        # By standard input: it carries passwords.
        result = subprocess.run(
            [str(self._program), "load"],
            input=json.dumps(plan), capture_output=True, text=True, env=clean_environment(), check=False, timeout=seconds + 120,
        )  # fmt: skip
        if result.returncode != 0:
            raise Failure("The load did not run through.", details=result.stderr.strip().splitlines()[-3:])
        return json.loads(result.stdout)
