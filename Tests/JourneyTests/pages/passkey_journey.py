"""Passkeys as a person meets them, in a real browser with a virtual authenticator, against a gateway that serves TLS itself.

Register, sign out, sign in by autofill, by button and as the second factor; a removed passkey fails; a passkey of another
workspace leads there; a touch alone is refused where two factors are demanded, also where the page was made to ask for no
more; a make that the workspace does not take is refused and told what is taken.

    passkey_journey.py --run-json .dev/run.json --screenshots DIR
"""

import base64
import hashlib
import os
import socket
import ssl
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib import error, request

from selenium.webdriver.common.by import By

from factor_journey import equal, expect
from own_workspace import ask, open_workspace
from page_journey import Finding, Pages, asked, browser, is_gone, walk

PATIENCE_SECONDS = 30
# A model of which the gateway is given a root, and which the browser's authenticator is not.
PROVABLE_MODEL, PROVABLE_NAME = "2fc0579f-8113-47ea-b116-bb5a8db9202a", "YubiKey 5 NFC"


def main() -> int:
    facts, folder = asked(__doc__)
    with tempfile.TemporaryDirectory() as scratch, secure_gateway(facts, Path(scratch)) as secure:
        journeys = [
            registers_and_signs_in,
            stands_beside_the_password,
            leads_elsewhere,
            asks_for_more_than_a_touch,
            takes_only_proven_makes,
        ]
        plain = {"plain_gateway": facts["gateway"]}
        return walk("passkeys", journeys, lambda: {**open_workspace(facts), **secure, **plain}, folder)


def registers_and_signs_in(facts: dict, folder: Path) -> None:
    with browser(arguments=facts["browser_arguments"]) as driver:
        pages = Pages(driver, facts, folder)
        device = Authenticator(driver)
        pages.sign_in()
        add_passkey(pages)
        pages.examine("passkeys")
        equal(len(device.credentials()), 1, "passkeys on the device")
        leave(pages, device)

        # By autofill: the page asks by itself, and the device answers.
        device.presence(True)
        pages.open("/sign-in")
        pages.wait_for_account()
        leave(pages, device)

        # By button: nobody is there while the page loads.
        press_sign_in(pages, device, "sign-in-with-passkey")
        pages.wait_for_account()

        # Removed here, it is refused, though the device still has it.
        device.keep_after_signals()
        pages.open("/account/passkeys")
        press(pages, "form:has(input[value='remove']) button")
        leave(pages, device)
        device.restore()
        device.presence(True)
        pages.open("/sign-in")
        pages.wait_until(lambda: "passkey=refused" in driver.current_url, "a removed passkey was not refused")
        device.presence(False)
        pages.raise_findings()


def stands_beside_the_password(facts: dict, folder: Path) -> None:
    with browser(arguments=facts["browser_arguments"]) as driver:
        pages = Pages(driver, facts, folder)
        device = Authenticator(driver)
        pages.sign_in()
        add_passkey(pages)
        leave(pages, device)
        pages.open("/sign-in")
        pages.give_email(facts["owner_email"])
        pages.give_password(facts["owner_password"])
        button = pages.wait_for("form[action$='/second-factor/passkey'] button")
        pages.examine("second-factor-passkey")
        device.presence(True)
        button.click()
        pages.wait_for_account()
        pages.raise_findings()


def leads_elsewhere(facts: dict, folder: Path) -> None:
    with browser(arguments=facts["browser_arguments"]) as driver:
        home = Pages(driver, facts, folder)
        device = Authenticator(driver)
        home.sign_in()
        add_passkey(home)
        leave(home, device)
        device.presence(True)
        other = {**open_workspace(facts), "gateway": facts["gateway"]}
        elsewhere = Pages(driver, other, folder)
        elsewhere.open("/sign-in")
        home.wait_until(
            lambda: f"/w/{facts['workspace']}/" in driver.current_url, "a passkey of another workspace did not lead there"
        )
        # There the page asks once more, and the passkey is at home.
        home.wait_for_account()
        equal(len(device.credentials()), 1, "passkeys that are left on the device")


