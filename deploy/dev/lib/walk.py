"""The main job, walked as a client would: sign in, use the asset API, revoke, be refused."""

import secrets
import time

from http_client import Answer, request
from terminal import Failure, done

REFUSED_WITHIN_SECONDS = 2.0
"""The contract's promise: a revocation takes effect within this time at every API that is connected."""


def sign_in(facts: dict) -> dict:
    answer = request(
        "POST",
        f"{facts['gateway']}/w/{facts['workspace']}/api/v1/sign-in/password",
        json_body={"email": facts["owner_email"], "password": facts["owner_password"]},
    )
    _expect(answer, 200, "The sign-in")
    if answer.json.get("state") != "complete":
        raise Failure(f"The sign-in was not complete: {answer}")
    return answer.json


def create_asset(facts: dict, access_token: str, tag: str) -> dict:
    body = {"tag": tag, "name": "Laptop", "kind": "laptop"}
    answer = request("POST", f"{facts['asset_api']}/assets", json_body=body, bearer=access_token)
    _expect(answer, 201, "Creating an asset")
    return answer.json


def list_assets(facts: dict, access_token: str) -> Answer:
    return request("GET", f"{facts['asset_api']}/assets", bearer=access_token)


def refresh(facts: dict, refresh_token: str) -> dict:
    form = {"grant_type": "refresh_token", "client_id": "ontrackio", "refresh_token": refresh_token}
    answer = request("POST", f"{facts['gateway']}/oauth2/token", form=form)
    _expect(answer, 200, "The refresh")
    return answer.json


def revoke(facts: dict, refresh_token: str) -> None:
    answer = request(
        "POST", f"{facts['gateway']}/oauth2/revoke", form={"token": refresh_token, "client_id": "ontrackio"}
    )
    _expect(answer, 200, "The revocation")


def seconds_until_refused(facts: dict, access_token: str, limit: float, pause: float = 0.01) -> float:
    """From now until the asset API refuses the token. Any answer but "here you are" and "refused" is an error."""
    started = time.monotonic()
    while True:
        answer = list_assets(facts, access_token)
        elapsed = time.monotonic() - started
        if answer.status == 401:
            return elapsed
        _expect(answer, 200, "The asset API")
        if elapsed > limit:
            raise Failure(f"The asset API still took the token {elapsed:.1f} s after it was revoked.")
        time.sleep(pause)


def walk(facts: dict, refused_within: float = REFUSED_WITHIN_SECONDS) -> None:
    """Every step is printed; the first that fails is raised."""
    tokens = sign_in(facts)
    done("Sign in", f"{facts['owner_email']} has an access token for {tokens['expires_in']} s")

    access_token = tokens["access_token"]
    tag = f"check-{secrets.token_hex(4)}"
    created = create_asset(facts, access_token, tag)
    done("Asset API: create", f"{created['tag']} ({created['id']})")

    listed = list_assets(facts, access_token)
    _expect(listed, 200, "Listing the assets")
    if not any(item["tag"] == tag for item in listed.json["items"]):
        # A workspace that was checked often has more than a page of them.
        single = request("GET", f"{facts['asset_api']}/assets/{created['id']}", bearer=access_token)
        _expect(single, 200, "Reading the asset")
    done("Asset API: list", f"{len(listed.json['items'])} on the first page")

    revoke(facts, tokens["refresh_token"])
    done("Revoke", "the session is ended")

    seconds = seconds_until_refused(facts, access_token, limit=refused_within)
    done("Asset API: refused", f"{seconds:.3f} s after the revocation")


def _expect(answer: Answer, status: int, what: str) -> None:
    if answer.status != status:
        raise Failure(f"{what} was answered with {answer}", f"Expected: {status}. The logs stand in the state folder.")
