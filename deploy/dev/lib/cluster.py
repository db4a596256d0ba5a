"""A PostgreSQL cluster of this state folder alone: loopback and Unix socket, never the machine's own cluster."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from ports import free_port
from processes import Program, clean_environment, run_tool, wait_until
from state import State, random_password
from terminal import Failure

SUPERUSER = "postgres"
PREFERRED_PORT = 54320
STOP_SECONDS = 300
"""Before it goes it writes all that changed to the disk: minutes, where a thousand workspaces were made."""
SOCKET_PATH_LIMIT = 107
"""Bytes of a Unix socket's path: sun_path of unix(7), less the closing zero."""

# The superuser comes in by the Unix socket without a password: the socket stands in a folder that only the cluster's own
# user (and root) may enter. Everybody else, and everybody over TCP, shows a password.
_ACCESS = f"""\
local  all  {SUPERUSER}                trust
local  all  all                        scram-sha-256
host   all  all        127.0.0.1/32    scram-sha-256
host   all  all        ::1/128         scram-sha-256
"""

_SETTINGS = """\
# Set by deploy/dev.
listen_addresses = '127.0.0.1'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
# A development machine stands several systems side by side, and each workspace has a database of its own.
max_connections = 200
shared_buffers = '128MB'
log_line_prefix = '%m [%p] %u@%d '
"""


