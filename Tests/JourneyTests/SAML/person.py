"""A person with a browser, as far as identity providers need one: cookies, redirects, forms. No JavaScript is run: a form
that a page sends by itself is sent here too."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from html.parser import HTMLParser

# Pages until a provider has answered; the longest way seen has five.
MOST_PAGES = 12


class NoAnswer(Exception):
    """The provider showed a page that leads no further, such as an error."""


@dataclass
class Delivery:
    """What a provider sent to one of our addresses."""

    address: str
    # The form's fields, or the query's; and the query as it came, octet for octet.
    fields: dict[str, str]
    query: str = ""

    @property
    def body(self) -> str:
        return urllib.parse.urlencode(self.fields)


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[dict] = []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form":
            self.forms.append({"action": values.get("action") or "", "method": values.get("method", "get"), "fields": {}})
        elif tag in ("input", "button") and self.forms and values.get("name"):
            self.forms[-1]["fields"].setdefault(values["name"], values.get("value") or "")


class _StopAtOurDoor(urllib.request.HTTPRedirectHandler):
    """Our addresses do not exist: a redirect to one of them is the end of the way."""

    def __init__(self, ours: str):
        self._ours = ours

    def redirect_request(self, request, file, code, message, headers, address):
        if address.startswith(self._ours):
            raise _Arrived(address)
        return super().redirect_request(request, file, code, message, headers, address)


class _Arrived(Exception):
    def __init__(self, address: str):
        super().__init__(address)
        self.address = address


class Person:
    def __init__(self, ours: str, user: str, password: str):
        """`ours`: what the addresses at which the way ends begin with."""
        self._ours = ours
        self._secrets = {"user": user, "username": user, "password": password}
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        # Loopback only: no proxy of the machine's has a say.
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), cookies, _StopAtOurDoor(ours)
        )

    def follow(self, message: dict) -> Delivery:
        """Carries a message of ours to the provider, signs in where asked, and brings what it sends back."""
        try:
            address, page = self._send(message)
            for _ in range(MOST_PAGES):
                form = self._form(page)
                action = urllib.parse.urljoin(address, form["action"])
                if action.startswith(self._ours):
                    return Delivery(action, form["fields"])
                fields = {name: self._secrets.get(name, value) for name, value in form["fields"].items()}
                address, page = self._open(action, urllib.parse.urlencode(fields).encode())
        except _Arrived as arrived:
            query = urllib.parse.urlsplit(arrived.address).query
            fields = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
            return Delivery(arrived.address.split("?")[0], fields, query)
        except urllib.error.HTTPError as error:
            raise NoAnswer(f"{error.code} at {error.url}") from None
        raise NoAnswer(f"still no answer after {MOST_PAGES} pages")

    def _send(self, message: dict) -> tuple[str, str]:
        if "url" in message:
            return self._open(message["url"])
        return self._open(message["action"], urllib.parse.urlencode(message["fields"]).encode())

    def _open(self, address: str, body: bytes | None = None) -> tuple[str, str]:
        with self._opener.open(address, body, timeout=60) as reply:
            return reply.url, reply.read().decode("utf-8")

    def _form(self, page: str) -> dict:
        """The one form that goes on: the one that is for us, else the one that asks for a password, else one that sends itself."""
        parser = _Forms()
        parser.feed(page)
        forms = parser.forms
        for wanted in ("SAMLResponse", "SAMLRequest", "password"):
            for form in forms:
                if wanted in form["fields"]:
                    return form
        posts = [form for form in forms if form["method"].lower() == "post"]
        if len(posts) == 1:
            return posts[0]
        raise NoAnswer(f"a page without a way on: {' '.join(page.split())[:300]}")
