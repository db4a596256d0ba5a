"""Second factors as people and programs meet them in the running system, with an authenticator app by somebody else (pyotp).

In JSON: enrol, sign in, replay, fifty uses of one code at once, enrolment on demand, refresh. In a real browser: set up the
app from the picture on the page (read by ZXing), sign in with it, recovery codes, step-up, the policy, the reset of a member
who has lost the app; each page is looked at as page_journey does, and the sign-in is walked by keyboard and without JavaScript.

    factor_journey.py --run-json .dev/run.json --screenshots DIR
"""

import io
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib import error, parse, request

import pyotp
import zxingcpp
from PIL import Image
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from own_workspace import add_member, ask, open_workspace
from page_journey import Finding, Pages, asked, browser, is_gone, walk

AT_ONCE = 50
STEP_SECONDS = 30


def main() -> int:
    facts, folder = asked(__doc__)
    journeys = [
        signs_programs_in,
        enrols_on_demand_in_json,
        protects_an_account,
        enrols_on_demand_in_a_browser,
        resets_a_member,
    ]
    return walk("factors", journeys, lambda: open_workspace(facts), folder)


# Programs.


def signs_programs_in(facts: dict, _folder: Path) -> None:
    token = password_step(facts)["access_token"]
    begun = expect(200, *ask(facts, "POST", "/me/totp", token=token))
    app = pyotp.parse_uri(begun["uri"])
    equal(app.secret, begun["secret"], "the secret of the otpauth address")
    equal((app.digits, app.interval, app.digest().name), (6, STEP_SECONDS, "sha1"), "what the app is told")
    expect(422, *ask(facts, "POST", "/me/totp/confirm", {"code": other_than(app.now())}, token))
    codes = expect(200, *ask(facts, "POST", "/me/totp/confirm", {"code": app.now()}, token))["recovery_codes"]
    equal(len(set(codes)), 10, "recovery codes")

    # Spent by the confirmation; the next step's code is good ahead of its time by one step.
    code = next_code(app)
    challenge = password_step(facts)
    equal(challenge["state"], "second_factor_required", "the state")
    equal(challenge["methods"], ["totp", "recovery_code"], "the methods")
    signed_in = factor_step(facts, challenge, code)
    equal(signed_in["state"], "complete", "the state")
    expect(200, *ask(facts, "GET", "/me", token=signed_in["access_token"]))
    refused = expect(401, *answer(facts, password_step(facts), code))
    equal(refused["code"], "invalid_credentials", "the replay's refusal")

    by_code = factor_step(facts, password_step(facts), codes[0], "recovery-code")
    equal(by_code["state"], "complete", "the state")
    refused = expect(401, *answer(facts, password_step(facts), codes[0], "recovery-code"))
    equal(refused["code"], "invalid_credentials", "the second use's refusal")

    code = next_code(app)
    challenges = [password_step(facts) for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda challenge: answer(facts, challenge, code), challenges))
    equal(sum(status == 200 for status, _ in answers), 1, "winners among fifty uses of one code")
    if not {status for status, _ in answers} <= {200, 401, 429}:
        raise Finding(f"fifty uses at once were answered {sorted({status for status, _ in answers})}")


def enrols_on_demand_in_json(facts: dict, _folder: Path) -> None:
    before = password_step(facts)
    token = before["access_token"]
    expect(200, *ask(facts, "PUT", "/admin/policy", {"second_factor": "admins"}, token))
    refused = refresh(facts, before["refresh_token"])
    equal((refused[0], refused[1].get("error")), (400, "invalid_grant"), "a refresh without the factor")
    challenge = password_step(facts)
    equal((challenge["state"], challenge["methods"]), ("enrolment_required", ["totp", "passkey"]), "what is demanded")
    transaction = challenge["transaction"]
    expect(401, *ask(facts, "GET", "/me", token=transaction))
    begun = expect(200, *ask(facts, "POST", "/sign-in/totp/options", {"transaction": transaction}))
    done = factor_step(facts, challenge, pyotp.parse_uri(begun["uri"]).now())
    equal(len(done["recovery_codes"]), 10, "recovery codes")
    status, _ = refresh(facts, done["refresh_token"])
    equal(status, 200, "the refresh with the factor")


# People.