class Cluster:
    def __init__(self, state: State):
        self._state = state
        self.owner = SUPERUSER if os.geteuid() == 0 else None
        """The user that the server runs as; None where it is whoever runs this."""
        self._bin = binaries()
        self.port = 0
        self.program: Program | None = None

    @property
    def folder(self) -> Path:
        return Path(os.path.realpath(self._state.folder / "postgres"))

    @property
    def _password(self) -> str:
        return self._state.secret("postgres-superuser-password", random_password)

    def url(self, database: str, role: str = SUPERUSER, password: str | None = None) -> str:
        """A URL over loopback, good for any client library."""
        return f"postgresql://{role}:{password or self._password}@127.0.0.1:{self.port}/{database}"

    def socket_url(self, database: str = "postgres") -> str:
        """The superuser by the Unix socket, without a password."""
        return f"postgresql://{SUPERUSER}@:{self.port}/{database}?host={self.folder}"

    def start(self) -> Program:
        self._settle()
        if not (self.folder / "data" / "PG_VERSION").exists():
            self._initialise()
        self._stop_left_over()
        self.port = free_port(PREFERRED_PORT)
        command = [
            str(self._bin / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), "-k", str(self.folder),
        ]  # fmt: skip
        # SIGINT is PostgreSQL's fast shutdown: clients are sent away, nothing is lost.
        self.program = Program(
            "PostgreSQL", command, self._state.logs / "postgres.log", clean_environment(), signal.SIGINT, self.owner,
            patience=STOP_SECONDS,
        )  # fmt: skip
        wait_until("PostgreSQL", self._answers, self.program, seconds=30)
        self.sql("postgres", f"ALTER ROLE {SUPERUSER} PASSWORD '{self._password}'")
        return self.program

    def sql(self, database: str, *statements: str) -> str:
        """Runs statements as the superuser and hands back the rows, unadorned."""
        command = [str(self._bin / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", self.socket_url(database)]
        # By standard input: some of them carry a password, and arguments are everybody's to read.
        return run_tool(
            "PostgreSQL refused a statement of the set-up", command, clean_environment(), text=";\n".join(statements) + ";\n"
        ).stdout.strip()

    def role(self, name: str, attributes: str = "") -> str:
        """Makes or mends a login role and hands back its password."""
        password = self._state.secret(f"{name}-password", random_password)
        if not self.sql("postgres", f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"):
            self.sql("postgres", f"CREATE ROLE {name}")
        self.sql("postgres", f"ALTER ROLE {name} WITH LOGIN NOSUPERUSER {attributes} PASSWORD '{password}'")
        return password

    def database(self, name: str, owner: str, may_connect: list[str]) -> None:
        """Makes a database that nobody enters but its owner and those named."""
        if not self.sql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            self.sql("postgres", f"CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        self.sql(
            "postgres",
            f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
            *(f"GRANT CONNECT ON DATABASE {name} TO {role}" for role in may_connect),
        )

    def close_common_databases(self) -> None:
        """By default every role may enter `postgres` and `template1`; here none may but the superuser."""
        self.sql("postgres", *(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC" for name in ("postgres", "template1")))

    def _answers(self) -> bool:
        command = [str(self._bin / "pg_isready"), "-q", "-h", str(self.folder), "-p", str(self.port)]
        return subprocess.run(command, check=False).returncode == 0

    def _settle(self) -> None:
        """Finds the cluster its folder: in the state folder where that can be, else a short one that is linked from there."""
        link = self._state.folder / "postgres"
        if link.is_symlink() and not link.exists():
            link.unlink()  # what it led to was cleaned away
        if not link.exists():
            if self._can_live_in(link):
                link.mkdir(mode=0o700)
            else:
                link.symlink_to(tempfile.mkdtemp(prefix="ontrackio-", dir="/var/tmp"))
            if self.owner:
                shutil.chown(self.folder, self.owner, self.owner)

    def _can_live_in(self, folder: Path) -> bool:
        socket = f"{os.path.realpath(folder.parent)}/postgres/.s.PGSQL.65535.lock"
        if len(os.fsencode(socket)) > SOCKET_PATH_LIMIT:
            return False
        if not self.owner:
            return True
        # Whether that user may pass through every folder above is best asked of the system itself.
        reaches = subprocess.run(
            ["test", "-x", os.path.realpath(folder.parent)],
            user=self.owner, group=self.owner, extra_groups=[], cwd="/", check=False,
        )  # fmt: skip
        return reaches.returncode == 0

    def _initialise(self) -> None:
        data = self.folder / "data"
        if data.exists():
            shutil.rmtree(data)  # an initdb that was cut short
        command = [
            str(self._bin / "initdb"), "-D", str(data), "-U", SUPERUSER, "-A", "trust", "--no-sync",
            "-E", "UTF8", "--locale=C.UTF-8",
        ]  # fmt: skip
        as_user = {"user": self.owner, "group": self.owner, "extra_groups": []} if self.owner else {}
        result = subprocess.run(
            command, capture_output=True, text=True, cwd="/", env=clean_environment(), check=False, **as_user
        )
        if result.returncode != 0:
            raise Failure(
                "initdb could not make the PostgreSQL cluster.", details=result.stderr.strip().splitlines()[-5:]
            )
        # Before the first start, so that initdb's own wide rules are never in force.
        (data / "pg_hba.conf").write_text(_ACCESS, encoding="utf-8")
        with open(data / "postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write(_SETTINGS)

    def _stop_left_over(self) -> None:
        """A server that outlived its run: this run holds the folder's lock, so nobody misses it."""
        try:
            pid = int((self.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
            # A stale file may name a process that has since become somebody else's.
            if Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip() != "postgres":
                return
            os.kill(pid, signal.SIGINT)
        except (FileNotFoundError, ProcessLookupError, ValueError, IndexError):
            return
        deadline = time.monotonic() + 15
        while (self.folder / "data" / "postmaster.pid").exists():
            if time.monotonic() > deadline:
                raise Failure(f"An earlier PostgreSQL (process {pid}) still uses this folder.", f"Stop it: kill -INT {pid}")
            time.sleep(0.05)


def binaries() -> Path:
    """The newest PostgreSQL server on this machine; Debian keeps each version in a folder of its own."""
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0)
    on_path = shutil.which("initdb")
    if not on_path:
        raise Failure("There is no PostgreSQL server on this machine.", "apt-get install postgresql")
    return Path(on_path).resolve().parent
