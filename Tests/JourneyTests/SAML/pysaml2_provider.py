"""pysaml2 from PyPI, in an environment of its own, behind a small server: pysaml2 is a library and has no pages."""

import json
import subprocess
import venv
from pathlib import Path

from ourselves import make_key
from provider import PERSISTENT, Mode, Provider, clean_environment

PYSAML2 = "pysaml2==7.5.5"
SERVER = Path(__file__).with_name("pysaml2_server.py")
AES_256_GCM = "http://www.w3.org/2009/xmlenc11#aes256-gcm"
AES_256_CBC = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"


def _mode(name: str, response: bool, assertion: bool, verdicts: dict, **encryption) -> Mode:
    """`cipher=None` leaves pysaml2's own choice, which is triple DES."""
    signed = (["response"] if response else []) + (["assertion"] if assertion else [])
    settings = {"sign_response": response, "sign_assertion": assertion, **encryption}
    return Mode(name, settings, verdicts, signed, ["EncryptedAssertion"] if encryption else [])


class PySAML2(Provider):
    name = "pysaml2"
    name_format = PERSISTENT
    attributes = {"urn:oid:0.9.2342.19200300.100.1.3": ["ada@example.com"]}
    signs_out_by = ("redirect", "post")
    modes = [
        _mode("signed response", True, False, {"either": None, "signed-response": None, "signed-assertion": "SAML-SIG-03"}),
        _mode("signed assertion", False, True, {"either": None, "signed-assertion": None, "signed-response": "SAML-SIG-02"}),
        _mode("both signed", True, True, {"either": None, "both": None}),
        _mode("encrypted by GCM", False, True, {"either": None}, cipher=AES_256_GCM),
        _mode("encrypted by CBC", True, True, {"either": None}, cipher=AES_256_CBC),
        _mode("encrypted by CBC in the open", False, True, {"either": "SAML-ENC-02"}, cipher=AES_256_CBC),
        _mode("encrypted by triple DES", True, True, {"either": "SAML-ENC-02"}, cipher=None),
    ]

    def start(self) -> None:
        self.metadata_address = f"{self.home}/metadata"
        make_key(self.folder, "idp")
        environment = self.folder / "environment"
        venv.create(environment, with_pip=True)
        python = environment / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PYSAML2], check=True)
        self.use(self.modes[0])
        self.serve([str(python), "-B", str(SERVER), str(self.folder), str(self.port)], clean_environment())

    def use(self, mode: Mode) -> None:
        (self.folder / "mode.json").write_text(json.dumps(mode.settings), encoding="utf-8")
