"""Figures of the running system: sign-ins, start, memory at rest, how soon a revocation is felt."""

import http.client
import json
import statistics
import threading
import time
import urllib.parse

from argon2_floor import hashes_per_second
from measurements import Measurement
from processes import wait_until
from system import System, answers
from terminal import Failure, doing
from walk import create_asset, list_assets, revoke, seconds_until_refused, sign_in

SIGN_IN_SECONDS = 10
SIGN_IN_CLIENTS = 8
START_TRIES = 5
REVOCATION_TRIES = 200
READY_GOAL_SECONDS = 0.5
IDLE_GOAL_MEGABYTES = 45
REVOCATION_GOAL_SECONDS = 1.0


def password_sign_in(system: System) -> Measurement:
    # Floor, product, floor again: neighbours on the machine change what memory gives.
    before = hashes_per_second(SIGN_IN_SECONDS / 2)
    ours = _sign_ins_per_second(system.facts(), SIGN_IN_SECONDS)
    after = hashes_per_second(SIGN_IN_SECONDS / 2)
    return Measurement("password-sign-in", ours, "1/s", "bare libargon2, all cores", (before + after) / 2, 0.9)


def ready_time(system: System) -> Measurement:
    seconds = statistics.median(_seconds_until_ready(system) for _ in range(START_TRIES))
    return Measurement("ready-time", seconds, "s", goal=READY_GOAL_SECONDS, less_is_better=True)


def idle_memory(system: System) -> Measurement:
    """Resident memory of a gateway that has just become ready and has nothing to do."""
    _seconds_until_ready(system)
    time.sleep(3)
    return Measurement(
        "idle-memory", _resident_megabytes(system.gateway_program.pid), "MB", goal=IDLE_GOAL_MEGABYTES, less_is_better=True
    )


def revocation(system: System) -> Measurement:
    facts = system.facts()
    seconds = []
    for attempt in range(REVOCATION_TRIES):
        tokens = sign_in(facts)
        if attempt == 0:
            create_asset(facts, tokens["access_token"], f"bench-{time.time_ns()}")
        answer = list_assets(facts, tokens["access_token"])
        if answer.status != 200:
            raise Failure(f"The asset API answered {answer}")
        revoke(facts, tokens["refresh_token"])
        seconds.append(seconds_until_refused(facts, tokens["access_token"], limit=10, pause=0.002))
    seconds.sort()
    doing("revocation", f"median {seconds[len(seconds) // 2] * 1000:.0f} ms, longest {seconds[-1] * 1000:.0f} ms")
    p99 = seconds[int(len(seconds) * 0.99) - 1]
    return Measurement("revocation-p99", p99, "s", goal=REVOCATION_GOAL_SECONDS, less_is_better=True)


FIGURES = {
    "password-sign-in": password_sign_in,
    "ready-time": ready_time,
    "idle-memory": idle_memory,
    "revocation-p99": revocation,
}


def _sign_ins_per_second(facts: dict, seconds: float) -> float:
    host = urllib.parse.urlsplit(facts["gateway"])
    path = f"/w/{facts['workspace']}/api/v1/sign-in/password"
    body = json.dumps({"email": facts["owner_email"], "password": facts["owner_password"]})
    counts = [0] * SIGN_IN_CLIENTS
    refusals: list[str] = []
    deadline = time.monotonic() + seconds

    def client(slot: int) -> None:
        connection = http.client.HTTPConnection(host.hostname, host.port, timeout=30)
        while time.monotonic() < deadline:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 200:
                refusals.append(f"{answer.status} {said[:200].decode(errors='replace')}")
                return
            counts[slot] += 1
        connection.close()

    started = time.monotonic()
    threads = [threading.Thread(target=client, args=(slot,)) for slot in range(SIGN_IN_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if refusals:
        raise Failure(f"A sign-in was answered with {refusals[0]}")
    return sum(counts) / (time.monotonic() - started)


def _seconds_until_ready(system: System) -> float:
    system.stop_gateway()
    started = time.monotonic()
    program = system.start_gateway()
    wait_until("The gateway", lambda: answers(f"{system.management_url}/health/ready"), program, seconds=30, pause=0.002)
    return time.monotonic() - started


def _resident_megabytes(pid: int) -> float:
    with open(f"/proc/{pid}/status", encoding="utf-8") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024 / 1e6
    raise Failure(f"Process {pid} has no resident memory: it is gone.")
