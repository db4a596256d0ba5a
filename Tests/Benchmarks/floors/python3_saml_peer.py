"""The peer of SAML validation: python3-saml in its strict mode, over the same response, at the moment it was issued for.

    python3_saml_peer.py RESPONSE.xml CERTIFICATE.der MOMENT SECONDS

MOMENT: seconds since 1970. Prints validations per second of processor time; ends with 1 where python3-saml refuses.
"""

import base64
import re
import sys
import time
from pathlib import Path

from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils


def first(pattern: str, text: str) -> str:
    return re.search(pattern, text)[1]


def main() -> int:
    document, certificate = Path(sys.argv[1]).read_text(encoding="utf-8"), Path(sys.argv[2]).read_bytes()
    moment, seconds = int(sys.argv[3]), float(sys.argv[4])
    OneLogin_Saml2_Utils.now = staticmethod(lambda: moment)
    address = first(r'Destination="([^"]*)"', document)
    settings = OneLogin_Saml2_Settings(
        {
            "strict": True,
            "sp": {
                "entityId": first(r"Audience>([^<]*)<", document),
                "assertionConsumerService": {"url": address},
            },
            "idp": {
                "entityId": first(r"Issuer>([^<]*)<", document),
                "singleSignOnService": {"url": "https://idp.example.com/sso"},
                "x509cert": base64.b64encode(certificate).decode(),
            },
            "security": {"wantAssertionsSigned": True, "rejectDeprecatedAlgorithm": True},
        },
        sp_validation_only=False,
    )
    scheme, host, path = re.match(r"(https?)://([^/]*)(.*)", address).groups()
    request = {"https": "on" if scheme == "https" else "off", "http_host": host, "script_name": path, "post_data": {}}
    message = base64.b64encode(document.encode()).decode()
    expected = first(r'InResponseTo="([^"]*)"', document)

    count = 0
    start = time.process_time()
    while time.process_time() - start < seconds:
        response = OneLogin_Saml2_Response(settings, message)
        if not response.is_valid(request, expected):
            print(response.get_error(), file=sys.stderr)
            return 1
        count += 1
    print(f"{count / (time.process_time() - start):.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
