"""Nudges are sent once, accounted for together, replied to, and followed up once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cohortbook.cohort.nudging import NudgePlan
from cohortbook.learning.accounts import AccountDraft
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.answers import Answers
from cohortbook.learning.attention_topic import Topic, TopicExercise
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.errors import AccountInvalid, CommentEmpty, NotFound, VersionConflict
from cohortbook.learning.events import Events
from cohortbook.learning.nudge_quotes import choose_quote, quotable
from cohortbook.learning.nudge_sending import NewNudge
from cohortbook.learning.nudges import Nudges
from cohortbook.learning.rooms import RoomKey
from cohortbook.workbook.exercise import ExerciseDefinition
from factories import exercise

NORTH = RoomKey("north", "one")
TOPIC = Topic(
    NORTH,
    "visibility",
    "Seeing",
    exercises=(TopicExercise("first"), TopicExercise("alone", individual=True)),
    cells=frozenset({"hides"}),
)
NEW = NewNudge(NORTH, "visibility", "reminder", rule="left-behind")
LEAVE = AccountDraft("leave", "We have no mailbox.")
MEMBERS = ("ada", "ben")


def definition(kind="text", name="first", **changes):
    return ExerciseDefinition.from_json(exercise(kind, name, **changes))


@pytest.fixture
def nudges(cohort, clock):
    return Nudges(cohort, clock)


@pytest.fixture
def nudge(nudges):
    return nudges.send_by_rule(NEW, NudgePlan()).value


def quoted(database, clock):
    with database.read() as connection:
        return choose_quote(TOPIC, quotable(connection, TOPIC, MEMBERS, clock()))


def test_two_servers_that_decide_the_same_send_it_once(cohort, clock):
    here, there = Nudges(cohort, clock), Nudges(cohort, clock)
    first = here.send_by_rule(NEW, NudgePlan())
    assert [each.type for each in first.events] == ["nudge.sent"]
    assert there.send_by_rule(NEW, NudgePlan()).value is None
    assert len(here.of_rooms([NORTH])) == 1


def test_limits_are_asked_again_when_it_is_sent(nudges, clock):
    plan = NudgePlan(most=1, in_days=7, same_topic_days=10)
    other = NewNudge(RoomKey("north", "two"), "trust", "challenge", rule="left-behind")
    assert nudges.send_by_rule(NEW, plan).value
    assert nudges.send_by_rule(other, plan).value is None
    clock.pass_by(days=8)
    assert nudges.send_by_rule(other, plan).value
    assert nudges.send_by_rule(NEW, plan).value is None


def test_an_account_counts_once_two_agree(nudges, nudge):
    told = nudges.give_account(NORTH, nudge.id, LEAVE, "ada", 0)
    assert [each.type for each in told.events] == ["nudge.account"]
    assert told.value.is_open
    given = nudges.agree(NORTH, nudge.id, "ben", 1).value
    assert not given.is_open
    assert [each.name for each in given.account.agreed] == ["Ada", "Ben"]
    assert nudges.agree(NORTH, nudge.id, "ben", 1).events == ()


def test_one_speaks_for_a_group_that_has_nobody_else(nudges):
    sent = nudges.send_by_hand(NewNudge(RoomKey("south", "one"), "trust", "challenge"), "noor")
    room = RoomKey("south", "one")
    assert not nudges.give_account(room, sent.value.id, LEAVE, "eva", 0).value.is_open


def test_other_words_have_to_be_agreed_to_anew(nudges, nudge):
    nudges.give_account(NORTH, nudge.id, LEAVE, "ada", 0)
    better = AccountDraft("propose", "The intranet instead.")
    changed = nudges.give_account(NORTH, nudge.id, better, "ben", 1).value
    assert (changed.account.version, changed.is_open) == (2, True)
    assert [each.id for each in changed.account.agreed] == ["ben"]
    for stale in (0, 1):
        with pytest.raises(VersionConflict):
            nudges.give_account(NORTH, nudge.id, LEAVE, "ada", stale)
    with pytest.raises(VersionConflict):
        nudges.agree(NORTH, nudge.id, "ada", 1)
    assert not nudges.agree(NORTH, nudge.id, "ada", 2).value.is_open


@pytest.mark.parametrize(
    ("choice", "words", "day", "wrong"),
    [
        ("forget", "x", None, AccountInvalid),
        ("pursue", "", None, AccountInvalid),
        ("leave", "x", date(2026, 9, 30), AccountInvalid),
        ("leave", "  ", None, CommentEmpty),
        ("propose", "", None, CommentEmpty),
    ],
)
def test_an_account_says_what_it_has_to(choice, words, day, wrong):
    with pytest.raises(wrong):
        AccountDraft(choice, words, day)


def test_replies_and_keys(nudges, nudge):
    nudges.give_account(NORTH, nudge.id, LEAVE, "ada", 0)
    for _ in range(2):
        told = nudges.reply(NORTH, nudge.id, "<b>Fair</b> enough.", "ines", "key-1").value
    (reply,) = told.to_json()["replies"]
    assert "<b>" not in reply["html"]
    again = [
        nudges.send_by_hand(NewNudge(NORTH, "trust", "challenge"), "ines", "key-2").value.id
        for _ in range(2)
    ]
    assert again[0] == again[1]
    with pytest.raises(NotFound):
        nudges.reply(RoomKey("south", "one"), nudge.id, "x", "ines")


def test_a_promise_is_followed_up_once(nudges, nudge, clock):
    pursue = AccountDraft("pursue", "", date(2026, 9, 9))
    nudges.give_account(NORTH, nudge.id, pursue, "ada", 0)
    assert nudges.promises_over(date(2026, 9, 20)) == []
    nudges.agree(NORTH, nudge.id, "ben", 1)
    assert nudges.promises_over(date(2026, 9, 9)) == []
    (promise,) = nudges.promises_over(date(2026, 9, 10))
    clock.pass_by(days=4)
    told = nudges.follow_up(promise, kept=False, facts={})
    assert [each.type for each in told.events] == ["nudge.followed", "nudge.sent"]
    assert nudges.follow_up(promise, kept=False, facts={}).events == ()
    assert nudges.promises_over(date(2026, 9, 30)) == []
    first, asked = nudges.of_rooms([NORTH])
    assert (first.outcome, asked.kind, asked.follows) == ("asked", "follow-up", first.id)


def test_a_promise_that_was_kept_is_not_asked_about(nudges, nudge):
    nudges.give_account(NORTH, nudge.id, AccountDraft("pursue", "", date(2026, 9, 9)), "ada", 0)
    nudges.agree(NORTH, nudge.id, "ben", 1)
    (promise,) = nudges.promises_over(date(2026, 9, 10))
    nudges.follow_up(promise, kept=True, facts={})
    assert [each.outcome for each in nudges.of_rooms([NORTH])] == ["kept"]


def test_the_stream_tells_a_nudge_as_it_is_now(cohort, nudges, nudge, clock):
    nudges.give_account(NORTH, nudge.id, LEAVE, "ada", 0)
    told = Events(cohort, clock).since(NORTH, 0)
    assert [each.type for each in told] == ["nudge.sent", "nudge.account"]
    assert {each.data["nudge"]["account"]["words"] for each in told} == {"We have no mailbox."}


def test_words_are_chosen_by_the_rule(cohort, clock):
    answers, discussion = Answers(cohort, clock), Discussion(cohort, clock)
    assert quoted(cohort, clock) is None
    general = {"text": "We want quiet mornings.", "topic": None, "by": None, "done": False}
    answers.record(RoomKey("north", "two"), definition("goal", "aim"), general, "ada")
    assert quoted(cohort, clock).text == "We want quiet mornings."
    clock.pass_by(hours=1)
    discussion.start_thread(NORTH, Anchor("cell", "hides"), "Mails get lost every week.", "ben")
    found = quoted(cohort, clock)
    assert (found.kind, found.by) == ("comment", ("ben",))
    answers.record(NORTH, definition(), "On Monday we count the mails.", "ada")
    answers.record(NORTH, definition(), "On Monday we count all the mails.", "ben")
    found = quoted(cohort, clock)
    assert (found.kind, found.text) == ("answer", "On Monday we count all the mails.")
    assert set(found.by) == {"ada", "ben"}
    aim = {"text": "Every mail is seen.", "topic": "visibility", "by": None, "done": False}
    answers.record(NORTH, definition("goal", "aim"), aim, "ada")
    assert quoted(cohort, clock).text == "Every mail is seen."


def test_what_is_not_the_groups_to_be_quoted_never_is(cohort, clock):
    answers, discussion = Answers(cohort, clock), Discussion(cohort, clock)
    alone = definition("text", "alone", individual=True)
    answers.record(NORTH, alone, "What I would never say aloud.", "ada", "ada")
    discussion.start_thread(NORTH, Anchor("cell", "hides"), "A mentor says many things.", "ines")
    discussion.start_thread(NORTH, Anchor("cell", "hides"), "Yes?", "ada")
    discussion.start_thread(NORTH, Anchor("cell", "elsewhere"), "About something else.", "ada")
    assert quoted(cohort, clock) is None


def test_a_quoted_comment_that_is_deleted_is_gone_from_the_nudge(cohort, nudges, clock):
    discussion = Discussion(cohort, clock)
    anchor = Anchor("cell", "hides")
    thread = discussion.start_thread(NORTH, anchor, "Mails get lost every week.", "ben").value
    comment = thread.comments[0]
    new = NewNudge(NORTH, "visibility", "reminder", quote=quoted(cohort, clock))
    nudges.send_by_hand(new, "ines")
    (before,) = nudges.of_rooms([NORTH])
    assert before.quote.text == "Mails get lost every week."
    discussion.delete(NORTH, comment.id, "ben", comment.version)
    (after,) = nudges.of_rooms([NORTH])
    assert after.quote is None
    told = Events(cohort, clock).since(NORTH, 0)
    assert "lost every week" not in str([each.to_json() for each in told])


def test_the_past_is_told_as_it_was(nudges, nudge, clock):
    before = clock()
    clock.pass_by(days=1)
    nudges.give_account(NORTH, nudge.id, LEAVE, "ada", 0)
    nudges.agree(NORTH, nudge.id, "ben", 1)
    (then,), (now,) = nudges.sent(before), nudges.sent(clock())
    assert (then.accounted, now.accounted) == (False, True)
    assert nudges.sent(before - timedelta(seconds=1)) == []
