"""A workspace of a journey's own in the running system, so that what it demands of its people disturbs no other journey."""

import json
import os
import secrets
import subprocess
from pathlib import Path
from urllib import error, request

PATIENCE_SECONDS = 60


def open_workspace(facts: dict) -> dict:
    """Creates it by the running gateway's own program, and returns facts as run.json has them."""
    gateway = Path(f"/proc/{facts['pids']['gateway']}")
    environment = _environment(gateway)
    slug = f"factors-{secrets.token_hex(4)}"
    email = f"ada@{slug}.example"
    password = secrets.token_urlsafe(18)
    command = [os.readlink(gateway / "exe"), "workspace", "create", slug, "--name", "Factors Ltd"]
    command += ["--owner-email", email, "--owner-name", "Ada Lovelace", "--owner-password-file", "-"]
    _run(command, environment, password)
    return {**facts, "workspace": slug, "owner_email": email, "owner_password": password}


def add_member(facts: dict, name: str) -> dict:
    """Creates somebody in that workspace, and returns facts with them in the owner's place."""
    gateway = Path(f"/proc/{facts['pids']['gateway']}")
    email = f"{name.lower()}@{facts['workspace']}.example"
    password = secrets.token_urlsafe(18)
    command = [os.readlink(gateway / "exe"), "user", "create", facts["workspace"], "--email", email, "--name", name]
    _run([*command, "--role", "member", "--password-file", "-"], _environment(gateway), password)
    return {**facts, "owner_email": email, "owner_password": password}


def _environment(gateway: Path) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in (gateway / "environ").read_text(encoding="utf-8").split("\0") if "=" in pair)


def _run(command: list[str], environment: dict[str, str], password: str) -> None:
    made = subprocess.run(
        command, env=environment, input=password, text=True, capture_output=True, timeout=PATIENCE_SECONDS, check=False
    )
    if made.returncode != 0:
        raise RuntimeError(f"{' '.join(command[1:3])}: {made.stdout}{made.stderr}")


def ask(facts: dict, method: str, path: str, body: dict | None = None, token: str | None = None) -> tuple[int, dict]:
    """Status and JSON of an answer of the workspace's API."""
    headers = {"Content-Type": "application/json"} if body is not None else {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    asked = request.Request(
        f"{facts['gateway']}/w/{facts['workspace']}/api/v1{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers=headers,
        method=method,
    )
    try:
        with request.urlopen(asked, timeout=PATIENCE_SECONDS) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else {}
    except error.HTTPError as refusal:
        text = refusal.read()
        return refusal.code, json.loads(text) if text else {}
