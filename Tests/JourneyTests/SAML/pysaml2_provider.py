"""An identity provider made of pysaml2: writes its metadata and one response for each mode into a folder.

    pysaml2_provider.py FOLDER

FOLDER holds `sp-metadata.xml`, our metadata. Afterwards it holds `idp-metadata.xml` and `MODE.xml` for every mode below.
pysaml2 comes from PyPI into a virtual environment beside the folder, xmlsec1, which it calls, from the distribution.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

PYSAML2 = "pysaml2==7.5.5"
ENTITY = "http://127.0.0.1/pysaml2/metadata"
SIGN_ON = "http://127.0.0.1/pysaml2/sso"
REQUEST = "_request-1"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
AES_256_GCM = "http://www.w3.org/2009/xmlenc11#aes256-gcm"
AES_256_CBC = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"

# What is signed, and whether the assertion is encrypted; None leaves pysaml2's own choice of cipher, which is triple DES.
MODES = {
    "signed-response": {"sign_response": True, "sign_assertion": False},
    "signed-assertion": {"sign_response": False, "sign_assertion": True},
    "both-signed": {"sign_response": True, "sign_assertion": True},
    "encrypted-default": {"sign_response": True, "sign_assertion": True, "encrypt": None},
    "encrypted-gcm": {"sign_response": False, "sign_assertion": True, "encrypt": AES_256_GCM},
    "encrypted-cbc": {"sign_response": True, "sign_assertion": True, "encrypt": AES_256_CBC},
    "encrypted-cbc-bare": {"sign_response": False, "sign_assertion": True, "encrypt": AES_256_CBC},
}


def run_inside_environment(folder: Path) -> None:
    """Starts this script again by the interpreter that has pysaml2, made at the first time."""
    environment = folder / "pysaml2-environment"
    python = environment / "bin" / "python"
    if not python.exists():
        venv.create(environment, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PYSAML2], check=True)
    os.execv(python, [str(python), __file__, str(folder), "--inside"])


def make_key(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-sha256", "-days", "2", "-subj", "/CN=pysaml2",
         "-keyout", folder / "idp-key.pem", "-out", folder / "idp-certificate.pem"],
        check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def configuration(folder: Path):
    from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
    from saml2.config import IdPConfig

    return IdPConfig().load(
        {
            "entityid": ENTITY,
            "xmlsec_binary": "/usr/bin/xmlsec1",
            "key_file": str(folder / "idp-key.pem"),
            "cert_file": str(folder / "idp-certificate.pem"),
            "metadata": {"local": [str(folder / "sp-metadata.xml")]},
            "service": {
                "idp": {
                    "endpoints": {
                        "single_sign_on_service": [(SIGN_ON, BINDING_HTTP_REDIRECT), (SIGN_ON, BINDING_HTTP_POST)]
                    },
                    "signing_algorithm": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                    "digest_algorithm": "http://www.w3.org/2001/04/xmlenc#sha256",
                    "policy": {"default": {"lifetime": {"minutes": 5}, "name_form": "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"}},
                }
            },
        }
    )  # fmt: skip


def choose_cipher(cipher: str | None) -> None:
    """pysaml2 names cipher and kind of key in default arguments only; None puts those back."""
    import saml2.entity
    import saml2.sigver

    template = saml2.sigver.pre_encryption_part
    encrypt = saml2.sigver.CryptoBackendXmlSec1.encrypt_assertion

    def template_with_cipher(**arguments):
        return template(**arguments, msg_enc=cipher)

    def encrypt_with_key(security, statement, certificate, part, key_type="aes-256", node_xpath=None, node_id=None):
        return encrypt(security.crypto, statement, certificate, part, "aes-256", node_xpath, node_id)

    saml2.entity.pre_encryption_part = template_with_cipher if cipher else template
    saml2.sigver.SecurityContext.encrypt_assertion = encrypt_with_key if cipher else SECURITY["encrypt"]


# What pysaml2 came with, to be put back.
SECURITY: dict = {}


def issue(folder: Path) -> None:
    import saml2.sigver
    from saml2.metadata import entity_descriptor
    from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
    from saml2.server import Server

    config = configuration(folder)
    (folder / "idp-metadata.xml").write_text(str(entity_descriptor(config)), encoding="utf-8")
    server = Server(config=config)
    partner = server.metadata.service_providers()[0]
    address = server.metadata.assertion_consumer_service(partner)[0]["location"]
    SECURITY["encrypt"] = saml2.sigver.SecurityContext.encrypt_assertion
    for mode, wishes in MODES.items():
        choose_cipher(wishes.get("encrypt"))
        message = server.create_authn_response(
            identity={"mail": ["ada@example.com"], "givenName": ["Ada"]},
            in_response_to=REQUEST,
            destination=address,
            sp_entity_id=partner,
            name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text="ada"),
            authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport", "authn_auth": ENTITY},
            sign_response=wishes["sign_response"],
            sign_assertion=wishes["sign_assertion"],
            encrypt_assertion="encrypt" in wishes,
            encrypt_assertion_self_contained=True,
        )
        (folder / f"{mode}.xml").write_text(str(message), encoding="utf-8")


def main() -> int:
    folder = Path(sys.argv[1]).resolve()
    if "--inside" not in sys.argv:
        make_key(folder)
        run_inside_environment(folder)
    issue(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
