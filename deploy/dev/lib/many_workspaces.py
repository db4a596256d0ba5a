"""Figures of a gateway that knows a thousand workspaces, beside one that knows a single one, in the same run.

The thousand are made at the first run and kept in the state folder: they take minutes and some gigabytes.
"""

import statistics
import time

from bench_scene import Scene, resident_megabytes, seconds_until_ready
from http_client import request
from measurements import Measurement
from pgbench import seconds_of_a_connection, seconds_of_a_sign_in_more_when_cold
from processes import run_tool
from system import OWNER_EMAIL, OWNER_NAME, WORKSPACE
from terminal import Failure, doing

KNOWN = 1000
IN_USE = 50
CONNECTED = 40
"""Fewer than the gateway's cap on connections, so that each keeps its own."""
CREATED = 20
CREATION_GOAL_SECONDS = 0.5
ROUNDS = 8
ROUND_SECONDS = 4.0
CLIENTS = 1
"""One at a time: what more would show is the queue for the cores."""
WARMING_CLIENTS = 2
SAME_GOAL = 1.1
COLD_GOAL = 1.5
"""Little more than PostgreSQL takes: ours also asks where the database is and whether its shape can be served."""
KNOWN_GOAL_MEGABYTES = 2
CONNECTED_GOAL_KILOBYTES = 100
COLD_DATABASES = 10


def sign_ins(one: Scene, many: Scene) -> list[Measurement]:
    """With one workspace known and with a thousand, of which some are in use; in turn, so that a neighbour strikes both."""
    busy = [many.owner_of(slug) for slug in slugs()[:IN_USE]]
    for scene, people in ((one, [one.owner]), (many, busy)):
        scene.load.run(people, ROUND_SECONDS, sign_in_clients=CLIENTS)
    few, crowd = [], []
    for _ in range(ROUNDS):
        few.append(one.load.run([one.owner], ROUND_SECONDS, sign_in_clients=CLIENTS)["sign_ins"])
        crowd.append(many.load.run(busy, ROUND_SECONDS, sign_in_clients=CLIENTS)["sign_ins"])
    # The best round of each: what a neighbour did to a round, it did to its highest percentile.
    return [
        Measurement(
            f"sign-in-{quantile}-of-{KNOWN}-workspaces", min(round_[quantile] for round_ in crowd), "s",
            "one workspace known", min(round_[quantile] for round_ in few), SAME_GOAL, less_is_better=True,
        )
        for quantile in ("p50", "p99")
    ]  # fmt: skip


def cold(_: Scene, many: Scene) -> list[Measurement]:
    """All in use in turn: each sign-in finds its workspace's connection closed for another's."""
    warm_people = [many.owner_of(slug) for slug in slugs()[:IN_USE]]
    all_people = [many.owner_of(slug) for slug in slugs()]
    warm, cold_, floor, connection = [], [], [], []
    for _ in range(ROUNDS):
        warm.append(many.load.run(warm_people[:1], ROUND_SECONDS, sign_in_clients=CLIENTS)["sign_ins"]["p50"])
        # A rotation, so that each round goes on where the last one ended.
        turn = len(cold_) * len(all_people) // ROUNDS
        people = all_people[turn:] + all_people[:turn]
        cold_.append(many.load.run(people, ROUND_SECONDS, sign_in_clients=CLIENTS)["sign_ins"]["p50"])
        floor.append(seconds_of_a_sign_in_more_when_cold(many.system.cluster, COLD_DATABASES))
        connection.append(seconds_of_a_connection(many.system.cluster, COLD_DATABASES))
    more = statistics.median(cold_) - statistics.median(warm)
    return [
        Measurement(
            "cold-workspace", more, "s", "a sign-in's statements by pgbench -C, less without",
            statistics.median(floor), COLD_GOAL, less_is_better=True,
        ),
        Measurement(
            "cold-workspace", more, "s", "SELECT 1 by pgbench -C, less without", statistics.median(connection),
            less_is_better=True,
        ),
    ]  # fmt: skip


