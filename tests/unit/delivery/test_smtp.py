"""Against a real SMTP server."""

from __future__ import annotations

import asyncio
import socket
import ssl
from email.message import EmailMessage
from urllib.parse import quote

import psutil
import pytest
import trustme

from cohortbook.delivery.outcome import Later, Refused, Sent
from cohortbook.delivery.smtp import SmtpServer, SmtpUrlInvalid
from mail_server import PASSWORD, USER, mail_server

FROM, TO = "cohort@example.org", "ada@example.org"


def mail():
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = FROM, TO, "Grüße"
    message.set_content("Für Ada: ✓\n.\nEnde")
    return message


def send(server, to=TO):
    return asyncio.run(server.send(mail(), FROM, to))


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def served_by(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture(scope="module")
def trusting(authority):
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_a_mail_arrives_as_it_was_written():
    with mail_server() as box:
        assert send(SmtpServer("127.0.0.1", box.port)) == Sent()
    (arrived,) = box.mails
    assert arrived["Subject"] == "Grüße"
    assert arrived.get_content().splitlines() == ["Für Ada: ✓", ".", "Ende"]
    assert box.envelopes == [(FROM, [TO])]


def test_with_a_password_it_goes_by_starttls(served_by, trusting):
    with mail_server(context=served_by, auth=True) as box:
        server = SmtpServer("127.0.0.1", box.port, USER, PASSWORD, "starttls", trusting)
        assert send(server) == Sent()
    assert (len(box.logins), box.encrypted) == (1, [True])


def test_no_line_stays_open_once_a_mail_is_sent_or_refused(served_by, trusting):
    async def attempts(port):
        outcomes = []
        for password in (PASSWORD, "wrong"):
            server = SmtpServer("127.0.0.1", port, USER, password, "starttls", trusting)
            outcomes.append(type(await server.send(mail(), FROM, TO)))
        await asyncio.sleep(0)
        return outcomes, [each for each in psutil.Process().net_connections() if each.raddr]

    with mail_server(context=served_by, auth=True) as box:
        outcomes, connections = asyncio.run(attempts(box.port))
    assert outcomes == [Sent, Later]
    assert [each for each in connections if each.raddr.port == box.port] == []


def test_a_wrong_password_is_no_fault_of_the_recipient(served_by, trusting, caplog):
    with mail_server(context=served_by, auth=True) as box:
        server = SmtpServer("127.0.0.1", box.port, USER, "wrong-secret", "starttls", trusting)
        outcome = send(server)
    assert isinstance(outcome, Later)
    assert "535" in outcome.reason
    assert "wrong-secret" not in outcome.reason + caplog.text + repr(server)


def test_a_server_that_nobody_vouches_for_gets_nothing(served_by):
    with mail_server(context=served_by, auth=True) as box:
        outcome = send(SmtpServer("127.0.0.1", box.port, USER, PASSWORD, "starttls"))
    assert isinstance(outcome, Later)
    assert (box.logins, box.mails) == ([], [])


def test_a_password_is_not_sent_over_an_open_line():
    with mail_server() as box:
        url = f"smtp://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{box.port}"
        outcome = send(SmtpServer.from_url(url))
    assert isinstance(outcome, Later)
    assert (box.logins, box.mails) == ([], [])


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("451 greylisted, try again", Later),
        ("452 mailbox full", Later),
        ("550 no such user", Refused),
        ("554 looks like spam", Refused),
    ],
)
def test_what_the_server_answers_decides(where, answer, kind):
    with mail_server() as box:
        getattr(box, where).append(answer)
        server = SmtpServer("127.0.0.1", box.port)
        assert send(server) == kind(answer)
        assert box.mails == []
        assert send(server) == Sent()


def test_a_server_that_is_away_is_tried_another_time():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        outcome = send(SmtpServer("127.0.0.1", held.getsockname()[1]))
    assert isinstance(outcome, Later)


def test_a_server_that_says_nothing_is_waited_for_only_so_long(monkeypatch):
    monkeypatch.setattr("cohortbook.delivery.smtp.SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert isinstance(send(SmtpServer("127.0.0.1", silent.getsockname()[1])), Later)


def test_an_address_that_the_server_cannot_write_is_refused():
    with mail_server() as box:
        assert isinstance(send(SmtpServer("127.0.0.1", box.port), "jürgen@example.org"), Refused)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, None, None, "offered")),
        ("smtp://u:p@mail.example.org", ("mail.example.org", 25, "u", "p", "starttls")),
        ("smtp+starttls://m.example.org", ("m.example.org", 587, None, None, "starttls")),
        ("smtps://u%40x:a%2Fb@[::1]:4650/", ("::1", 4650, "u@x", "a/b", "always")),
    ],
)
def test_urls_are_understood(url, expected):
    server = SmtpServer.from_url(url)
    assert (server.host, server.port, server.user, server.password, server.tls) == expected


@pytest.mark.parametrize(
    "url", ["", "mail.example.org", "http://x", "smtp://", "smtp://x:sec-ret", "smtp://x/sec-ret"]
)
def test_what_is_no_url_is_refused_and_never_shown(url):
    with pytest.raises(SmtpUrlInvalid) as caught:
        SmtpServer.from_url(url)
    assert "sec-ret" not in str(caught.value)
    assert "secret" not in repr(SmtpServer("h", 1, "u", "secret"))