def protects_an_account(facts: dict, folder: Path) -> None:
    with browser() as driver:
        pages = Pages(driver, facts, folder)
        pages.sign_in()
        pages.examine("account-unprotected")
        pages.open("/account/authenticator")
        pages.examine("authenticator")
        press(pages, "form[action$='/account/authenticator'] button")
        pages.examine("authenticator-setup")
        app = read_picture(pages)
        typed = pages.wait_for("#secret").text.replace(" ", "")
        equal(typed, app.secret, "the secret beside the picture")
        give_code(pages, other_than(app.now()))
        pages.examine("authenticator-setup-refused")
        give_code(pages, app.now())
        pages.wait_for("#codes")
        pages.examine("recovery-codes")
        codes = [element.text for element in driver.find_elements(By.CSS_SELECTOR, "#codes code")]
        equal(len(codes), 10, "recovery codes")
        href = pages.wait_for("a[download]").get_attribute("href")
        if not href.startswith("data:text/plain") or any(code not in href for code in codes):
            raise Finding("the file to download lacks codes")
        press(pages, "section a.primary")
        pages.examine("account-protected")
        pages.sign_out()

        sign_in_halfway(pages)
        pages.examine("second-factor")
        code = next_code(app)
        give_code(pages, other_than(code))
        pages.examine("second-factor-refused")
        give_code(pages, code)
        pages.wait_for_account()
        pages.sign_out()
        sign_in_halfway(pages)
        give_code(pages, code)
        if "/sign-in/second-factor" not in driver.current_url:
            raise Finding(f"a code was good twice: {driver.current_url}")
        pages.wait_for("a[href*='method=recovery_code']").click()
        pages.wait_for("input[autocomplete='off']")
        pages.examine("second-factor-recovery-code")
        give_code(pages, codes[0])
        pages.wait_for_account()

        pages.open("/account/step-up")
        pages.examine("step-up")
        for name in ("password", "recovery-codes", "authenticator/remove"):
            pages.open(f"/account/{name}")
            pages.examine(f"account-{name.replace('/', '-')}")
        pages.open("/admin/policy")
        pages.examine("policy")
        show_menu(pages)
        pages.raise_findings()

    signs_in_by_keyboard(facts, app)
    signs_in_without_javascript(facts, codes[1])


def signs_in_by_keyboard(facts: dict, app) -> None:
    with browser() as driver:
        pages = Pages(driver, facts, None)
        sign_in_halfway(pages)
        pages.reach_by_tab("input[autocomplete='one-time-code']")
        driver.switch_to.active_element.send_keys(next_code(app), Keys.ENTER)
        pages.wait_for_account()
        pages.open("/account/authenticator")
        pages.reach_by_tab("form[action$='/account/authenticator'] button")
        driver.switch_to.active_element.send_keys(Keys.ENTER)
        pages.reach_by_tab("input[autocomplete='one-time-code']")
        pages.open("/admin/policy")
        pages.reach_by_tab("input[name='second_factor']")
        pages.reach_by_tab("form[action$='/admin/policy'] button")


def signs_in_without_javascript(facts: dict, code: str) -> None:
    with browser(javascript=False) as driver:
        pages = Pages(driver, facts, None)
        sign_in_halfway(pages)
        pages.wait_for("a[href*='method=recovery_code']").click()
        pages.wait_for("input[autocomplete='off']")
        give_code(pages, code)
        pages.wait_for_account()


def enrols_on_demand_in_a_browser(facts: dict, folder: Path) -> None:
    with browser() as driver:
        pages = Pages(driver, facts, folder)
        pages.sign_in()
        pages.open("/admin/policy")
        pages.wait_for("input[value='everyone']").click()
        press(pages, "form[action$='/admin/policy'] button")
        # Whoever set it has no second step either.
        pages.wait_until(lambda: "/sign-in" in driver.current_url, "the policy did not hold for whoever set it")
        pages.give_email(facts["owner_email"])
        pages.give_password(facts["owner_password"])
        pages.wait_until(lambda: "/sign-in/enrolment" in driver.current_url, "no enrolment was demanded")
        pages.examine("enrolment")
        pages.open("/account")
        if "/sign-in" not in driver.current_url:
            raise Finding(f"halfway in, the account opened: {driver.current_url}")
        pages.open("/sign-in/enrolment")
        press(pages, "form[action$='/enrolment/authenticator'] button")
        give_code(pages, read_picture(pages).now())
        pages.wait_for("#codes")
        press(pages, "section a.primary")
        pages.wait_until(lambda: "/account" in driver.current_url or "/admin" in driver.current_url, "enrolled, but not in")
        pages.raise_findings()


