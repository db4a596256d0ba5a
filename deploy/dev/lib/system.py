"""The whole system on one machine: database cluster, gateway, asset API and their provisioning workers.

Used by run, and by test and bench where they measure or walk through running programs.
"""

import base64
import json
import secrets
from pathlib import Path

from build import Build
from cluster import Cluster
from http_client import request
from ports import asked_port, free_port
from processes import Program, clean_environment, run_tool, stop_all, wait_until
from state import ROOT, State, write_json
from terminal import Failure, Watch, done

WORKSPACE = "acme"
OWNER_EMAIL = "owner@acme.example"
OWNER_NAME = "Olivia Owner"
REVOCATION_BOUND_SECONDS = 60
MANAGEMENT_PORT = 9000


class System:
    def __init__(self, state: State, configuration: str, gateway_port: int, asset_port: int):
        self.state = state
        self.build = Build(state, configuration)
        self.cluster = Cluster(state)
        self.programs: list[Program] = []
        self.gateway_port = asked_port(gateway_port, "--gateway-port")
        self.asset_port = asked_port(asset_port, "--asset-port")
        if self.gateway_port == self.asset_port:
            raise Failure(
                f"Gateway and asset API cannot share port {self.asset_port}.", "Choose another: --asset-port N"
            )
        self.management_port = 0
        self.folder = Path()

    # What people and scripts are told.

    @property
    def gateway_url(self) -> str:
        return f"http://localhost:{self.gateway_port}"

    @property
    def asset_api_url(self) -> str:
        return f"http://localhost:{self.asset_port}"

    @property
    def management_url(self) -> str:
        return f"http://localhost:{self.management_port}"

    @property
    def owner_password(self) -> str:
        # Long, random, and without a letter that JSON, a URL or a shell would want escaped.
        return self.state.secret("owner-password", lambda: secrets.token_urlsafe(18))

    # From nothing to answering.

    def start(self) -> None:
        self._make_certificates()
        self.folder = self.build.products("identity-gateway", "asset-api")
        self._start_database()
        self._migrate()
        # The workers come first: what the steps below ask for, they fulfil.
        self._start("gateway provisioner", self.gateway("provision"), self._gateway_provisioning())
        self._start("asset provisioner", self.assets("provision"), self._assets_provisioning())
        self._make_asset_client()
        self._make_workspace()
        self._start_gateway()
        self._start_asset_api()
        write_json(self.state.run_json, self.facts())

    def stop(self) -> None:
        self.state.run_json.unlink(missing_ok=True)
        stop_all(self.programs)

    def facts(self) -> dict:
        """What stands in run.json."""
        running = {program.name: program.pid for program in self.programs}
        return {
            "gateway": self.gateway_url,
            "management": self.management_url,
            "asset_api": self.asset_api_url,
            "workspace": WORKSPACE,
            "owner_email": OWNER_EMAIL,
            "owner_password": self.owner_password,
            "database_url": self.cluster.url("gateway_control"),
            "mail_folder": str(self.state.mail),
            "revocation_bound_seconds": REVOCATION_BOUND_SECONDS,
            "pids": {
                "gateway": running["gateway"],
                "asset_api": running["asset API"],
                "postgres": running["PostgreSQL"],
            },
        }

    # The steps.

    def _make_certificates(self) -> None:
        run_tool("certs-dev/make", [str(ROOT / "certs-dev" / "make"), str(self.state.certificates)])
        done("Certificates", str(self.state.certificates))

    def _start_database(self) -> None:
        watch = Watch()
        self.programs.append(self.cluster.start())
        for service in ("gateway", "assets"):
            # The serving process may neither create roles or databases nor enter a workspace; its worker may create both.
            runtime = self.cluster.role(f"{service}_runtime", "NOCREATEDB NOCREATEROLE")
            provisioner = self.cluster.role(f"{service}_provisioner", "CREATEDB CREATEROLE")
            database = f"{service}_control"
            self.cluster.database(database, f"{service}_provisioner", [f"{service}_runtime"])
            self.state.secret_file(
                f"{service}-database-url", self.cluster.url(database, f"{service}_runtime", runtime)
            )
            self.state.secret_file(
                f"{service}-provisioning-url", self.cluster.url(database, f"{service}_provisioner", provisioner)
            )
        self.cluster.close_common_databases()
        done("PostgreSQL", f"127.0.0.1:{self.cluster.port}, data in {self.cluster.folder} ({watch})")

    def _migrate(self) -> None:
        run_tool("identity-gateway migrate", self.gateway("migrate"), self.gateway_tools())
        run_tool("asset-api migrate", self.assets("migrate"), self._assets_provisioning())
        # The cluster may have another port than in the run before, and with it all workspaces, which live there.
        for service in ("gateway", "assets"):
            port = self.cluster.port
            self.cluster.sql(f"{service}_control", f"UPDATE workspaces SET port = {port} WHERE port <> {port}")
        done("Migrations", "gateway and asset API are up to date")

    def _make_asset_client(self) -> None:
        """The asset API's own credentials, with which it asks for the revocation feed."""
        kept = self.state.secrets / "asset-client.json"
        if kept.exists():
            client = json.loads(kept.read_text(encoding="utf-8"))
        else:
            command = self.gateway("client", "create", "--name", "asset-api", "--kind", "api")
            said = run_tool("identity-gateway client create", command, self.gateway_tools()).stdout
            client = _client_in(said)
            self.state.secret_file("asset-client.json", json.dumps(client))
        self.client_id = client["client_id"]
        self.state.secret_file("assets-client-secret", client["client_secret"])

    def _make_workspace(self) -> None:
        shown = run_tool(
            "identity-gateway workspace show",
            self.gateway("workspace", "show", WORKSPACE),
            self.gateway_tools(),
            accept=(0, 1),
        )
        # Cut short, the first run leaves a workspace without an owner: then the same command goes on.
        made = self.state.secrets / "workspace-made"
        if shown.returncode != 0 or not made.exists():
            password = self.state.secret_file("owner-password", self.owner_password)
            command = self.gateway(
                "workspace", "create", WORKSPACE, "--name", "Acme Ltd", "--owner-email", OWNER_EMAIL,
                "--owner-name", OWNER_NAME, "--owner-password-file", str(password),
            )  # fmt: skip
            # One that stood before there was this note is refused, which is as good.
            accept = (0,) if shown.returncode != 0 else (0, 1)
            run_tool("identity-gateway workspace create", command, self.gateway_tools(), accept=accept)
            self.state.secret_file("workspace-made", "yes")
        done("Workspace", f"{WORKSPACE}, owner {OWNER_EMAIL}")

    def start_gateway(self) -> Program:
        return self._start("gateway", self.gateway("serve"), self._gateway_serving())

    def stop_gateway(self) -> None:
        self.gateway_program.stop()
        self.programs.remove(self.gateway_program)

    @property
    def gateway_program(self) -> Program:
        return next(program for program in self.programs if program.name == "gateway")

    def _start_gateway(self) -> None:
        watch = Watch()
        self.management_port = free_port(MANAGEMENT_PORT)
        program = self.start_gateway()
        _wait_until_ready("The gateway", f"{self.management_url}/health/ready", program)
        done("Gateway", f"{self.gateway_url} (ready after {watch})")

    def _start_asset_api(self) -> None:
        watch = Watch()
        program = self._start("asset API", self.assets("serve"), self._assets_serving())
        _wait_until_ready("The asset API", f"{self.asset_api_url}/health/ready", program)
        done("Asset API", f"{self.asset_api_url} (ready after {watch})")

    def _start(self, name: str, command: list[str], environment: dict[str, str]) -> Program:
        log = self.state.logs / f"{name.replace(' ', '-').lower()}.log"
        program = Program(name, command, log, environment)
        self.programs.append(program)
        return program

    # Commands and environments. Secrets travel as files.

    def gateway(self, *arguments: str) -> list[str]:
        return [str(self.folder / "identity-gateway"), *arguments]

    def assets(self, *arguments: str) -> list[str]:
        return [str(self.folder / "asset-api"), *arguments]

    def _app_key(self, name: str) -> str:
        self.state.secret(name, lambda: base64.b64encode(secrets.token_bytes(32)).decode())
        return str(self.state.secrets / name)

    def _gateway_common(self) -> dict[str, str]:
        return {
            "GATEWAY_PUBLIC_URL": self.gateway_url,
            "GATEWAY_APP_KEY_FILE": self._app_key("gateway-app-key"),
            "GATEWAY_MAIL_URL": self.state.mail.as_uri(),
            "GATEWAY_MAIL_FROM": "gateway@localhost",
            "GATEWAY_OUTBOUND_ALLOW": "127.0.0.0/8,::1/128",
        }

    def _gateway_serving(self) -> dict[str, str]:
        return clean_environment(
            **self._gateway_common(),
            GATEWAY_LISTEN=f"127.0.0.1:{self.gateway_port}",
            GATEWAY_MANAGEMENT_LISTEN=f"127.0.0.1:{self.management_port}",
            GATEWAY_DATABASE_URL_FILE=str(self.state.secrets / "gateway-database-url"),
            # No balancer has to notice that it stops.
            GATEWAY_DRAIN_SECONDS="0",
        )

    def _gateway_provisioning(self) -> dict[str, str]:
        return clean_environment(
            **self._gateway_common(),
            GATEWAY_PROVISIONING_DATABASE_URL_FILE=str(self.state.secrets / "gateway-provisioning-url"),
        )

    def gateway_tools(self) -> dict[str, str]:
        return {
            **self._gateway_provisioning(),
            "GATEWAY_DATABASE_URL_FILE": str(self.state.secrets / "gateway-database-url"),
        }

    def _assets_serving(self) -> dict[str, str]:
        return clean_environment(
            ASSETS_LISTEN=f"127.0.0.1:{self.asset_port}",
            ASSETS_DATABASE_URL_FILE=str(self.state.secrets / "assets-database-url"),
            ASSETS_APP_KEY_FILE=self._app_key("assets-app-key"),
            ASSETS_ISSUER=self.gateway_url,
            ASSETS_AUDIENCE="asset-api",
            ASSETS_CLIENT_ID=self.client_id,
            ASSETS_CLIENT_SECRET_FILE=str(self.state.secrets / "assets-client-secret"),
            ASSETS_REVOCATION_BOUND_SECONDS=str(REVOCATION_BOUND_SECONDS),
        )

    def _assets_provisioning(self) -> dict[str, str]:
        return clean_environment(
            ASSETS_PROVISIONING_DATABASE_URL_FILE=str(self.state.secrets / "assets-provisioning-url"),
            ASSETS_APP_KEY_FILE=self._app_key("assets-app-key"),
        )


def answers(url: str) -> bool:
    try:
        return request("GET", url, timeout=5).status == 200
    except OSError:
        return False


def _wait_until_ready(what: str, url: str, program: Program) -> None:
    def explain() -> str:
        try:
            return str(request("GET", url, timeout=5))
        except OSError as error:
            return f"nothing; {error}"

    wait_until(what, lambda: answers(url), program, seconds=30, explain=explain)


def _client_in(output: str) -> dict:
    """The JSON line with `client_id` and `client_secret` that `client create` prints."""
    for line in output.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict) and value.get("client_id") and value.get("client_secret"):
            return value
    raise Failure("identity-gateway client create printed no client_id and client_secret.")
