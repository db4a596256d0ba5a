"""A real SMTP server for tests: what it takes goes to standard output, a JSON line each; the first line tells the port.

Modes: plain, starttls (and nothing before it), tls (from the first octet), login (STARTTLS, then a password), refusing (550 to
every recipient), busy (451 to every recipient).
"""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Inbox:
    def __init__(self, mode: str):
        self.mode = mode

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mode == "refusing":
            return "550 5.1.1 no such mailbox"
        if self.mode == "busy":
            return "451 4.3.2 come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        taken = {
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "content": envelope.content.decode("utf-8"),
            "tls": self.mode == "tls" or session.ssl is not None, "user": getattr(session.auth_data, "login", b"").decode(),
        }  # fmt: skip
        print(json.dumps(taken), flush=True)
        return "250 OK"


def authenticator(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"gateway" and data.password == b"p:w@", handled=False, auth_data=data)


async def serve(mode: str, context: ssl.SSLContext) -> None:
    options = {"hostname": "localhost"}
    if mode in ("starttls", "login"):
        options |= {"tls_context": context, "require_starttls": True}
    if mode == "login":
        options |= {"authenticator": authenticator, "auth_required": True}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Inbox(mode), **options), "127.0.0.1", 0, ssl=context if mode == "tls" else None
    )
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    # Until whoever started us closes our input.
    await loop.run_in_executor(None, sys.stdin.read)


def main() -> None:
    mode, certificate, key = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    asyncio.run(serve(mode, context))


if __name__ == "__main__":
    main()
