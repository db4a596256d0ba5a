"""What the figures of running systems stand on: a system, a load for it, and what is read of its gateway."""

import time
from pathlib import Path

from load import Load
from processes import wait_until
from system import OWNER_EMAIL, WORKSPACE, System, answers
from terminal import Failure


class Scene:
    def __init__(self, system: System, load_program: Path):
        self.system = system
        self._load_program = load_program

    @property
    def load(self) -> Load:
        return Load(self._load_program, self.system.gateway_url)

    @property
    def owner(self) -> dict:
        return self.owner_of(WORKSPACE)

    def owner_of(self, workspace: str) -> dict:
        return {"workspace": workspace, "email": OWNER_EMAIL, "password": self.system.owner_password}


def seconds_until_ready(system: System) -> float:
    """Starts the gateway anew and says how long it took until it was ready."""
    system.stop_gateway()
    started = time.monotonic()
    program = system.start_gateway()
    wait_until("The gateway", lambda: answers(f"{system.management_url}/health/ready"), program, seconds=30, pause=0.002)
    return time.monotonic() - started


def resident_megabytes(pid: int) -> float:
    with open(f"/proc/{pid}/status", encoding="utf-8") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024 / 1e6
    raise Failure(f"Process {pid} has no resident memory: it is gone.")
