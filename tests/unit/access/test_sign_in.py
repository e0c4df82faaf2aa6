from __future__ import annotations

import sqlite3
import threading
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohortbook.access.people import People
from cohortbook.access.sign_in import LinkInvalid, SignIn

# Nothing in these tests changes what the fixture made.
only_reads = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def ada(database, clock, make_cohort):
    people = People(database, clock)
    people.sync_roster(make_cohort(north=["Ada"]))
    return people.by_email("ada@example.org")


@pytest.fixture
def sign_in(database, clock):
    return SignIn(database, b"k" * 32, clock)


def reason(call, *arguments):
    with pytest.raises(LinkInvalid) as refused:
        call(*arguments)
    return refused.value.reason


def test_a_link_signs_one_person_in_once(sign_in, ada):
    link = sign_in.create_link(ada.person_id)
    assert sign_in.preview(link.token) == ada
    assert sign_in.preview(link.token) == ada
    session = sign_in.redeem(link.token)
    assert sign_in.principal(session) == ada
    assert reason(sign_in.redeem, link.token) == "used"
    assert reason(sign_in.preview, link.token) == "used"


def test_a_link_expires(sign_in, ada, clock):
    link = sign_in.create_link(ada.person_id, timedelta(hours=1))
    clock.pass_by(minutes=59)
    sign_in.preview(link.token)
    clock.pass_by(minutes=1)
    assert reason(sign_in.redeem, link.token) == "expired"


def test_a_link_can_be_withdrawn(sign_in, ada):
    link = sign_in.create_link(ada.person_id)
    assert sign_in.revoke_link(link.id)
    assert not sign_in.revoke_link(link.id)
    assert reason(sign_in.redeem, link.token) == "revoked"
    (record,) = sign_in.links()
    assert record.revoked_at is not None
    assert record.email == "ada@example.org"


def test_a_link_signed_with_another_secret_is_forged(sign_in, ada, database, clock):
    link = SignIn(database, b"x" * 32, clock).create_link(ada.person_id)
    assert reason(sign_in.redeem, link.token) == "forged"


def test_a_signed_link_whose_nonce_is_not_the_stored_one_is_forged(sign_in, ada):
    link = sign_in.create_link(ada.person_id)
    token = sign_in._signer.dumps([link.id, "guess"])
    assert reason(sign_in.redeem, token) == "forged"
    sign_in.redeem(link.token)


@only_reads
@given(data=st.data())
def test_no_change_of_a_token_is_accepted(data, shared_link):
    sign_in, token = shared_link
    place = data.draw(st.integers(0, len(token) - 1))
    character = data.draw(st.characters())
    changed = token[:place] + character + token[place + 1 :]
    # The last character of base64 holds bits that do not count.
    if changed[:-1] != token[:-1]:
        assert reason(sign_in.preview, changed) == "forged"


@pytest.fixture
def shared_link(sign_in, ada):
    return sign_in, sign_in.create_link(ada.person_id).token


