"""Feeds what a real identity provider issues to the engine and compares every verdict with what it must be.

    pysaml2_journey.py GATEWAY-PROGRAM

It makes our key and metadata, lets pysaml2_provider.py issue a response of every mode, and asks `inspect saml`, which is the
same engine with the same codes as the running gateway. Ends with 1 where a verdict differs.
"""

import json
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from pysaml2_provider import MODES, REQUEST

ENTITY = "https://sp.example.org/w/acme/saml/pysaml2/metadata"
ACS = "https://sp.example.org/w/acme/saml/pysaml2/acs"

# Mode, what the policy demands, and the code of the refusal; None is acceptance.
VERDICTS = [
    ("signed-response", "either", None),
    ("signed-response", "signed-response", None),
    ("signed-response", "signed-assertion", "SAML-SIG-03"),
    ("signed-assertion", "either", None),
    ("signed-assertion", "signed-assertion", None),
    ("signed-assertion", "signed-response", "SAML-SIG-02"),
    ("both-signed", "both", None),
    ("encrypted-gcm", "either", None),
    ("encrypted-cbc", "either", None),
    # CBC without a signature over the ciphertext, and pysaml2's own choice, triple DES.
    ("encrypted-cbc-bare", "either", "SAML-ENC-02"),
    ("encrypted-default", "either", "SAML-ENC-02"),
]

METADATA = """<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" \
xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="{entity}">\
<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">\
<md:KeyDescriptor use="encryption"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate>\
</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>\
<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="{acs}" index="0" \
isDefault="true"/></md:SPSSODescriptor></md:EntityDescriptor>
"""


def make_ourselves(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-sha256", "-days", "2", "-subj", "/CN=sp",
         "-keyout", folder / "sp-key.pem", "-out", folder / "sp-certificate.pem"],
        check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    lines = (folder / "sp-certificate.pem").read_text(encoding="ascii").splitlines()
    certificate = "".join(line for line in lines if not line.startswith("-----"))
    metadata = METADATA.format(entity=ENTITY, acs=ACS, certificate=certificate)
    (folder / "sp-metadata.xml").write_text(metadata, encoding="utf-8")


def judge(program: str, folder: Path, mode: str, demand: str) -> dict:
    command = [
        program, "inspect", "saml", str(folder / f"{mode}.xml"),
        "--idp-metadata", str(folder / "idp-metadata.xml"),
        "--sp-entity-id", ENTITY, "--acs", ACS, "--request-id", REQUEST, "--require", demand,
        "--sp-key", str(folder / "sp-key.pem"),
        "--now", datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    ]  # fmt: skip
    return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)


def main() -> int:
    program = sys.argv[1]
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_ourselves(folder)
        provider = Path(__file__).with_name("pysaml2_provider.py")
        subprocess.run([sys.executable, provider, folder], check=True, stderr=subprocess.DEVNULL)
        assert {mode for mode, _, _ in VERDICTS} == set(MODES)
        for mode, demand, code in VERDICTS:
            answer = judge(program, folder, mode, demand)
            right = answer["code"] == code and (code is not None or answer["facts"]["name_id"] == "ada")
            print(f"{'ok   ' if right else 'WRONG'} {mode}, {demand}: {answer['code'] or answer['verdict']}")
            wrong += not right
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
