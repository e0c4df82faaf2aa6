"""A real SMTP server that takes, delays and refuses what tests want it to."""

from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

USER, PASSWORD = "cohortbook", "p:ss/w@rd"


class Mailbox:
    """What the server has taken, and what it says to the next attempts."""

    def __init__(self):
        self.mails, self.envelopes, self.logins, self.encrypted = [], [], [], []
        self.at_rcpt, self.at_data = [], []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.at_rcpt:
            return self.at_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.at_data:
            return self.at_data.pop(0)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self.encrypted.append(session.ssl is not None)
        content = envelope.content
        self.mails.append(email.message_from_bytes(content, policy=email.policy.default))
        return "250 OK"

    def login(self, server, session, envelope, mechanism, data):
        self.logins.append(mechanism)
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)


class Listening(Controller):
    """The server, with the port that it was given."""

    def factory(self):
        self.made.append(super().factory())
        return self.made[-1]

    def hang_up(self):
        """Close what a client that was killed has left open."""

        async def close():
            for each in self.made:
                if each.transport is not None:
                    each.transport.abort()
            await asyncio.sleep(0)

        asyncio.run_coroutine_threadsafe(close(), self.loop).result()

    @property
    def where(self):
        return self.server.sockets[0].getsockname()[1]

    def _trigger_server(self):
        self.port = self.where
        super()._trigger_server()


@contextmanager
def mail_server(*, context: ssl.SSLContext | None = None, auth: bool = False, port: int = 0):
    box = Mailbox()
    given = {"decode_data": False, "enable_SMTPUTF8": False}
    if context is not None:
        given |= {"tls_context": context, "require_starttls": True}
    if auth:
        given |= {"authenticator": box.login, "auth_required": True}
    controller = Listening(box, hostname="127.0.0.1", port=port, **given)
    controller.made = []
    controller.start()
    box.port = controller.where
    try:
        yield box
    finally:
        controller.hang_up()
        controller.stop()