def resets_a_member(facts: dict, folder: Path) -> None:
    member = add_member(facts, "Bob")
    token = password_step(member)["access_token"]
    app = pyotp.parse_uri(expect(200, *ask(member, "POST", "/me/totp", token=token))["uri"])
    expect(200, *ask(member, "POST", "/me/totp/confirm", {"code": app.now()}, token))
    equal(password_step(member)["state"], "second_factor_required", "the state before")
    with browser() as driver:
        pages = Pages(driver, facts, folder)
        pages.sign_in()
        pages.open("/admin/people")
        pages.examine("people")
        pages.reach_by_tab("input[name='address']")
        driver.switch_to.active_element.send_keys("nobody", Keys.ENTER)
        pages.wait_for(".empty")
        pages.examine("people-nobody")
        pages.open("/admin/people?address=bob")
        press(pages, "a[href$='/second-factors']")
        pages.examine("reset-factors")
        press(pages, "form[action$='/second-factors'] button")
        pages.wait_for("[role='status']")
        if driver.find_elements(By.CSS_SELECTOR, "a[href$='/second-factors']"):
            raise Finding("there is something left to reset")
        pages.examine("people-reset")
        pages.raise_findings()
    end = time.monotonic() + STEP_SECONDS
    while ask(member, "GET", "/me", token=token)[0] != 401:
        if time.monotonic() > end:
            raise Finding("the member's old token is still good")
        time.sleep(0.2)
    equal(password_step(member)["state"], "complete", "the state after")


# The steps.


def password_step(facts: dict) -> dict:
    body = {"email": facts["owner_email"], "password": facts["owner_password"]}
    return expect(200, *ask(facts, "POST", "/sign-in/password", body))


def answer(facts: dict, challenge: dict, code: str, factor: str = "totp") -> tuple[int, dict]:
    return ask(facts, "POST", f"/sign-in/{factor}", {"transaction": challenge["transaction"], "code": code})


def factor_step(facts: dict, challenge: dict, code: str, factor: str = "totp") -> dict:
    return expect(200, *answer(facts, challenge, code, factor))


def refresh(facts: dict, token: str) -> tuple[int, dict]:
    form = {"grant_type": "refresh_token", "client_id": "ontrackio", "refresh_token": token}
    try:
        with request.urlopen(f"{facts['gateway']}/oauth2/token", parse.urlencode(form).encode(), timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read())


def next_code(app, spent: dict = {}) -> str:  # noqa: B006 what was given out is remembered over all calls
    """A code of a step that is later than each one given out before, as soon as the gateway takes it: one step ahead."""
    step = max(spent.get(app.secret, 0) + 1, int(time.time()) // STEP_SECONDS + 1)
    spent[app.secret] = step
    while int(time.time()) // STEP_SECONDS < step - 1:
        time.sleep(0.2)
    return app.at(step * STEP_SECONDS)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def sign_in_halfway(pages: Pages) -> None:
    pages.open("/sign-in")
    pages.give_email(pages.facts["owner_email"])
    pages.give_password(pages.facts["owner_password"])
    pages.wait_for("input[autocomplete='one-time-code']")


def give_code(pages: Pages, code: str) -> None:
    field = pages.wait_for("input[name='code']")
    page = pages.driver.find_element(By.TAG_NAME, "html")
    field.send_keys(code, Keys.ENTER)
    pages.wait_until(lambda: is_gone(page), "giving the code led nowhere")
    # A refusal is an answer with an error's status, which the browser notes; that is no complaint.
    pages.driver.get_log("browser")


def press(pages: Pages, selector: str) -> None:
    page = pages.driver.find_element(By.TAG_NAME, "html")
    pages.wait_for(selector).click()
    pages.wait_until(lambda: is_gone(page), f"pressing {selector} led nowhere")


def read_picture(pages: Pages):
    """What an app makes of the picture on the page."""
    shot = Image.open(io.BytesIO(pages.wait_for("svg.qr").screenshot_as_png))
    [found] = zxingcpp.read_barcodes(shot)
    return pyotp.parse_uri(found.text)


def show_menu(pages: Pages) -> None:
    """The rail is a menu on a phone, which opens without a script."""
    pages._dress(390, 844, "light")
    menu = pages.wait_for(".rail-menu summary")
    menu.click()
    pages.wait_for(".rail-menu a[aria-current='page']")
    pages.driver.save_screenshot(str(pages.folder / "policy-menu-390-light.png"))
    pages._dress(1280, 900, "light")
    pages.wait_for(".rail a[aria-current='page']")


def expect(status: int, got: int, body: dict) -> dict:
    if got != status:
        raise Finding(f"{got} {body.get('code', body.get('error', ''))} instead of {status}")
    return body


def equal(found, wanted, what: str) -> None:
    if found != wanted:
        raise Finding(f"{what}: {found!r} instead of {wanted!r}")


if __name__ == "__main__":
    sys.exit(main())
