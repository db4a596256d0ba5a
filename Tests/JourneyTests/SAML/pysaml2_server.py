"""An identity provider made of pysaml2, on loopback: answers each request for its one person in the mode of `mode.json`.

    pysaml2_server.py FOLDER PORT

FOLDER holds `sp-metadata.xml`, `idp-key.pem`, `idp-certificate.pem` and `mode.json`. A request that pysaml2 refuses gets 403.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import saml2.entity
import saml2.sigver
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.s_utils import success_status_factory
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server

PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
SHA256_RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


def configuration(folder: Path, home: str) -> IdPConfig:
    def endpoints(path: str) -> list:
        return [(home + path, BINDING_HTTP_REDIRECT), (home + path, BINDING_HTTP_POST)]

    return IdPConfig().load(
        {
            "entityid": f"{home}/metadata",
            "xmlsec_binary": "/usr/bin/xmlsec1",
            "key_file": str(folder / "idp-key.pem"),
            "cert_file": str(folder / "idp-certificate.pem"),
            "metadata": {"local": [str(folder / "sp-metadata.xml")]},
            "service": {
                "idp": {
                    "endpoints": {
                        "single_sign_on_service": endpoints("/sign-on"),
                        "single_logout_service": endpoints("/sign-out"),
                    },
                    "want_authn_requests_signed": True,
                    "signing_algorithm": SHA256_RSA,
                    "digest_algorithm": SHA256,
                    "policy": {
                        "default": {
                            "lifetime": {"minutes": 5},
                            "name_form": "urn:oasis:names:tc:SAML:2.0:attrname-format:uri",
                        }
                    },
                }
            },
        }
    )


class Cipher:
    """pysaml2 names cipher and kind of key in default arguments only; None puts those back."""

    def __init__(self):
        self._template = saml2.sigver.pre_encryption_part
        self._encrypt = saml2.sigver.SecurityContext.encrypt_assertion
        self._by_tool = saml2.sigver.CryptoBackendXmlSec1.encrypt_assertion

    def choose(self, cipher: str | None) -> None:
        def template(**arguments):
            return self._template(**arguments, msg_enc=cipher)

        def encrypt(security, statement, certificate, part, key_type="aes-256", node_xpath=None, node_id=None):
            return self._by_tool(security.crypto, statement, certificate, part, "aes-256", node_xpath, node_id)

        saml2.entity.pre_encryption_part = template if cipher else self._template
        saml2.sigver.SecurityContext.encrypt_assertion = encrypt if cipher else self._encrypt


class Provider:
    def __init__(self, folder: Path, home: str):
        self._folder = folder
        self._server = Server(config=configuration(folder, home))
        self._entity = f"{home}/metadata"
        self._cipher = Cipher()

    def metadata(self) -> str:
        return str(entity_descriptor(self._server.config))

    def sign_on(self, fields: dict, binding: str) -> dict:
        """The page or the redirect that answers; what pysaml2 throws is a refusal."""
        request = self._server.parse_authn_request(fields["SAMLRequest"], binding, **_signature(fields))
        arguments = self._server.response_args(request.message)
        mode = json.loads((self._folder / "mode.json").read_text(encoding="utf-8"))
        self._cipher.choose(mode.get("cipher"))
        message = self._server.create_authn_response(
            identity={"mail": ["ada@example.com"], "givenName": ["Ada"]},
            in_response_to=arguments["in_response_to"],
            destination=arguments["destination"],
            sp_entity_id=arguments["sp_entity_id"],
            name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text="ada"),
            authn={"class_ref": PASSWORD, "authn_auth": self._entity},
            sign_response=mode["sign_response"],
            sign_assertion=mode["sign_assertion"],
            encrypt_assertion="cipher" in mode,
            encrypt_assertion_self_contained=True,
        )
        return self._carry(BINDING_HTTP_POST, message, arguments["destination"], fields)

    def sign_out(self, fields: dict, binding: str) -> dict:
        request = self._server.parse_logout_request(fields["SAMLRequest"], binding, **_signature(fields))
        answer, address = self._server.pick_binding(
            "single_logout_service", [binding], "spsso", entity_id=request.message.issuer.text
        )
        response = self._server.create_logout_response(
            request.message, [binding], status=success_status_factory(), sign=binding == BINDING_HTTP_POST,
            sign_alg=SHA256_RSA, digest_alg=SHA256,
        )  # fmt: skip
        return self._carry(answer, response, address, fields)

    def _carry(self, binding: str, message, address: str, fields: dict) -> dict:
        # The Redirect binding signs beside the message, here, and not inside it.
        beside = {"sign": True, "sigalg": SHA256_RSA} if binding == BINDING_HTTP_REDIRECT else {}
        return self._server.apply_binding(
            binding, str(message), address, fields.get("RelayState", ""), response=True, **beside
        )


def _signature(fields: dict) -> dict:
    return {
        "relay_state": fields.get("RelayState"),
        "sigalg": fields.get("SigAlg"),
        "signature": fields.get("Signature"),
    }


def handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            address = urlsplit(self.path)
            if address.path == "/metadata":
                self._answer(200, provider.metadata())
            else:
                self._receive(address.path, address.query, BINDING_HTTP_REDIRECT)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._receive(self.path, body, BINDING_HTTP_POST)

        def _receive(self, path: str, text: str, binding: str) -> None:
            fields = {name: values[0] for name, values in parse_qs(text).items()}
            receive = provider.sign_on if path == "/sign-on" else provider.sign_out
            try:
                answer = receive(fields, binding)
            except Exception as refusal:
                print(f"refused: {refusal!r}", file=sys.stderr, flush=True)
                self._answer(403, "refused")
                return
            self._answer(answer.get("status", 200), "".join(answer["data"]), answer["headers"])

        def _answer(self, status: int, text: str, headers: list = ()) -> None:
            body = text.encode()
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    provider = Provider(folder, f"http://127.0.0.1:{port}")
    HTTPServer(("127.0.0.1", port), handler(provider)).serve_forever()


if __name__ == "__main__":
    main()
