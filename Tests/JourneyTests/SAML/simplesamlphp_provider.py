"""SimpleSAMLphp from Debian, served by PHP's own server, with a user of its example authentication."""

import json
from pathlib import Path

from ourselves import make_key
from provider import PERSISTENT, SHA256_RSA, Mode, Provider, clean_environment

HOME = Path("/usr/share/simplesamlphp")

CONFIG = """<?php
$config = json_decode(file_get_contents(__DIR__ . '/config.json'), true);
"""
USERS = """<?php
$config = ['people' => ['exampleauth:UserPass',
    '{user}:{password}' => ['uid' => ['ada'], 'mail' => ['ada@example.com'], 'groups' => ['staff', 'math']]]];
"""
HOSTED = """<?php
$metadata['{entity}'] = json_decode(file_get_contents(__DIR__ . '/hosted.json'), true);
"""


def _mode(name: str, response: bool, assertion: bool, verdicts: dict, **more) -> Mode:
    signed = (["response"] if response else []) + (["assertion"] if assertion else [])
    settings = {"saml20.sign.response": response, "saml20.sign.assertion": assertion, **more}
    encrypted = [{"assertion": "EncryptedAssertion", "nameid": "EncryptedID"}[key.split(".")[0]] for key in more]
    return Mode(name, settings, verdicts, signed, encrypted)


class SimpleSAMLphp(Provider):
    name = "simplesamlphp"
    name_format = PERSISTENT
    attributes = {"mail": ["ada@example.com"], "groups": ["staff", "math"]}
    signs_out_by = ("redirect", "post")
    # Its assertions are encrypted by AES-128-CBC and RSA-OAEP, its only cipher, which we take inside a signed response.
    modes = [
        _mode("signed response", True, False, {"either": None, "signed-response": None, "signed-assertion": "SAML-SIG-03"}),
        _mode("signed assertion", False, True, {"either": None, "signed-assertion": None, "signed-response": "SAML-SIG-02"}),
        _mode("both signed", True, True, {"either": None, "both": None}),
        _mode("encrypted, signed response", True, False, {"either": None}, **{"assertion.encryption": True}),
        _mode("encrypted, both signed", True, True, {"both": None}, **{"assertion.encryption": True}),
        _mode("encrypted, CBC in the open", False, True, {"either": "SAML-ENC-02"}, **{"assertion.encryption": True}),
        _mode("encrypted name", True, True, {"either": None}, **{"nameid.encryption": True}),
    ]

    def start(self) -> None:
        self.entity = f"{self.home}/saml2/idp/metadata.php"
        self.metadata_address = self.entity
        make_key(self.folder, "idp")
        self._configuration = self.folder / "config"
        self._metadata = self.folder / "metadata"
        for made in (self._configuration, self._metadata, self.folder / "sessions", self.folder / "temporary"):
            made.mkdir()
        self._write_configuration()
        self.use(self.modes[0])
        command = ["php", "-d", f"session.save_path={self.folder / 'sessions'}", "-S", f"127.0.0.1:{self.port}"]
        environment = clean_environment(SIMPLESAMLPHP_CONFIG_DIR=str(self._configuration))
        self.serve([*command, "-t", str(HOME / "www")], environment)

    def use(self, mode: Mode) -> None:
        hosted = {
            "host": "__DEFAULT__",
            "auth": "people",
            "privatekey": "idp-key.pem",
            "certificate": "idp-certificate.pem",
            "signature.algorithm": SHA256_RSA,
            # Refuses requests that are not signed by the key of our metadata.
            "validate.authnrequest": True,
            "validate.logout": True,
            "sign.logout": True,
            "SingleSignOnServiceBinding": [f"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-{way}" for way in ("Redirect", "POST")],
            "SingleLogoutServiceBinding": [f"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-{way}" for way in ("Redirect", "POST")],
            "NameIDFormat": self.name_format,
            "authproc": {"3": {"class": "saml:AttributeNameID", "attribute": "uid", "Format": self.name_format}},
            **mode.settings,
        }
        (self._metadata / "hosted.json").write_text(json.dumps(hosted), encoding="utf-8")

    def _write_configuration(self) -> None:
        config = {
            "baseurlpath": f"{self.home}/",
            "certdir": f"{self.folder}/",
            "datadir": f"{self.folder}/",
            "tempdir": f"{self.folder / 'temporary'}",
            "loggingdir": f"{self.folder}/",
            "logging.handler": "errorlog",
            "secretsalt": "a salt for one journey",
            "auth.adminpassword": "nobody signs in as the administrator",
            "technicalcontact_email": "na@example.org",
            "timezone": "UTC",
            "enable.saml20-idp": True,
            "module.enable": {"exampleauth": True, "core": True, "saml": True},
            "session.cookie.secure": False,
            "session.cookie.samesite": None,
            "session.phpsession.cookiename": "SimpleSAML",
            "store.type": "phpsession",
            "metadatadir": f"{self._metadata}/",
            # Our metadata as we write it, read by SimpleSAMLphp's own reader.
            "metadata.sources": [{"type": "flatfile"}, {"type": "xml", "file": str(self.folder / "sp-metadata.xml")}],
        }
        users = USERS.format(user=self.user, password=self.password)
        (self._configuration / "config.json").write_text(json.dumps(config), encoding="utf-8")
        (self._configuration / "config.php").write_text(CONFIG, encoding="utf-8")
        (self._configuration / "authsources.php").write_text(users, encoding="utf-8")
        (self._metadata / "saml20-idp-hosted.php").write_text(HOSTED.format(entity=self.entity), encoding="utf-8")
