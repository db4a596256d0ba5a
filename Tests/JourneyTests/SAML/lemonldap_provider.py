"""LemonLDAP::NG from Debian: its portal under plackup, with the users of its demonstration backend."""

import json
from pathlib import Path

from ourselves import make_key
from provider import PERSISTENT, Mode, Provider, clean_environment

HOME = Path("/usr/share/lemonldap-ng/portal")

SETTINGS = """[all]
logLevel = notice
[configuration]
type = File
dirName = {configuration}
localStorage = Cache::FileCache
localStorageOptions = {{'namespace' => 'configuration', 'cache_root' => '{cache}', 'cache_depth' => 1}}
[portal]
templateDir = {home}/templates
languages = en
"""

# Which signatures: -1 as the metadata says, 0 none around the assertion, 1 around it too.
_BOTH, _ASSERTION = 1, 0


def _mode(name: str, signature: int, encryption: str, verdicts: dict, signed: list[str], *encrypted: str) -> Mode:
    settings = {"samlSPMetaDataOptionsSignSSOMessage": signature, "samlSPMetaDataOptionsEncryptionMode": encryption}
    return Mode(name, settings, verdicts, signed, list(encrypted))


class LemonLDAP(Provider):
    name = "lemonldap"
    user = password = "dwho"
    person = "dwho@badwolf.org"
    name_format = PERSISTENT
    attributes = {"mail": ["dwho@badwolf.org"], "groups": ["timelords", "users"]}
    signs_out_by = ("redirect", "post")
    # Its fourth mode, an encrypted NameID, is none: the portal of this version overwrites the name that lasso has encrypted.
    modes = [
        _mode("both signed", _BOTH, "none", {"either": None, "both": None}, ["response", "assertion"]),
        _mode("signed assertion", _ASSERTION, "none", {"either": None, "signed-response": "SAML-SIG-02"}, ["assertion"]),
        _mode("encrypted", _BOTH, "assertion", {"either": None}, ["response", "assertion"], "EncryptedAssertion"),
    ]

    def start(self) -> None:
        self.metadata_address = f"{self.home}/saml/metadata"
        make_key(self.folder, "idp")
        self._configuration = self.folder / "configuration"
        for made in ("configuration", "cache", "sessions/lock", "psessions/lock"):
            (self.folder / made).mkdir(parents=True)
        settings = SETTINGS.format(configuration=self._configuration, cache=self.folder / "cache", home=HOME)
        (self.folder / "lemonldap.ini").write_text(settings, encoding="utf-8")
        self.use(self.modes[0])

    def use(self, mode: Mode) -> None:
        """The portal keeps its configuration for a while, so each mode is a start of its own."""
        self.stop()
        configuration = {**self._common(), "samlSPMetaDataOptions": {"us": {**self._options(), **mode.settings}}}
        (self._configuration / "lmConf-1.json").write_text(json.dumps(configuration), encoding="utf-8")
        command = ["plackup", "--server", "HTTP::Server::PSGI", "--env", "deployment", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), str(HOME / "htdocs" / "index.psgi")]
        self.serve(command, clean_environment(LLNG_DEFAULTCONFFILE=str(self.folder / "lemonldap.ini")))

    def _common(self) -> dict:
        key = (self.folder / "idp-key.pem").read_text(encoding="ascii")
        certificate = (self.folder / "idp-certificate.pem").read_text(encoding="ascii")
        sessions = "Lemonldap::NG::Common::Apache::Session::Generate::SHA256"
        return {
            "cfgNum": 1,
            "cfgDate": 1,
            "portal": f"{self.home}/",
            "domain": "127.0.0.1",
            "cookieName": "lemonldap",
            "securedCookie": 0,
            "requireToken": 0,
            "whatToTrace": "uid",
            "loginHistoryEnabled": 0,
            "notification": 0,
            "registerDB": "Null",
            # Some captcha module is always loaded; this plugin stands in for the one that needs picture libraries.
            "captcha": "::Plugins::History",
            "authentication": "Demo",
            "userDB": "Same",
            "passwordDB": "Demo",
            "demoExportedVars": {"uid": "uid", "mail": "mail", "cn": "cn"},
            "locationRules": {"default": {"default": "accept"}},
            "key": "a key for one journey",
            "globalStorage": "Apache::Session::File",
            "globalStorageOptions": {
                "Directory": str(self.folder / "sessions"), "LockDirectory": str(self.folder / "sessions/lock"),
                "generateModule": sessions,
            },
            "persistentStorage": "Apache::Session::File",
            "persistentStorageOptions": {
                "Directory": str(self.folder / "psessions"), "LockDirectory": str(self.folder / "psessions/lock"),
            },
            "localSessionStorage": "Cache::FileCache",
            "localSessionStorageOptions": {
                "namespace": "sessions", "cache_root": str(self.folder / "cache"), "cache_depth": 1,
            },
            "issuerDBSAMLActivation": 1,
            "samlServicePrivateKeySig": key,
            "samlServicePublicKeySig": certificate,
            "samlServiceSignatureMethod": "RSA_SHA256",
            # Our metadata as we write it, read by lasso.
            "samlSPMetaDataXML": {
                "us": {"samlSPMetaDataXML": (self.folder / "sp-metadata.xml").read_text(encoding="utf-8")}
            },
            "samlSPMetaDataExportedAttributes": {
                "us": {
                    "mail": "1;mail;urn:oasis:names:tc:SAML:2.0:attrname-format:basic;mail",
                    "groups": "0;groups;urn:oasis:names:tc:SAML:2.0:attrname-format:basic;groups",
                }
            },
        }  # fmt: skip

    @staticmethod
    def _options() -> dict:
        return {
            # Refuses requests that are not signed by the key of our metadata.
            "samlSPMetaDataOptionsCheckSSOMessageSignature": 1,
            "samlSPMetaDataOptionsCheckSLOMessageSignature": 1,
            "samlSPMetaDataOptionsSignSLOMessage": 1,
            "samlSPMetaDataOptionsNameIDFormat": "persistent",
            "samlSPMetaDataOptionsNameIDSessionKey": "mail",
            "samlSPMetaDataOptionsNotOnOrAfterTimeout": 300,
            "samlSPMetaDataOptionsSessionNotOnOrAfterTimeout": 3_600,
        }
