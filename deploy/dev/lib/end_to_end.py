"""Figures of the running system with one workspace: sign-ins, refreshes, start, memory at rest, how soon a revocation is felt."""

import statistics
import time

from argon2_floor import hashes_per_second
from bench_scene import Scene, resident_megabytes, seconds_until_ready
from measurements import Measurement
from pgbench import refresh_statements_per_second
from terminal import Failure, doing
from walk import create_asset, list_assets, revoke, seconds_until_refused, sign_in

ROUNDS = 5
ROUND_SECONDS = 2.0
SIGN_IN_CLIENTS = 8
REFRESH_CLIENTS = 16
REFRESH_GOAL = 1000
FLOOD_CLIENTS = 32
FLOOD_SECONDS = 15
FLOOD_REFRESH_CLIENTS = 4
FLOOD_REFRESH_PAUSE = 0.05
FLOOD_GOAL_SECONDS = 0.05
START_TRIES = 5
REVOCATION_TRIES = 200
READY_GOAL_SECONDS = 0.5
IDLE_GOAL_MEGABYTES = 45
REVOCATION_GOAL_SECONDS = 1.0


def password_sign_in(scene: Scene) -> list[Measurement]:
    # In turn, so that a neighbour's load strikes both alike.
    ours, floor = [], []
    for _ in range(ROUNDS):
        floor.append(hashes_per_second(ROUND_SECONDS))
        ours.append(scene.load.run([scene.owner], ROUND_SECONDS, sign_in_clients=SIGN_IN_CLIENTS)["sign_ins"]["per_second"])
    return [
        Measurement(
            "password-sign-in", statistics.mean(ours), "1/s", "bare libargon2, all cores", statistics.mean(floor), 0.9
        )
    ]


def refreshes(scene: Scene) -> list[Measurement]:
    ours, floor = [], []
    for _ in range(ROUNDS):
        floor.append(refresh_statements_per_second(scene.system.cluster, REFRESH_CLIENTS, ROUND_SECONDS))
        loaded = scene.load.run([scene.owner], ROUND_SECONDS, refresh_clients=REFRESH_CLIENTS)
        ours.append(loaded["refreshes"]["per_second"])
    rate = statistics.mean(ours)
    return [
        Measurement("refresh-rate", rate, "1/s", goal=REFRESH_GOAL),
        Measurement("refresh-beside-pgbench", rate, "1/s", "pgbench, the same statements", statistics.mean(floor)),
    ]


def refresh_in_flood(scene: Scene) -> list[Measurement]:
    chains = {"refresh_clients": FLOOD_REFRESH_CLIENTS, "refresh_pause": FLOOD_REFRESH_PAUSE}
    calm = scene.load.run([scene.owner], FLOOD_SECONDS / 3, **chains)["refreshes"]
    flood = scene.load.run([scene.owner], FLOOD_SECONDS, sign_in_clients=FLOOD_CLIENTS, **chains)["refreshes"]
    return [
        Measurement("refresh-p99-at-rest", calm["p99"], "s"),
        Measurement("refresh-p99-in-flood", flood["p99"], "s", goal=FLOOD_GOAL_SECONDS, less_is_better=True),
    ]


def ready_time(scene: Scene) -> list[Measurement]:
    seconds = statistics.median(seconds_until_ready(scene.system) for _ in range(START_TRIES))
    return [Measurement("ready-time", seconds, "s", goal=READY_GOAL_SECONDS, less_is_better=True)]


def idle_memory(scene: Scene) -> list[Measurement]:
    """Resident memory of a gateway that has just become ready and has nothing to do."""
    seconds_until_ready(scene.system)
    time.sleep(3)
    megabytes = resident_megabytes(scene.system.gateway_program.pid)
    return [Measurement("idle-memory", megabytes, "MB", goal=IDLE_GOAL_MEGABYTES, less_is_better=True)]


def revocation(scene: Scene) -> list[Measurement]:
    facts = scene.system.facts()
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
    return [Measurement("revocation-p99", p99, "s", goal=REVOCATION_GOAL_SECONDS, less_is_better=True)]


FIGURES = {
    "password-sign-in": password_sign_in,
    "refresh-rate": refreshes,
    "refresh-in-flood": refresh_in_flood,
    "ready-time": ready_time,
    "idle-memory": idle_memory,
    "revocation-p99": revocation,
}
