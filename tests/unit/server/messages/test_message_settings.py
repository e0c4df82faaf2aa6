from __future__ import annotations

from dataclasses import replace

import pytest

from cohortbook.cohort.hooks import Hook
from cohortbook.delivery.smtp import SmtpUrlInvalid
from cohortbook.server.messages.settings import MessageOptions, MessagesUnset, message_settings
from page_world import COHORT

BASE = "https://learn.example.org/"
SMTP = {"COHORTBOOK_SMTP_URL": "smtp://u:sec-ret@mail.example.org"}
SECRET = {"COHORTBOOK_HOOK_TEAM_CHAT_SECRET": "0123456789abcdef"}
HOOK = replace(
    COHORT, hooks={"team-chat": Hook("team-chat", "https://chat.example.org/x", ("nudge",))}
)


def test_with_nothing_set_nothing_is_sent():
    assert message_settings(COHORT, MessageOptions(base_url=BASE), {}) is None


def test_mail_needs_a_server_a_sender_and_an_address_of_ours():
    found = message_settings(COHORT, MessageOptions(BASE, "Us <us@example.org>"), SMTP)
    assert found.base_url == "https://learn.example.org"
    assert (found.mail.name, found.mail.address) == ("Us", "us@example.org")
    assert found.mail.server.tls == "starttls"
    assert "sec-ret" not in repr(found)


@pytest.mark.parametrize(
    ("options", "environment", "advice"),
    [
        (MessageOptions(BASE, "us@example.org"), {}, "COHORTBOOK_SMTP_URL"),
        (MessageOptions(BASE), SMTP, "--mail-from"),
        (MessageOptions(None, "us@example.org"), SMTP, "--base-url"),
        (MessageOptions("learn.example.org", "us@example.org"), SMTP, "--base-url"),
        (MessageOptions(BASE, "us"), SMTP, "--mail-from"),
        (MessageOptions(BASE, "a@example.org\nBcc: b@example.org"), SMTP, "--mail-from"),
    ],
)
def test_what_is_missing_is_named(options, environment, advice):
    with pytest.raises(MessagesUnset, match=advice) as caught:
        message_settings(COHORT, options, environment)
    assert "sec-ret" not in str(caught.value)


def test_a_mail_server_that_is_none_is_refused():
    options = MessageOptions(BASE, "us@example.org")
    with pytest.raises(SmtpUrlInvalid):
        message_settings(COHORT, options, {"COHORTBOOK_SMTP_URL": "mail.example.org"})


def test_a_hook_has_its_secret_from_the_operator():
    found = message_settings(HOOK, MessageOptions(BASE), SECRET)
    assert found.mail is None
    hook = found.hooks["team-chat"]
    assert (hook.url, hook.secret) == ("https://chat.example.org/x", b"0123456789abcdef")
    elsewhere = {"COHORTBOOK_HOOK_TEAM_CHAT_URL": "https://other.example.org"}
    found = message_settings(HOOK, MessageOptions(BASE), SECRET | elsewhere)
    assert found.hooks["team-chat"].url == "https://other.example.org"


@pytest.mark.parametrize("secret", ["", "short"])
def test_a_hook_without_a_good_secret_is_an_error(secret):
    environment = {"COHORTBOOK_HOOK_TEAM_CHAT_SECRET": secret}
    with pytest.raises(MessagesUnset, match="COHORTBOOK_HOOK_TEAM_CHAT_SECRET"):
        message_settings(HOOK, MessageOptions(BASE), environment)


def test_only_the_operator_lets_a_hook_do_without_tls():
    plain = replace(COHORT, hooks={"team-chat": Hook("team-chat", "http://10.0.0.1", ("nudge",))})
    with pytest.raises(MessagesUnset, match="https"):
        message_settings(plain, MessageOptions(BASE), SECRET)
    allowed = message_settings(plain, MessageOptions(BASE, private_hooks=True), SECRET)
    assert allowed.hooks["team-chat"].private
