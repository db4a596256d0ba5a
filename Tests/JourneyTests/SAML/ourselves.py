"""We, by our own programs: `saml-party` writes our metadata and messages and reads theirs, `identity-gateway inspect saml`
judges what comes back; both are the engine."""

import base64
import json
import subprocess
from datetime import datetime, timezone
from pathlib import Path

HOME = "https://sp.example.org/w/acme/saml/"


def make_key(folder: Path, name: str) -> None:
    """`NAME-key.pem` and `NAME-certificate.pem`, RSA-2048."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-sha256", "-days", "2", "-subj", f"/CN={name}",
         "-keyout", folder / f"{name}-key.pem", "-out", folder / f"{name}-certificate.pem"],
        check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def certificate(folder: Path, name: str) -> str:
    """The certificate's base64, in one line."""
    lines = (folder / f"{name}-certificate.pem").read_text(encoding="ascii").splitlines()
    return "".join(line for line in lines if not line.startswith("-----"))


class Ourselves:
    def __init__(self, programs: Path, folder: Path, provider: str, key: str = "sp"):
        self._programs = programs
        self._folder = folder
        self._key = key
        self.entity = f"{HOME}{provider}/metadata"
        self.acs = f"{HOME}{provider}/acs"
        self.slo = f"{HOME}{provider}/slo"
        make_key(folder, key)

    def write_metadata(self) -> Path:
        path = self._folder / "sp-metadata.xml"
        path.write_bytes(self._party("write-metadata", *self._ours()))
        return path

    def read_metadata(self) -> dict:
        return json.loads(self._party("read-metadata", *self._theirs()))

    def sign_on(self, way: str, name_format: str | None) -> dict:
        wish = ["--name-id-format", name_format] if name_format else []
        return json.loads(self._party("sign-on", "--way", way, *wish, *self._ours(), *self._theirs()))

    def judge(self, response: str, request: str, demand: str) -> dict:
        """`response`: base64, as a form carries it."""
        path = self._folder / "response.xml"
        path.write_bytes(base64.b64decode(response))
        command = [
            self._programs / "identity-gateway", "inspect", "saml", path, *self._theirs(),
            "--sp-entity-id", self.entity, "--acs", self.acs, "--sp-key", self._folder / "sp-key.pem",
            "--request-id", request, "--require", demand,
            "--now", datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        ]  # fmt: skip
        verdict = subprocess.run(command, capture_output=True, check=False).stdout
        (self._folder / "verdict.json").write_bytes(verdict)
        return json.loads(verdict)

    def sign_out(self, way: str) -> dict:
        """For the session of the sign-in that was judged last."""
        verdict = self._folder / "verdict.json"
        return json.loads(self._party("sign-out", "--way", way, "--verdict", verdict, *self._ours(), *self._theirs()))

    def judge_sign_out(self, way: str, octets: str, request: str) -> dict:
        path = self._folder / "logout-response"
        path.write_text(octets, encoding="ascii")
        message = ["--way", way, "--message", path, "--request-id", request]
        return json.loads(self._party("judge-sign-out", *message, *self._ours(), *self._theirs()))

    def _theirs(self) -> list:
        return ["--idp-metadata", self._folder / "idp-metadata.xml"]

    def _ours(self) -> list:
        return [
            "--entity-id", self.entity, "--acs", self.acs, "--slo", self.slo,
            "--key", self._folder / f"{self._key}-key.pem",
            "--certificate", self._folder / f"{self._key}-certificate.pem",
        ]  # fmt: skip

    def _party(self, command: str, *options) -> bytes:
        done = subprocess.run([self._programs / "saml-party", command, *options], capture_output=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"saml-party {command}: {done.stderr.decode().strip()}")
        return done.stdout
