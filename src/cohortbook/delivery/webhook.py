"""Telling another program: a signed request, as the Standard Webhooks describe it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.simple_httpclient import HTTPTimeoutError, SimpleAsyncHTTPClient

from cohortbook.delivery.outcome import Later, Outcome, Refused, Sent
from cohortbook.delivery.public_addresses import PublicResolver

if TYPE_CHECKING:
    from datetime import datetime

SECONDS = 10.0
_LARGEST_ANSWER = 64 * 1024
# Not now (RFC 9110, 8470, 6585); every other answer below 500 is an answer for good.
_NOT_NOW = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Webhook:
    """A program that listens.

    Parameters
    ----------
    url : str
        Where; may hold what only the two sides know.
    secret : bytes
        Signs what we send.
    private : bool
        Whether it may be on this machine or in a private network.
    """

    url: str = field(repr=False)
    secret: bytes = field(repr=False)
    private: bool = False

    async def send(self, letter_id: str, at: datetime, body: dict[str, Any]) -> Outcome:
        """Send a request.

        Parameters
        ----------
        letter_id : str
            The same each time it is tried.
        at : datetime.datetime
            When it is sent.
        body : dict
            JSON.
        """
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        seconds = str(int(at.timestamp()))
        request = HTTPRequest(
            self.url,
            method="POST",
            headers={
                "Content-Type": "application/json",
                "User-Agent": "cohortbook",
                "webhook-id": letter_id,
                "webhook-timestamp": seconds,
                "webhook-signature": signature(self.secret, letter_id, seconds, content),
            },
            body=content,
            follow_redirects=False,
            connect_timeout=SECONDS,
            request_timeout=SECONDS,
        )
        client = _client(private=self.private)
        try:
            response = await client.fetch(request, raise_error=False)
        except HTTPTimeoutError:
            return Later("It did not answer in time.")
        except (OSError, ValueError) as error:
            # The address may be a secret, and such errors like to repeat it.
            return Later(f"It cannot be reached: {_said(error)}.")
        finally:
            client.close()
        return _outcome(response.code, response.error)


def signature(secret: bytes, letter_id: str, seconds: str, content: bytes) -> str:
    """Return the signature of a request: ``v1,`` and an HMAC-SHA256 in base 64."""
    signed = b".".join((letter_id.encode(), seconds.encode(), content))
    return "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()


def _client(*, private: bool) -> AsyncHTTPClient:
    resolver = None if private else PublicResolver()
    return SimpleAsyncHTTPClient(
        force_instance=True,
        resolver=resolver,
        max_body_size=_LARGEST_ANSWER,
        max_buffer_size=2 * _LARGEST_ANSWER,
    )


def _outcome(code: int, error: BaseException | None) -> Outcome:
    if 200 <= code < 300:
        return Sent()
    if code == 599:
        return Later(f"It cannot be reached: {_said(error)}.")
    if 300 <= code < 400:
        return Refused(f"It answered with {code}, a way to another place, which is not followed.")
    if code in _NOT_NOW or code >= 500:
        return Later(f"It answered with {code}.")
    return Refused(f"It answered with {code}.")


def _said(error: BaseException | None) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
