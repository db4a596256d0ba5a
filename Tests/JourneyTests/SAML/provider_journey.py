"""Real identity providers, started on loopback, with our engine: their metadata is read by us and ours by them, they take our
signed requests by Redirect and by POST and refuse a stranger's, and what they issue in each of their modes is judged right.

    provider_journey.py PROGRAMS PROVIDER…

PROGRAMS is the folder with `identity-gateway` and `saml-party`. Ends with 1 where anything is not as it must be; the closing
line counts.
"""

import base64
import re
import sys
import tempfile
from pathlib import Path

from lemonldap_provider import LemonLDAP
from ourselves import Ourselves, certificate
from person import Delivery, NoAnswer, Person
from provider import Failure, Mode, Provider, report
from pysaml2_provider import PySAML2
from simplesamlphp_provider import SimpleSAMLphp

PROVIDERS = {provider.name: provider for provider in (PySAML2, SimpleSAMLphp, LemonLDAP)}
WAYS = ("redirect", "post")


class Journey:
    def __init__(self, provider: Provider, programs: Path):
        self.provider = provider
        self.we = Ourselves(programs, provider.folder, provider.name)
        self.stranger = Ourselves(programs, provider.folder, provider.name, key="stranger")
        self.right = 0
        self.wrong = 0

    def walk(self) -> None:
        provider = self.provider
        self.we.write_metadata()
        provider.start()
        try:
            self._read_theirs()
            for mode in provider.modes:
                provider.use(mode)
                for way in WAYS:
                    self._sign_in(mode, way)
            provider.use(provider.modes[0])
            for way in WAYS:
                self._knock_as_stranger(way)
            for way in provider.signs_out_by:
                self._sign_out(way)
        finally:
            provider.stop()

    def _read_theirs(self) -> None:
        document = self.provider.metadata()
        (self.provider.folder / "idp-metadata.xml").write_bytes(document)
        read = self.we.read_metadata()
        self._expect("metadata: their certificate", certificate(self.provider.folder, "idp"), *read["signing_certificates"])
        self._expect("metadata: their sign-on addresses", True, all(a.startswith(self.provider.home) for a in read["sign_on"]))

    def _sign_in(self, mode: Mode, way: str) -> None:
        request = self.we.sign_on(way, self.provider.name_format)
        try:
            delivery = self._person().follow(request)
        except NoAnswer as page:
            self._expect(f"{mode.name}, {way}: an answer", "a response", str(page))
            return
        document = base64.b64decode(delivery.fields["SAMLResponse"]).decode()
        self._expect(f"{mode.name}, {way}: encrypted parts", mode.encrypted, re.findall(r"<[a-z0-9]*:?(Encrypted[AI]\w+)", document))
        for demand, code in mode.verdicts.items():
            verdict = self.we.judge(delivery.fields["SAMLResponse"], request["id"], demand)
            self._expect(f"{mode.name}, {way}, {demand}", code, verdict["code"], verdict["facts"].get("detail"))
            if code is None and verdict["code"] is None:
                self._compare(f"{mode.name}, {way}, {demand}", mode, verdict["facts"], delivery)

    def _compare(self, what: str, mode: Mode, facts: dict, delivery: Delivery) -> None:
        self._expect(f"{what}: name", self.provider.person, facts["name_id"])
        self._expect(f"{what}: signed parts", mode.signed, facts["signed"])
        self._expect(f"{what}: relay state", "state-1", delivery.fields.get("RelayState"))
        for name, values in self.provider.attributes.items():
            self._expect(f"{what}: {name}", sorted(values), sorted(facts["attributes"].get(name, [])))

    def _knock_as_stranger(self, way: str) -> None:
        """The same request, signed by a key that our metadata does not name."""
        try:
            answered = self._person().follow(self.stranger.sign_on(way, self.provider.name_format)).fields
            found = "a sign-in" if "SAMLResponse" in answered and self._is_success(answered) else "a refusal"
        except NoAnswer:
            found = "a refusal"
        self._expect(f"a stranger's request by {way}", "a refusal", found)

    def _is_success(self, answered: dict) -> bool:
        return self.we.judge(answered["SAMLResponse"], "_none", "either")["code"] != "SAML-STAT-01"

    def _sign_out(self, way: str) -> None:
        person = self._person()
        request = self.we.sign_on("redirect", self.provider.name_format)
        answer = person.follow(request)
        self.we.judge(answer.fields["SAMLResponse"], request["id"], "either")
        goodbye = self.we.sign_out(way)
        try:
            delivery = person.follow(goodbye)
        except NoAnswer as page:
            self._expect(f"sign-out by {way}: an answer", "a response", str(page))
            return
        came_by = "redirect" if delivery.query else "post"
        octets = delivery.query or delivery.body
        verdict = self.we.judge_sign_out(came_by, octets, goodbye["id"])
        self._expect(f"sign-out by {way}", "success", verdict["outcome"])

    def _person(self) -> Person:
        return Person(self.we.acs.removesuffix("acs"), self.provider.user, self.provider.password)

    def _expect(self, what: str, expected, *found) -> None:
        is_right = found[0] == expected
        self.right += is_right
        self.wrong += not is_right
        if not is_right:
            print(f"WRONG {self.provider.name}, {what}: expected {expected}, found {', '.join(map(str, found))}", flush=True)


def main() -> int:
    programs = Path(sys.argv[1]).resolve()
    right = wrong = 0
    for name in sys.argv[2:]:
        with tempfile.TemporaryDirectory(prefix="saml-journey-") as folder:
            journey = Journey(PROVIDERS[name](Path(folder)), programs)
            try:
                journey.walk()
            except Failure as failure:
                report(failure)
                journey.wrong += 1
        print(f"{name}: {journey.right} right, {journey.wrong} wrong", flush=True)
        right, wrong = right + journey.right, wrong + journey.wrong
    print(f"SAML providers: {right} right, {wrong} wrong")
    return 1 if wrong or not right else 0


if __name__ == "__main__":
    sys.exit(main())
