"""The running system behind PgBouncer, by the configuration that deploy/pgbouncer ships: what its README promises is walked."""

import argparse
import concurrent.futures
import secrets
import shutil
import signal
import sys
import time
from pathlib import Path

from cluster import Cluster
from http_client import Answer, request
from ports import free_port, is_free
from processes import Program, clean_environment, run_tool, stop_on_signals, wait_until
from state import ROOT, State, write_private
from system import OWNER_EMAIL, OWNER_NAME, WORKSPACE, System, answers
from terminal import Failure, Stopped, done, report, say
from walk import refresh, sign_in, walk

SHIPPED = ROOT / "deploy" / "pgbouncer"
PGBOUNCER = "/usr/sbin/pgbouncer"
LATER_WORKSPACE = f"later-{secrets.token_hex(4)}"
AT_ONCE = 24
"""Sign-ins at once: several times `default_pool_size`, so that sessions of the gateway change their servers."""
PATIENCE_SECONDS = 30


class Pooler:
    """PgBouncer as we ship it; its addresses and files alone are this system's."""

    def __init__(self, cluster: Cluster, log: Path):
        self._cluster = cluster
        self._log = log
        self._folder = cluster.folder / "pgbouncer"
        self.port = free_port(0)
        self._program: Program | None = None

    def start(self) -> Program:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._hand_over(self._folder)
        self._write("pgbouncer.ini", self._settings())
        self._write_logins()
        command = [PGBOUNCER, str(self._folder / "pgbouncer.ini")]
        self._program = Program("PgBouncer", command, self._log, clean_environment(), user=self._cluster.owner)
        wait_until("PgBouncer", lambda: not is_free(self.port), self._program, PATIENCE_SECONDS)
        return self._program

    def take_up_logins(self) -> None:
        """What an operator does after `workspace create`."""
        self._write_logins()
        self._program.process.send_signal(signal.SIGHUP)

    def was_entered(self, database: str) -> bool:
        return f"login attempt: db={database} " in self._log.read_text(encoding="utf-8", errors="replace")

    def _settings(self) -> str:
        ours = {
            "*": f"host=127.0.0.1 port={self._cluster.port}",
            "listen_port": str(self.port),
            "auth_file": str(self._folder / "userlist.txt"),
            "logfile": "",
            "pidfile": "",
        }
        lines = (SHIPPED / "pgbouncer.ini").read_text(encoding="utf-8").splitlines()
        return "".join(f"{_with(ours, line)}\n" for line in lines)

    def _write_logins(self) -> None:
        query = (SHIPPED / "userlist.sql").read_text(encoding="utf-8")
        self._write("userlist.txt", self._cluster.sql("postgres", query) + "\n")

    def _write(self, name: str, text: str) -> None:
        write_private(self._folder / name, text)
        self._hand_over(self._folder / name)

    def _hand_over(self, path: Path) -> None:
        if self._cluster.owner:
            shutil.chown(path, self._cluster.owner, self._cluster.owner)


class PooledSystem(System):
    """Its gateway enters the databases through the pooler; whatever makes databases and roles goes past it."""

    def __init__(self, state: State):
        super().__init__(state, "debug", gateway_port=0, asset_port=0)
        self.pooler: Pooler | None = None
        self.listens_directly = True

    def start_pooler(self) -> None:
        self.programs.append(self.pooler.start())
        done("PgBouncer", f"127.0.0.1:{self.pooler.port}, transaction mode")

    def stop_pooler(self) -> None:
        program = next(program for program in self.programs if program.name == "PgBouncer")
        program.stop()
        self.programs.remove(program)

    def create_workspace(self, slug: str) -> None:
        password = self.state.secret_file("owner-password", self.owner_password)
        command = self.gateway(
            "workspace", "create", slug, "--name", slug, "--owner-email", OWNER_EMAIL, "--owner-name", OWNER_NAME,
            "--owner-password-file", str(password),
        )  # fmt: skip
        run_tool("identity-gateway workspace create", command, self.gateway_tools())

    def database_of(self, slug: str) -> str:
        return self.cluster.sql("gateway_control", f"SELECT database FROM workspaces WHERE slug = '{slug}'")

    def listeners(self) -> list[str]:
        """The server processes that listen for the gateway's news."""
        found = self.cluster.sql("gateway_control", "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN %' ORDER BY pid")
        return found.splitlines()

    def _start_gateway(self) -> None:
        self.pooler = Pooler(self.cluster, self.state.logs / "pgbouncer.log")
        self.start_pooler()
        super()._start_gateway()

    def _gateway_serving(self) -> dict[str, str]:
        direct = self.state.secrets / "gateway-database-url"
        pooled = direct.read_text(encoding="utf-8").replace(f":{self.cluster.port}/", f":{self.pooler.port}/")
        by_pooler = self.state.secret_file("gateway-pooled-url", f"{pooled}?statement_cache_size=0")
        environment = {**super()._gateway_serving(), "GATEWAY_DATABASE_URL_FILE": str(by_pooler)}
        if self.listens_directly:
            environment["GATEWAY_DIRECT_DATABASE_URL_FILE"] = str(direct)
        return environment