def test_of_many_who_redeem_at_once_exactly_one_gets_in(sign_in, ada):
    for _ in range(5):
        link = sign_in.create_link(ada.person_id)
        ready, sessions, refusals = threading.Barrier(8), [], []

        def redeem(token=link.token, ready=ready, sessions=sessions, refusals=refusals):
            ready.wait()
            try:
                sessions.append(sign_in.redeem(token))
            except LinkInvalid as refused:
                refusals.append(refused.reason)

        threads = [threading.Thread(target=redeem) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(sessions) == 1
        assert refusals == ["used"] * 7
        assert sign_in.principal(sessions[0]) == ada


def test_no_token_is_in_the_database(sign_in, ada, database):
    link = sign_in.create_link(ada.person_id)
    nonce = sign_in._signer.loads(link.token)[1]
    session = sign_in.redeem(link.token)
    with sqlite3.connect(database.where) as plain:
        dump = "\n".join(plain.iterdump())
    plain.close()
    assert "Ada" in dump
    for each in (link.token, nonce, session):
        assert each not in dump


def test_a_session_ends_after_thirty_days_without_a_visit(sign_in, ada, clock):
    session = sign_in.redeem(sign_in.create_link(ada.person_id).token)
    clock.pass_by(days=29)
    assert sign_in.principal(session) == ada
    clock.pass_by(days=29)
    assert sign_in.principal(session) == ada
    clock.pass_by(days=30)
    assert sign_in.principal(session) is None


def test_signing_out_ends_one_session_at_once(sign_in, ada):
    one, other = (sign_in.redeem(sign_in.create_link(ada.person_id).token) for _ in range(2))
    assert sign_in.principal(one) == sign_in.principal(other) == ada
    sign_in.sign_out(one)
    assert sign_in.principal(one) is None
    assert sign_in.principal(other) == ada


def test_all_sessions_of_a_person_can_be_ended_at_once(sign_in, ada):
    held = [sign_in.redeem(sign_in.create_link(ada.person_id).token) for _ in range(2)]
    assert [sign_in.principal(each) for each in held] == [ada, ada]
    assert sign_in.revoke_sessions(ada.person_id) == 2
    assert [sign_in.principal(each) for each in held] == [None, None]


def test_what_another_process_ended_is_noticed_within_five_seconds(sign_in, ada, database, clock):
    session = sign_in.redeem(sign_in.create_link(ada.person_id).token)
    assert sign_in.principal(session) == ada
    SignIn(database, b"k" * 32, clock).revoke_sessions(ada.person_id)
    clock.pass_by(seconds=5)
    assert sign_in.principal(session) is None


def test_a_look_up_that_began_before_a_sign_out_is_not_remembered(sign_in, ada):
    session = sign_in.redeem(sign_in.create_link(ada.person_id).token)
    cache = sign_in._cache
    generation = cache.generation
    sign_in.sign_out(session)
    cache.put("key", ada, sign_in._clock() + timedelta(days=1), generation)
    assert cache.get("key") is None


@only_reads
@given(st.text())
def test_what_is_no_session_is_nobody(shared_link, token):
    assert shared_link[0].principal(token) is None


@pytest.fixture
def reads(database, monkeypatch):
    """How often the database was read since."""
    begun, read = [], database.read

    def counted():
        begun.append(None)
        return read()

    monkeypatch.setattr(database, "read", counted)
    return begun


def test_pages_that_stay_open_cost_one_look_up_for_all_of_them(
    sign_in, database, clock, make_cohort, reads
):
    people = People(database, clock)
    people.sync_roster(make_cohort(north=["Ada", "Bilal", "Chiara"]))
    everybody = people.principals()
    held = [sign_in.redeem(sign_in.create_link(each.person_id).token) for each in everybody]
    for each in held:
        assert sign_in.principal(each)
    reads.clear()
    for _ in range(20):
        clock.pass_by(seconds=4)
        assert [sign_in.principal(each) for each in held] == everybody
        assert sign_in.refresh() == len(everybody)
    assert len(reads) == 20


def test_whoever_is_gone_is_not_looked_up_for_ever(sign_in, ada, clock, reads):
    assert sign_in.principal(sign_in.redeem(sign_in.create_link(ada.person_id).token)) == ada
    assert sign_in.refresh() == 0, "it was looked up just now, and nobody has asked since"
    reads.clear()
    clock.pass_by(seconds=4)
    sign_in.refresh()
    sign_in.refresh()
    assert not reads


def test_looking_all_up_together_brings_no_session_back(sign_in, ada, database, clock):
    session = sign_in.redeem(sign_in.create_link(ada.person_id).token)
    for _ in range(2):
        assert sign_in.principal(session) == ada
    SignIn(database, b"k" * 32, clock).revoke_sessions(ada.person_id)
    clock.pass_by(seconds=4)
    assert sign_in.refresh() == 0
    clock.pass_by(seconds=1)
    assert sign_in.principal(session) is None


def test_a_role_that_another_process_took_away_is_noticed(
    sign_in, ada, database, clock, make_cohort
):
    session = sign_in.redeem(sign_in.create_link(ada.person_id).token)
    for _ in range(2):
        assert sign_in.principal(session) == ada
    connection = sqlite3.connect(database.where)
    connection.execute("DELETE FROM roles")
    connection.commit()
    connection.close()
    assert sign_in.refresh() == 0
    clock.pass_by(seconds=5)
    assert sign_in.principal(session) is None


def test_a_page_that_stays_open_keeps_its_session(sign_in, ada, clock):
    session = sign_in.redeem(sign_in.create_link(ada.person_id).token)
    for _ in range(2):
        sign_in.principal(session)
    for _ in range(40):
        clock.pass_by(days=1)
        assert sign_in.refresh() == 1
        assert sign_in.principal(session) == ada