def asks_for_more_than_a_touch(facts: dict, folder: Path) -> None:
    plain = {**facts, "gateway": facts["plain_gateway"]}
    body = {"email": facts["owner_email"], "password": facts["owner_password"]}
    token = expect(200, *ask(plain, "POST", "/sign-in/password", body))["access_token"]
    with browser(arguments=facts["browser_arguments"]) as driver:
        pages = Pages(driver, facts, folder)
        device = Authenticator(driver)
        pages.sign_in()
        add_passkey(pages)
        leave(pages, device)
        expect(200, *ask(plain, "PUT", "/admin/policy", {"second_factor": "everyone"}, token))

        # The page is made to ask the device for a touch and no more; what the server demands is not the page's to say.
        [passkey] = device.credentials()
        overwritten = overwrite_requests(driver, passkey["credentialId"])
        press_sign_in(pages, device)
        pages.wait_until(lambda: "passkey=unverified" in driver.current_url, "a touch alone was not refused")
        device.presence(False)
        pages.wait_for("[role='alert']")
        pages.examine("sign-in-unverified")
        pages.open("/account")
        if "/sign-in" not in driver.current_url:
            raise Finding(f"after a touch alone the account opened: {driver.current_url}")
        entries = expect(200, *ask(plain, "GET", "/admin/audit?limit=5", token=token))["items"]
        refusals = [entry["changes"] for entry in entries if entry["action"] == "session.sign_in_refused"]
        equal([changes[0]["new"] for changes in refusals], ["verification_demanded"], "reasons of refused sign-ins")

        # The same passkey with its user verified is enough.
        driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": overwritten})
        press_sign_in(pages, device)
        pages.wait_for_account()
        pages.raise_findings()


def takes_only_proven_makes(facts: dict, folder: Path) -> None:
    with browser(arguments=facts["browser_arguments"]) as driver:
        pages = Pages(driver, facts, folder)
        device = Authenticator(driver)
        pages.sign_in()
        add_passkey(pages)
        pages.open("/admin/passkeys")
        pages.examine("admin-passkeys")
        pages.reach_by_tab("textarea")
        pages.wait_for("input[value='models']").click()
        press(pages, "form[action$='/admin/passkeys'] button")
        pages.examine("admin-passkeys-refused")
        driver.get_log("browser")
        pages.wait_for("textarea").send_keys(PROVABLE_MODEL)
        press(pages, "form[action$='/admin/passkeys'] button")
        pages.wait_for("[role='status']")
        pages.examine("admin-passkeys-saved")

        # What was there stays good; another of its make is not taken, and the page says which is.
        leave(pages, device)
        device.presence(True)
        pages.open("/sign-in")
        pages.wait_for_account()
        device.forget()
        pages.open("/account/passkeys")
        press(pages, "form[data-passkey='create'] button")
        pages.wait_until(lambda: "news=not_allowed" in driver.current_url, "a make that is not taken was taken")
        text = pages.wait_for("main").text
        if PROVABLE_NAME not in text:
            raise Finding(f"the page does not say what is taken: {text}")
        pages.examine("passkeys-not-allowed")
        pages.raise_findings()


# The device.


def overwrite_requests(driver, credential: str) -> str:
    """Has every page ask for that credential with a touch alone; the script's identifier."""
    source = """
        const get = navigator.credentials.get.bind(navigator.credentials)
        const bytes = Uint8Array.from(atob("CREDENTIAL"), letter => letter.charCodeAt(0))
        navigator.credentials.get = asked => asked.mediation === "conditional" ? new Promise(() => {}) : get({
            ...asked,
            publicKey: {
                ...asked.publicKey,
                userVerification: "discouraged",
                allowCredentials: [{ type: "public-key", id: bytes }],
            },
        })
    """.replace("CREDENTIAL", credential)
    return driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": source})["identifier"]