def memory(_: Scene, many: Scene) -> list[Measurement]:
    """Resident memory that workspaces add: all known ones asked about once, then those with a connection of their own."""
    seconds_until_ready(many.system)
    pid = many.system.gateway_program.pid
    visit(many, slugs()[:5])
    time.sleep(1)
    before = resident_megabytes(pid)
    visit(many, slugs())
    time.sleep(1)
    known = resident_megabytes(pid) - before
    # Hashing takes memory of its own, once for each of its threads: the first workspace pays for it.
    many.load.run([many.owner_of(slugs()[0])], ROUND_SECONDS, sign_in_clients=WARMING_CLIENTS)
    time.sleep(1)
    before = resident_megabytes(pid)
    connect(many, slugs()[1 : 1 + CONNECTED])
    time.sleep(1)
    connected = (resident_megabytes(pid) - before) * 1000 / CONNECTED
    return [
        Measurement(
            "memory-of-1000-known", known * 1000 / KNOWN, "MB", goal=KNOWN_GOAL_MEGABYTES, less_is_better=True
        ),
        Measurement("memory-of-a-connected", connected, "kB", goal=CONNECTED_GOAL_KILOBYTES, less_is_better=True),
    ]


def creation(_: Scene, many: Scene) -> list[Measurement]:
    """From the command to its end: the request, the database, its roles, the owner with a password."""
    serial = time.time_ns()
    seconds = []
    for number in range(CREATED):
        started = time.monotonic()
        create(many, f"made-{serial}-{number}")
        seconds.append(time.monotonic() - started)
    return [
        Measurement(
            "workspace-creation", statistics.median(seconds), "s", goal=CREATION_GOAL_SECONDS, less_is_better=True
        )
    ]


FIGURES = {
    "sign-in-of-many": sign_ins,
    "cold-workspace": cold,
    "memory-of-workspaces": memory,
    "workspace-creation": creation,
}


def slugs() -> list[str]:
    return [f"crowd-{number:04}" for number in range(KNOWN)]


def make_workspaces(scene: Scene) -> None:
    """Those of the thousand that are not there yet."""
    listed = run_tool(
        "identity-gateway workspace list", scene.system.gateway("workspace", "list"), scene.system.gateway_tools()
    ).stdout
    missing = [slug for slug in slugs() if f'"{slug}"' not in listed]
    started = time.monotonic()
    for count, slug in enumerate(missing, start=1):
        create(scene, slug)
        if count % 100 == 0:
            doing("Workspaces", f"{count} of {len(missing)} made, {(time.monotonic() - started) / count:.2f} s each")


def create(scene: Scene, slug: str) -> None:
    system = scene.system
    password = system.state.secret_file("owner-password", system.owner_password)
    command = system.gateway(
        "workspace", "create", slug, "--name", slug, "--owner-email", OWNER_EMAIL, "--owner-name", OWNER_NAME,
        "--owner-password-file", str(password),
    )  # fmt: skip
    run_tool("identity-gateway workspace create", command, system.gateway_tools())


def visit(scene: Scene, names: list[str]) -> None:
    """Asks for each one's sign-in page, for which the gateway looks the workspace up and no more."""
    for slug in names:
        answer = request("GET", f"{scene.system.gateway_url}/w/{slug}/sign-in")
        if answer.status != 200:
            raise Failure(f"The sign-in page of {slug} was answered with {answer}")


def connect(scene: Scene, names: list[str]) -> None:
    """Signs in once at each, which opens a connection to its database."""
    for slug in names:
        person = scene.owner_of(slug)
        answer = request(
            "POST",
            f"{scene.system.gateway_url}/w/{slug}/api/v1/sign-in/password",
            json_body={"email": person["email"], "password": person["password"]},
        )
        if answer.status != 200:
            raise Failure(f"The sign-in at {slug} was answered with {answer}")