def _with(ours: dict[str, str], line: str) -> str:
    name, equals, _ = line.partition(" = ")
    return f"{name} = {ours[name]}" if equals and name in ours else line


def everything(system: PooledSystem) -> None:
    facts = system.facts()
    walk(facts)
    _expect(system.pooler.was_entered("gateway_control"), "The control database was entered past the pooler.")
    _expect(system.pooler.was_entered(system.database_of(WORKSPACE)), "The workspace was entered past the pooler.")
    done("Entered", "both databases through the pooler, by the log of PgBouncer")
    many_at_once(facts)
    a_new_workspace(system, facts)
    a_pooler_that_goes_away(system, facts)
    without_a_direct_way(system, facts)


def many_at_once(facts: dict) -> None:
    """Statements of one session come to many servers, of which none knows another's prepared ones."""
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as crowd:
        signed_in = list(crowd.map(lambda _: sign_in(facts), range(AT_ONCE)))
        refreshed = list(crowd.map(lambda tokens: refresh(facts, tokens["refresh_token"]), signed_in))
    _expect(len({tokens["refresh_token"] for tokens in refreshed}) == AT_ONCE, "Two sessions got one refresh token.")
    done("At once", f"{AT_ONCE} sign-ins, then {AT_ONCE} refreshes")


def a_new_workspace(system: PooledSystem, facts: dict) -> None:
    """Its login is not known to the pooler yet: nobody gets in, and nobody else notices."""
    system.create_workspace(LATER_WORKSPACE)
    later = {**facts, "workspace": LATER_WORKSPACE}
    answer = try_signing_in(later)
    _expect(answer.status == 503, f"A sign-in at a workspace that the pooler does not know was answered with {answer}")
    sign_in(facts)
    system.pooler.take_up_logins()
    until("sign-ins at the new workspace", lambda: try_signing_in(later).status == 200)
    done("New workspace", "503 until its login stands in auth_file, 200 after the reload; its neighbour never noticed")


def a_pooler_that_goes_away(system: PooledSystem, facts: dict) -> None:
    listeners = system.listeners()
    _expect(len(listeners) == 1, f"{len(listeners)} processes listen instead of one.")
    system.stop_pooler()
    answer = try_signing_in(facts)
    _expect(answer.status == 503, f"A sign-in without the pooler was answered with {answer}")
    _expect(system.listeners() == listeners, "LISTEN ended with the pooler: it went through it.")
    system.start_pooler()
    until("sign-ins behind the new pooler", lambda: try_signing_in(facts).status == 200)
    done("Pooler away", "503, and 200 once it was back; LISTEN went on past it")


def without_a_direct_way(system: PooledSystem, facts: dict) -> None:
    """LISTEN through the pooler hears nothing; nodes look for news themselves."""
    system.listens_directly = False
    system.stop_gateway()
    program = system.start_gateway()
    wait_until("The gateway", lambda: answers(f"{system.management_url}/health/ready"), program, PATIENCE_SECONDS)
    # The asset API noticed that the gateway was away, and asks again after a pause.
    walk(facts, refused_within=PATIENCE_SECONDS)
    done("Deaf", "without GATEWAY_DIRECT_DATABASE_URL revocations are found by looking")


def try_signing_in(facts: dict) -> Answer:
    return request(
        "POST",
        f"{facts['gateway']}/w/{facts['workspace']}/api/v1/sign-in/password",
        json_body={"email": facts["owner_email"], "password": facts["owner_password"]},
    )


def until(what: str, condition) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        _expect(time.monotonic() < deadline, f"Waited in vain for {what}.")
        time.sleep(0.1)


def _expect(condition: bool, otherwise: str) -> None:
    if not condition:
        raise Failure(otherwise, "The logs stand in the state folder.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", metavar="DIR", required=True, help="where everything is kept")
    options = parser.parse_args()
    stop_on_signals()
    system = None
    try:
        state = State(options.state)
        state.lock()
        system = PooledSystem(state)
        system.start()
        everything(system)
        say("Everything works through PgBouncer.")
    except Failure as failure:
        report(failure)
        return 1
    except Stopped:
        return 130
    finally:
        if system:
            system.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
