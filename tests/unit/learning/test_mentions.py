from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, update

from cohortbook.learning.anchors import Anchor
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.events import Events
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.schema import people, roles

NORTH = RoomKey("north", "one")
HERE = Anchor("exercise", "first-week")
ADA, BEN, INES = "@[Ada](person:ada)", "@[Ben](person:ben)", "@[Ines](person:ines)"
EVA, MENTORS = "@[Eva](person:eva)", "@[mentors](mentors:)"


@pytest.fixture
def discussion(cohort, clock):
    return Discussion(cohort, clock)


@pytest.fixture
def say(discussion):
    """Start a thread, or reply in one; return the comment as JSON."""

    def write(body, author="ada", thread=None):
        if thread is None:
            return discussion.start_thread(NORTH, HERE, body, author).value.comments[0].to_json()
        return discussion.reply(NORTH, thread, body, author).value.to_json()

    return write


def called(discussion, comment):
    return discussion.thread(NORTH, comment["thread_id"]).called


def leave(cohort, person_id):
    with cohort.begin() as connection:
        connection.execute(delete(roles).where(roles.c.person_id == person_id))


def join(cohort, person_id, group="north"):
    """Make somebody a mentor of a group."""
    with cohort.begin() as connection:
        connection.execute(insert(roles).values(person_id=person_id, role="mentor", group_id=group))


def test_those_who_may_be_in_the_room_are_mentioned_once_each(say):
    comment = say(f"{BEN}, {EVA} and {BEN}: `{INES}` @[Noor](person:noor) @[x](person:nobody)")
    assert comment["mentions"] == ["ben", "noor"]
    assert comment["html"].count('data-person="ben"') == 2
    assert 'data-person="eva"' not in comment["html"]
    assert "@Eva and" in comment["html"]


def test_the_mentors_of_the_group_are_called_together(say, cohort):
    join(cohort, "noor")
    comment = say(f"{MENTORS}, and you too, {INES}")
    assert sorted(comment["mentions"]) == ["ines", "noor"]
    leave(cohort, "ines")
    leave(cohort, "noor")
    alone = say(MENTORS)
    assert (alone["mentions"], alone["html"]) == ([], "<p>@mentors</p>")


def test_a_name_is_the_one_they_have_now(say, discussion, cohort):
    comment = say(BEN)
    with cohort.begin() as connection:
        connection.execute(update(people).where(people.c.id == "ben").values(name="Benno"))
    assert ">@Benno<" in discussion.comment(NORTH, comment["id"]).html


def test_an_edit_adds_and_takes_away(say, discussion):
    comment = say(BEN)
    edited = discussion.edit(NORTH, comment["id"], f"{INES}, not Ben", "ada", 1).value.to_json()
    assert edited["mentions"] == ["ines"]
    assert called(discussion, comment) == ("ines",)
    before = discussion.history(NORTH, comment["id"])[0].to_json()
    assert 'data-person="ben"' in before["html"]


def test_an_edit_does_not_undo_the_mention_of_somebody_who_left(say, discussion, cohort):
    comment = say(f"{BEN} {MENTORS}")
    leave(cohort, "ben")
    leave(cohort, "ines")
    edited = discussion.edit(NORTH, comment["id"], f"{BEN} {MENTORS}!", "ada", 1).value.to_json()
    assert edited["mentions"] == ["ben", "ines"]
    assert say(BEN)["mentions"] == []


def test_mentions_of_a_deleted_comment_vanish(say, discussion, cohort):
    comment = say(f"{INES} {MENTORS}")
    tombstone = discussion.delete(NORTH, comment["id"], "ada", 1).value.to_json()
    assert (tombstone["mentions"], tombstone["html"]) == ([], "")
    assert called(discussion, comment) == ()
    assert "ines" not in str([each.data for each in Events(cohort).since(NORTH, 0)])


def test_a_mentor_is_called_until_they_reply(say, discussion):
    first = say(f"{INES}, which board?")
    thread = first["thread_id"]
    assert called(discussion, first) == ("ines",)
    say("I think the small one", "ben", thread)
    assert called(discussion, first) == ("ines",)
    reply = discussion.reply(NORTH, thread, "The large one", "ines")
    assert called(discussion, first) == ()
    assert reply.events[0].data["called"] == []
    again = discussion.reply(NORTH, thread, f"{MENTORS} why?", "ben")
    assert again.events[0].data["called"] == ["ines"]


def test_what_a_mentor_wrote_before_an_edit_called_them_is_no_reply(say, discussion):
    first = say("Which board?")
    say("The large one", "ines", first["thread_id"])
    discussion.edit(NORTH, first["id"], f"Which board, {INES}?", "ada", 1)
    assert called(discussion, first) == ("ines",)
    reply = say("As I said", "ines", first["thread_id"])
    assert called(discussion, first) == ()
    discussion.delete(NORTH, reply["id"], "ines", 1)
    assert called(discussion, first) == ("ines",)


def test_an_edit_that_keeps_a_mention_does_not_call_again(say, discussion):
    first = say(f"{INES}, which board?")
    say("The large one", "ines", first["thread_id"])
    discussion.edit(NORTH, first["id"], f"{INES}, which board and where?", "ada", 1)
    assert called(discussion, first) == ()


def test_nobody_is_called_who_is_no_mentor_here(say, discussion, cohort):
    for body, author in (
        (BEN, "ada"),
        (INES, "ines"),
        (MENTORS, "ines"),
        ("@[N](person:noor)", "ada"),
    ):
        assert called(discussion, say(body, author)) == ()
    comment = say(INES)
    leave(cohort, "ines")
    assert called(discussion, comment) == ()
    join(cohort, "ben", group="south")
    assert called(discussion, say(BEN)) == ()


def test_a_settled_thread_calls_nobody(say, discussion):
    comment = say(INES)
    settled = discussion.resolve(NORTH, comment["thread_id"], "ada", 1)
    assert settled.events[0].data["thread"]["called"] == []
    discussion.resolve(NORTH, comment["thread_id"], "ada", 2, resolved=False)
    assert called(discussion, comment) == ("ines",)


def test_who_is_called_is_told_later_as_it_was_told_live(say, discussion, cohort):
    comment = say("Hello")
    reply = discussion.reply(NORTH, comment["thread_id"], f"{INES} {BEN}", "ada")
    assert reply.events[0].data["called"] == ["ines"]
    (later,) = Events(cohort).since(NORTH, reply.events[0].id - 1)
    assert later == reply.events[0]
