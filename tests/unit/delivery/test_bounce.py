from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.delivery.bounce import Bounce, read_bounce
from cohortbook.ids import new_id

LETTER = new_id("ltr")
RETURNED = """From: MAILER-DAEMON@mail.example.org
To: cohort@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your mail could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; ben@example.org
Action: {action}
Status: 5.1.1
{diagnostic}

--b
Content-Type: {kind}

From: cohort@example.org
Message-ID: <{letter}@example.org>
Subject: Ada mentioned you

{body}
--b--
"""


def returned(**changes):
    given = {
        "action": "failed",
        "diagnostic": "Diagnostic-Code: smtp; 550 5.1.1 no such user",
        "kind": "message/rfc822",
        "letter": LETTER,
        "body": "Hello Ben\n",
    }
    return RETURNED.format(**given | changes).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_letter_that_came_back_is_known_by_its_id(kind):
    assert read_bounce(returned(kind=kind)) == Bounce(LETTER, "550 5.1.1 no such user")


def test_without_a_diagnosis_the_status_is_told():
    found = read_bounce(returned(diagnostic="X-Other: 1"))
    assert found == Bounce(LETTER, "5.1.1")


@pytest.mark.parametrize(
    "changes",
    [{"action": "delayed"}, {"action": "delivered"}, {"letter": "somebody-elses"}],
)
def test_what_is_no_bounce_of_ours_is_none(changes):
    assert read_bounce(returned(**changes)) is None


@given(st.binary(max_size=400))
def test_whatever_arrives_is_read_or_is_none(content):
    assert read_bounce(content) is None


@given(st.data())
def test_a_bounce_that_was_cut_or_changed_on_its_way_raises_nothing(data):
    whole = returned()
    at = data.draw(st.integers(0, len(whole)))
    changed = whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + 1 :]
    found = read_bounce(changed)
    assert found is None or isinstance(found.reason, str)
