"""deploy/dev/run: the whole system on this machine, until Ctrl-C."""

import argparse
import sys

from processes import stop_on_signals, supervise
from state import State
from system import System
from terminal import Failure, Stopped, bold, report, say
from walk import walk


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="deploy/dev/run",
        description="Installs what is missing, builds, and runs gateway, asset API and a database of their own until Ctrl-C.",
    )
    parser.add_argument("--check", action="store_true", help="walk the main job, print each step, stop, exit 0 or 1")
    parser.add_argument("--debug", action="store_true", help="a quicker build of slower programs")
    parser.add_argument("--gateway-port", type=int, default=8080, metavar="N", help="default 8080; 0 takes any free one")
    parser.add_argument("--asset-port", type=int, default=8081, metavar="N", help="default 8081; 0 takes any free one")
    parser.add_argument("--state", metavar="DIR", help="where everything is kept; default .dev")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    stop_on_signals()
    system = None
    try:
        state = State(options.state)
        state.lock()
        system = System(state, "debug" if options.debug else "release", options.gateway_port, options.asset_port)
        system.start()
        if options.check:
            walk(system.facts())
            say(bold("The main job works."))
        else:
            introduce(system)
            supervise(system.programs)
    except Failure as failure:
        report(failure)
        return 1
    except Stopped:
        return 0 if system and not options.check else 130
    finally:
        if system:
            system.stop()
    return 0


def introduce(system: System) -> None:
    facts = system.facts()
    gateway, assets, workspace = facts["gateway"], facts["asset_api"], facts["workspace"]
    say()
    say(f"{bold('Everything is up.')} Stop it with Ctrl-C.")
    say()
    say(f"  Sign in     {gateway}/w/{workspace}/sign-in")
    say(f"  Gateway     {gateway}   (discovery, keys, {gateway}/openapi.json)")
    say(f"  Asset API   {assets}")
    say(f"  Health      {facts['management']}/health/ready, {facts['management']}/metrics")
    say(f"  Owner       {facts['owner_email']}   password {facts['owner_password']}")
    say(f"  Mail        {facts['mail_folder']}")
    say(f"  For scripts {system.state.run_json}")
    say()
    say("Sign in, call the asset API, revoke (then the second line is refused):")
    say()
    for line in curl_lines(facts):
        say(f"  {line}")
    say()


def curl_lines(facts: dict) -> list[str]:
    body = f'{{"email": "{facts["owner_email"]}", "password": "{facts["owner_password"]}"}}'
    sign_in = f"{facts['gateway']}/w/{facts['workspace']}/api/v1/sign-in/password"

    def member(name: str) -> str:
        return f"""$(echo "$signed_in" | sed -E 's/.*"{name}" *: *"([^"]+)".*/\\1/')"""

    return [
        f"signed_in=$(curl -s {sign_in} -H 'Content-Type: application/json' -d '{body}')",
        f'curl -i {facts["asset_api"]}/assets -H "Authorization: Bearer {member("access_token")}"',
        f'curl -i {facts["gateway"]}/oauth2/revoke -d client_id=ontrackio -d "token={member("refresh_token")}"',
    ]


if __name__ == "__main__":
    sys.exit(main())
