"""What a real identity provider is to the journey: something that starts on loopback, signs one person in, and issues
responses in several modes."""

import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "deploy" / "dev" / "lib"))

# After the path above: the development commands' own helpers.
from ports import free_port  # noqa: E402
from processes import Program, clean_environment, wait_until  # noqa: E402
from terminal import Failure, report  # noqa: E402

__all__ = ["Failure", "Mode", "Provider", "clean_environment", "report"]

PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
SHA256_RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"


@dataclass
class Mode:
    """One way of issuing, and what our engine must say to it."""

    name: str
    # The provider's own settings for it.
    settings: dict
    # What a connection may demand to be signed → the code of the refusal; None is acceptance.
    verdicts: dict[str, str | None]
    # The parts that bear a signature, where the response is accepted.
    signed: list[str]
    # The elements that stand encrypted in the response as it comes.
    encrypted: list[str] = field(default_factory=list)


class Provider:
    """`folder` holds `sp-metadata.xml` and, by `make_key`, the provider's own `idp-key.pem` and `idp-certificate.pem`."""

    name: str
    user = "ada"
    password = "lovelace"
    modes: list[Mode]
    # What the engine reads where the person is signed in.
    person = "ada"
    name_format = PERSISTENT
    attributes: dict[str, list[str]] = {}
    # What the provider offers besides sign-in.
    signs_out_by: tuple[str, ...] = ()

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port(0)
        self.home = f"http://127.0.0.1:{self.port}"
        self.program: Program | None = None

    def start(self) -> None:
        """Begins to serve, with the first mode."""
        raise NotImplementedError

    def use(self, mode: Mode) -> None:
        """Issues in this mode from now on."""
        raise NotImplementedError

    metadata_address: str

    def metadata(self) -> bytes:
        with self._opener.open(self.metadata_address, timeout=60) as reply:
            return reply.read()

    def serve(self, command: list[str], environment: dict[str, str]) -> None:
        self.program = Program(self.name, command, self.folder / f"{self.name}.log", environment)
        wait_until(self.name, self._answers, self.program, seconds=20)

    def stop(self) -> None:
        if self.program:
            self.program.stop()

    # Loopback only: no proxy of the machine's has a say.
    _opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def _answers(self) -> bool:
        try:
            self.metadata()
            return True
        except OSError:
            return False
