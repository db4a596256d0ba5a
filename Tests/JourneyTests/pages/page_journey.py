"""The pages as a person meets them, in a real browser: sign in, look at the account, end a session, sign out.

Every page is photographed at 390 and 1280 pixels, light and dark, and asked by axe-core for what keeps people out. The
sign-in is walked by keyboard alone, and once more without JavaScript. Nothing may scroll sideways at 320 pixels, and the
browser may complain of nothing.

    page_journey.py --run-json .dev/run.json --screenshots DIR
"""

import argparse
import importlib.util
import json
import sys
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE_SECONDS = 60
WIDTHS = {390: 844, 1280: 900}
NARROWEST = 320
SCHEMES = ("light", "dark")
MOST_TABS = 40


class Finding(Exception):
    """Something on a page that is not as it must be."""


def main() -> int:
    facts, folder = asked(__doc__)
    for old in folder.glob("*.png"):
        old.unlink()
    return walk("pages", [looks_at_every_page, signs_in_by_keyboard, signs_in_without_javascript], lambda: facts, folder)


def asked(description: str) -> tuple[dict, Path]:
    """The facts of run.json and the folder for screenshots, as the command line names them."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run-json", required=True)
    parser.add_argument("--screenshots", required=True)
    options = parser.parse_args()
    folder = Path(options.screenshots)
    folder.mkdir(parents=True, exist_ok=True)
    return json.loads(Path(options.run_json).read_text(encoding="utf-8")), folder


def walk(kind: str, journeys: list, facts, folder: Path) -> int:
    """Walks each journey with facts made for it, and tells of each; the exit code."""
    failed = 0
    for journey in journeys:
        name = journey.__name__.replace("_", " ")
        try:
            journey(facts(), folder)
            print(f"✓ {name}", flush=True)
        except Exception as problem:  # noqa: BLE001 each journey is told of, whatever stopped it
            failed += 1
            fault = "" if isinstance(problem, Finding) else f"{type(problem).__name__}: "
            print(f"✗ {name}: {fault}{problem}", flush=True)
    print(f"{kind}: {len(journeys) - failed} passed, {failed} failed")
    return 1 if failed else 0


# The journeys.


def looks_at_every_page(facts: dict, folder: Path) -> None:
    with browser() as driver:
        pages = Pages(driver, facts, folder)
        pages.open("/sign-in")
        pages.examine("sign-in")

        pages.give_email(facts["owner_email"])
        pages.examine("sign-in-password")
        pages.give_password("not the password")
        pages.examine("sign-in-refused")
        # A refusal is an answer with an error's status, which the browser notes; that is no complaint.
        driver.get_log("browser")

        pages.sign_in()
        pages.examine("account")

        pages.open("/no-such-page")
        pages.examine("not-found")
        driver.get_log("browser")

        pages.open("/account")
        pages.sign_out()
        pages.examine("signed-out")
        pages.open("/account")
        if "/sign-in" not in driver.current_url:
            raise Finding(f"signed out, the account page led to {driver.current_url}")
        pages.raise_findings()


def signs_in_by_keyboard(facts: dict, _folder: Path) -> None:
    with browser() as driver:
        pages = Pages(driver, facts, None)
        pages.open("/sign-in")
        pages.reach_by_tab("input[autocomplete~='username']")
        driver.switch_to.active_element.send_keys(facts["owner_email"], Keys.ENTER)
        pages.wait_for("input[type='password']")
        pages.reach_by_tab("input[type='password']")
        driver.switch_to.active_element.send_keys(facts["owner_password"], Keys.ENTER)
        pages.wait_for_account()
        pages.reach_by_tab("form[action$='/sign-out'] button, form[action$='/sign-out'] input[type='submit']")
        driver.switch_to.active_element.send_keys(Keys.ENTER)
        pages.wait_until(lambda: "/account" not in driver.current_url, "the sign-out by keyboard led nowhere")


def signs_in_without_javascript(facts: dict, _folder: Path) -> None:
    with browser(javascript=False) as driver:
        pages = Pages(driver, facts, None)
        pages.open("/sign-in")
        pages.sign_in()
        pages.sign_out()


# The browser.


@contextmanager
def browser(javascript: bool = True, arguments: list[str] = []):  # noqa: B006 it is only read
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    options.add_argument("--headless=new")
    options.add_argument("--disable-dev-shm-usage")
    options.add_argument("--lang=en")
    # As root, and in most containers, Chromium cannot make its sandbox; here it sees our own pages alone.
    options.add_argument("--no-sandbox")
    for argument in arguments:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    preferences = {"intl.accept_languages": "en", "credentials_enable_service": False}
    if not javascript:
        preferences["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", preferences)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    try:
        yield driver
    finally:
        driver.quit()


class Pages:
    def __init__(self, driver, facts: dict, folder: Path | None):
        self.driver = driver
        self.facts = facts
        self.folder = folder
        self.findings: list[str] = []

    def open(self, path: str) -> None:
        self.driver.get(f"{self.facts['gateway']}/w/{self.facts['workspace']}{path}")

    # What a person does.

    def sign_in(self) -> None:
        self.open("/sign-in")
        self.give_email(self.facts["owner_email"])
        self.give_password(self.facts["owner_password"])
        self.wait_for_account()

    def give_email(self, email: str) -> None:
        field = self.wait_for("input[autocomplete~='username']")
        field.clear()
        field.send_keys(email, Keys.ENTER)
        self.wait_for("input[type='password']")

    def give_password(self, password: str) -> None:
        field = self.wait_for("input[type='password']")
        page = self.driver.find_element(By.TAG_NAME, "html")
        field.send_keys(password, Keys.ENTER)
        self.wait_until(lambda: is_gone(page), "giving the password led nowhere")

    def sign_out(self) -> None:
        button = self.wait_for("form[action$='/sign-out'] button, form[action$='/sign-out'] input[type='submit']")
        button.click()
        self.wait_until(lambda: "/account" not in self.driver.current_url, "the sign-out led nowhere")

    def reach_by_tab(self, selector: str) -> None:
        """Goes there by the Tab key alone; on the way everything that is focused must show it."""
        for _ in range(MOST_TABS):
            element = self.driver.switch_to.active_element
            if self.driver.execute_script("return arguments[0].matches(arguments[1])", element, selector):
                return
            element.send_keys(Keys.TAB)
            self._must_show_focus()
        raise Finding(f"{MOST_TABS} presses of Tab did not lead to {selector} on {self.driver.current_url}")

    def _must_show_focus(self) -> None:
        shown = self.driver.execute_script(
            """
            const element = document.activeElement
            if (element === document.body) { return true }
            const style = getComputedStyle(element)
            return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
            """
        )
        if not shown:
            markup = self.driver.execute_script("return document.activeElement.outerHTML.slice(0, 120)")
            raise Finding(f"the focus can't be seen on {markup}")

    # What is looked at.

    def examine(self, name: str) -> None:
        """Photographs and judges the page in all its clothes; what is found is told at the end, all together."""
        for width, height in WIDTHS.items():
            for scheme in SCHEMES:
                self._dress(width, height, scheme)
                self.driver.save_screenshot(str(self.folder / f"{name}-{width}-{scheme}.png"))
                self._ask_axe(f"{name} at {width}, {scheme}")
        self._dress(NARROWEST, 640, "light")
        if self.driver.execute_script("return document.documentElement.scrollWidth > innerWidth"):
            self.findings.append(f"{name} scrolls sideways at {NARROWEST} pixels")
        self._dress(1280, 900, "light")
        for entry in self.driver.get_log("browser"):
            # The status of the page itself is noted like a complaint.
            if entry["level"] == "SEVERE" and "the server responded with a status of" not in entry["message"]:
                self.findings.append(f"{name}: the browser complains: {entry['message']}")

    def raise_findings(self) -> None:
        if self.findings:
            raise Finding("\n    " + "\n    ".join(self.findings))

    def _dress(self, width: int, height: int, scheme: str) -> None:
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def _ask_axe(self, where: str) -> None:
        self.driver.execute_script(AXE)
        violations = self.driver.execute_async_script(
            """
            const done = arguments[arguments.length - 1]
            axe.run(document, { resultTypes: ['violations'] })
                .then(result => done(result.violations.map(violation =>
                    `${violation.id}: ${violation.nodes.map(node => node.target.join(' ')).slice(0, 3).join(', ')}`)))
                .catch(error => done([`axe: ${error}`]))
            """
        )
        self.findings += [f"{where}: {violation}" for violation in violations]

    # Waiting: for something to be so, never for a time.

    def wait_for_account(self) -> None:
        self.wait_until(
            lambda: f"/w/{self.facts['workspace']}/account" in self.driver.current_url, "the sign-in did not lead to the account"
        )

    def wait_for(self, selector: str):
        def shown():
            found = [e for e in self.driver.find_elements(By.CSS_SELECTOR, selector) if e.is_displayed()]
            return found[0] if found else None

        return self.wait_until(shown, f"there is no {selector}")

    def wait_until(self, condition, otherwise: str):
        try:
            # The driver itself may time out on a page that is just being left: then the condition is asked again.
            wait = WebDriverWait(self.driver, PATIENCE_SECONDS, poll_frequency=0.05, ignored_exceptions=[TimeoutException])
            return wait.until(lambda _: condition())
        except Exception as late:
            if type(late).__name__ != "TimeoutException":
                raise
            raise Finding(f"{otherwise} ({self.driver.current_url})") from None


def is_gone(element) -> bool:
    try:
        element.is_enabled()
        return False
    except Exception:  # noqa: BLE001 the driver has several names for an element of a page that was left
        return True


def _axe() -> str:
    """axe-core's own file, found without importing the package that carries it (which wants Playwright)."""
    package = importlib.util.find_spec("axe_playwright_python")
    [script] = Path(package.submodule_search_locations[0]).rglob("axe.min.js")
    return script.read_text(encoding="utf-8")


AXE = _axe()

if __name__ == "__main__":
    sys.exit(main())
