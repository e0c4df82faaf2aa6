"""Handing mail to the operator's mail server."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import ClassVar
from urllib.parse import unquote, urlsplit

import aiosmtplib

from cohortbook.delivery.outcome import Later, Outcome, Refused, Sent
from cohortbook.errors import CohortbookError

_log = logging.getLogger(__name__)

SECONDS = 30.0
_ALTOGETHER_SECONDS = 120.0
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_MEND = "Write it as smtp+starttls://user:password@mail.example.org:587, with %-escapes."


class SmtpUrlInvalid(CohortbookError):  # noqa: N818
    """The address of the mail server cannot be used; it is never shown: it holds a password."""

    code: ClassVar[str] = "smtp-url"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """The mail server that takes our mail.

    Parameters
    ----------
    host, port : str, int
        Where it is.
    user, password : str or None
        What it knows us by.
    tls : {"always", "starttls", "offered"}
        From the first byte; required before anything is said; or when it offers it.
    context : ssl.SSLContext or None
        What to trust; None for what the system does.
    """

    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: str = "offered"
    context: ssl.SSLContext | None = field(default=None, repr=False)

    @classmethod
    def from_url(cls, url: str) -> SmtpServer:
        """Read ``smtp://``, ``smtp+starttls://`` or ``smtps://``.

        A password never goes over a line that is not encrypted: with one,
        ``smtp://`` requires STARTTLS too.

        Raises
        ------
        SmtpUrlInvalid
            When it is none.
        """
        try:
            parts = urlsplit(url.strip())
            port = parts.port
        except ValueError:
            msg = "The address of the mail server is not a URL."
            raise SmtpUrlInvalid(msg, mend=_MEND) from None
        if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/"):
            msg = "The address of the mail server is not one that is understood."
            raise SmtpUrlInvalid(msg, mend=_MEND)
        user = unquote(parts.username) if parts.username else None
        tls = {"smtps": "always", "smtp+starttls": "starttls"}.get(parts.scheme, "offered")
        return cls(
            host=parts.hostname,
            port=port or _PORTS[parts.scheme],
            user=user,
            password=unquote(parts.password or "") if user else None,
            tls="starttls" if user and tls == "offered" else tls,
        )

    async def send(self, mail: EmailMessage, sender: str, to: str) -> Outcome:
        """Hand over a mail for one person.

        Parameters
        ----------
        mail : email.message.EmailMessage
            Complete.
        sender, to : str
            Addresses of the envelope.

        Returns
        -------
        Sent, Later or Refused
            Refused only for what this recipient or this mail is refused for; that
            the server is away, or does not let us in, is a matter of time.
        """
        try:
            async with asyncio.timeout(_ALTOGETHER_SECONDS):
                return await self._send(mail, sender, to)
        except TimeoutError:
            return Later("The mail server did not answer in time.")
        except (OSError, aiosmtplib.SMTPException) as error:
            return self._told(error)

    async def _send(self, mail: EmailMessage, sender: str, to: str) -> Outcome:
        client = aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            use_tls=self.tls == "always",
            start_tls={"always": False, "starttls": True}.get(self.tls),
            tls_context=self.context,
            timeout=SECONDS,
        )
        await client.connect()
        transport = client.transport
        try:
            if self.user is not None:
                await client.login(self.user, self.password or "")
            await client.send_message(mail, sender=sender, recipients=[to])
        except aiosmtplib.SMTPRecipientsRefused as error:
            return _by_code(error.recipients[0].code, error.recipients[0].message)
        except aiosmtplib.SMTPDataError as error:
            return _by_code(error.code, error.message)
        except aiosmtplib.SMTPNotSupported as error:
            return Refused(f"The mail server cannot write to this address: {error.message}")
        else:
            # It has been taken, however the farewell goes.
            with contextlib.suppress(OSError, aiosmtplib.SMTPException):
                await client.quit()
            return Sent()
        finally:
            client.close()
            # Over TLS, closing waits for the other side, who may say nothing any more.
            if isinstance(transport, asyncio.Transport):
                transport.abort()

    def _told(self, error: Exception) -> Later:
        if isinstance(error, aiosmtplib.SMTPResponseException):
            said = f"{error.code} {error.message}"
        else:
            said = str(error) or type(error).__name__
        _log.warning("The mail server %s:%d took no mail: %s", self.host, self.port, said)
        return Later(f"The mail server took no mail: {said}")


def _by_code(code: int, message: str) -> Outcome:
    said = f"{code} {message}"
    return Refused(said) if code >= 500 else Later(said)
