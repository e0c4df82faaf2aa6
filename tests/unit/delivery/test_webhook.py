"""Against a real HTTP server."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from cohortbook.delivery.outcome import Later, Refused, Sent
from cohortbook.delivery.public_addresses import is_public
from cohortbook.delivery.webhook import Webhook

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SECRET = b"between us"
BODY = {"text": "Grüße"}


class Listener(RequestHandler):
    """Answers as it is told, and remembers what it was asked."""

    def initialize(self, heard, status):
        self.heard, self.status = heard, status

    async def post(self):
        self.heard.append((dict(self.request.headers), self.request.body))
        if self.status == 0:
            await asyncio.sleep(60)
        self.set_status(self.status)
        if 300 <= self.status < 400:
            self.set_header("Location", "/elsewhere")

    def get(self):
        self.heard.append("followed")


def told(status, *, private=True, host="127.0.0.1"):
    async def run():
        heard = []
        given = {"heard": heard, "status": status}
        listening, port = bind_unused_port()
        server = HTTPServer(Application([(r"/.*", Listener, given)]))
        server.add_socket(listening)
        hook = Webhook(f"http://{host}:{port}/hook?key=sec-ret", SECRET, private=private)
        try:
            return await hook.send("ltr_x", AT, BODY), heard
        finally:
            server.stop()

    return asyncio.run(run())


def test_a_request_is_signed_so_that_the_receiver_knows_us():
    outcome, ((headers, body),) = told(204)
    assert outcome == Sent()
    assert json.loads(body) == BODY
    seconds = headers["Webhook-Timestamp"]
    assert int(seconds) == AT.timestamp()
    signed = f"ltr_x.{seconds}.".encode() + body
    mac = hmac.new(SECRET, signed, hashlib.sha256).digest()
    assert headers["Webhook-Signature"] == "v1," + base64.b64encode(mac).decode()
    assert headers["Webhook-Id"] == "ltr_x"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, Sent),
        (302, Refused),
        (307, Refused),
        (400, Refused),
        (404, Refused),
        (410, Refused),
        (408, Later),
        (429, Later),
        (500, Later),
        (503, Later),
    ],
)
def test_what_it_answers_decides_and_no_redirect_is_followed(status, kind):
    outcome, heard = told(status)
    assert isinstance(outcome, kind)
    assert len(heard) == 1
    assert "sec-ret" not in repr(outcome)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0.0.0.0"])
def test_no_request_goes_to_private_addresses_however_they_are_written(host):
    outcome, heard = told(200, private=False, host=host)
    assert isinstance(outcome, Later)
    assert heard == []


def test_what_does_not_answer_is_waited_for_only_so_long(monkeypatch):
    monkeypatch.setattr("cohortbook.delivery.webhook.SECONDS", 0.2)
    outcome, heard = told(0)
    assert (outcome, len(heard)) == (Later("It did not answer in time."), 1)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "gopher://x/", "http://[bad/"])
def test_what_cannot_be_reached_is_tried_later_and_not_shown(url):
    outcome = asyncio.run(Webhook(f"{url}sec-ret", SECRET, private=True).send("l", AT, BODY))
    assert isinstance(outcome, Later)
    assert "sec-ret" not in outcome.reason
    assert "sec-ret" not in repr(Webhook(f"{url}sec-ret", b"sec-ret"))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.168.1.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
    ],
)
def test_what_is_public(address, public):
    assert is_public(address) == public