class Authenticator:
    """A virtual authenticator of the browser's: a platform one with resident keys and user verification."""

    def __init__(self, driver):
        self._driver = driver
        self._kept: list[dict] = []
        driver.execute_cdp_cmd("WebAuthn.enable", {"enableUI": False})
        self._id = self._add()

    def _add(self) -> str:
        options = {
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        return self._driver.execute_cdp_cmd("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def credentials(self) -> list[dict]:
        return self._ask("getCredentials")["credentials"]

    def presence(self, enabled: bool) -> None:
        self._ask("setAutomaticPresenceSimulation", enabled=enabled)

    def forget(self) -> None:
        self._ask("clearCredentials")

    def keep_after_signals(self) -> None:
        self._kept = self.credentials()

    def restore(self) -> None:
        """Puts back what a signal made the device forget, as a device does that knows no signals."""
        known = {credential["credentialId"] for credential in self.credentials()}
        for credential in self._kept:
            if credential["credentialId"] not in known:
                self._ask("addCredential", credential=credential)

    def _ask(self, command: str, **parameters) -> dict:
        return self._driver.execute_cdp_cmd(f"WebAuthn.{command}", {"authenticatorId": self._id, **parameters})


def add_passkey(pages: Pages) -> None:
    pages.open("/account/passkeys")
    press(pages, "form[data-passkey='create'] button")
    # The first factor brings recovery codes.
    if pages.driver.find_elements(By.CSS_SELECTOR, "#codes"):
        press(pages, "section a.primary")
    pages.wait_for("table input[name='name']")


def press_sign_in(pages: Pages, device: Authenticator, name: str = "") -> None:
    """Presses the button of the sign-in page, with somebody at the device; a page with a name is looked at before."""
    pages.open("/sign-in")
    button = pages.wait_for("form[data-passkey] button")
    if name:
        pages.examine(name)
    device.presence(True)
    button.click()


def leave(pages: Pages, device: Authenticator) -> None:
    """Signs out; nobody is at the device, or the next page would sign in again at once."""
    device.presence(False)
    pages.open("/account")
    pages.sign_out()


def press(pages: Pages, selector: str) -> None:
    page = pages.driver.find_element(By.TAG_NAME, "html")
    pages.wait_for(selector).click()
    pages.wait_until(lambda: is_gone(page), f"pressing {selector} led nowhere")


# The gateway.


@contextmanager
def secure_gateway(facts: dict, folder: Path):
    """One more gateway over the running one's databases, which serves TLS by a certificate of the development CA."""
    root = Path(__file__).resolve().parents[3]
    subprocess.run([str(root / "certs-dev" / "make"), str(folder)], check=True, capture_output=True)
    running = Path(f"/proc/{facts['pids']['gateway']}")
    environment = dict(
        pair.split("=", 1) for pair in (running / "environ").read_text(encoding="utf-8").split("\0") if "=" in pair
    )
    roots = folder / "roots"
    roots.mkdir()
    shutil.copy(folder / "ca.pem", roots / f"{PROVABLE_MODEL}.pem")
    port, management = free_port(), free_port()
    address = f"https://localhost:{port}"
    environment |= {
        "GATEWAY_PUBLIC_URL": address,
        "GATEWAY_LISTEN": f"127.0.0.1:{port}",
        "GATEWAY_MANAGEMENT_LISTEN": f"127.0.0.1:{management}",
        "GATEWAY_TLS_CERTIFICATE": str(folder / "server.pem"),
        "GATEWAY_TLS_PRIVATE_KEY": str(folder / "server.key"),
        "GATEWAY_ATTESTATION_ROOTS": str(roots),
    }
    with (folder / "gateway.log").open("wb") as log:
        gateway = subprocess.Popen([os.readlink(running / "exe"), "serve"], env=environment, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{management}/health/ready", gateway, folder)
        flag = f"--ignore-certificate-errors-spki-list={fingerprint(port)}"
        yield {"gateway": address, "browser_arguments": [flag]}
    finally:
        gateway.terminate()
        gateway.wait(PATIENCE_SECONDS)


def fingerprint(port: int) -> str:
    """SHA-256 of the server's public key, by which the browser trusts it."""
    pem = ssl.get_server_certificate(("localhost", port))
    key = subprocess.run(["openssl", "x509", "-pubkey", "-noout"], input=pem, text=True, capture_output=True, check=True)
    der = subprocess.run(
        ["openssl", "pkey", "-pubin", "-outform", "der"], input=key.stdout.encode(), capture_output=True, check=True
    )
    return base64.b64encode(hashlib.sha256(der.stdout).digest()).decode()


def wait_for(address: str, gateway: subprocess.Popen, folder: Path) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and gateway.poll() is None:
        try:
            with request.urlopen(address, timeout=5):
                return
        except (error.URLError, OSError):
            time.sleep(0.2)
    raise Finding(f"the gateway with TLS did not answer: {(folder / 'gateway.log').read_text(encoding='utf-8')[-2000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main())
