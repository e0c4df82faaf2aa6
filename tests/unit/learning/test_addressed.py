from __future__ import annotations

import pytest

from cohortbook.learning.addressed import AddressedComments
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.read_marks import ReadMarks
from cohortbook.learning.rooms import RoomKey

NORTH, OTHER, SOUTH = RoomKey("north", "one"), RoomKey("north", "two"), RoomKey("south", "one")
HERE = Anchor("cell", "c")
INES, BEN = "@[Ines](person:ines)", "@[Ben](person:ben)"


@pytest.fixture
def discussion(cohort, clock):
    return Discussion(cohort, clock)


@pytest.fixture
def addressed(cohort):
    return AddressedComments(cohort)


def start(discussion, body, author="ada", room=NORTH):
    return discussion.start_thread(room, HERE, body, author).value


def test_calls_of_all_rooms_oldest_first_one_for_each_thread(discussion, addressed, clock):
    first = start(discussion, f"{INES}, which board?")
    second = start(discussion, "@[mentors](mentors:) and where?", "ben", OTHER)
    discussion.reply(NORTH, first.id, f"{INES}, are you there?", "ben")
    found = addressed.calls("ines", [NORTH, OTHER, SOUTH])
    assert [(each.room, each.comment_id) for each in found] == [
        (NORTH, first.comments[0].id),
        (OTHER, second.comments[0].id),
    ]
    assert (found[0].author, found[0].body, found[0].at) == (
        "Ada",
        f"{INES}, which board?",
        clock(),
    )
    assert [each.thread_id for each in addressed.calls("ines", [OTHER])] == [second.id]
    assert addressed.calls("ines", []) == []
    assert addressed.calls("ben", [NORTH, OTHER]) == []


def test_a_call_is_over_when_it_is_answered_settled_or_deleted(discussion, addressed):
    threads = [start(discussion, INES) for _ in range(3)]
    discussion.reply(NORTH, threads[0].id, "The large one", "ines")
    discussion.resolve(NORTH, threads[1].id, "ada", 1)
    discussion.delete(NORTH, threads[2].comments[0].id, "ada", 1)
    assert addressed.calls("ines", [NORTH]) == []


def test_a_mention_waits_until_it_is_read(discussion, addressed, cohort, clock):
    thread = start(discussion, f"{BEN} and {BEN}")
    start(discussion, BEN, "ben")
    (found,) = addressed.unread_mentions("ben", [NORTH])
    assert found.comment_id == thread.comments[0].id
    assert addressed.unread_mentions("ben", [OTHER]) == []
    ReadMarks(cohort, clock).mark(NORTH, thread.id, thread.comments[0].id, "ines")
    assert addressed.unread_mentions("ben", [NORTH]) == [found]
    ReadMarks(cohort, clock).mark(NORTH, thread.id, thread.comments[0].id, "ben")
    assert addressed.unread_mentions("ben", [NORTH]) == []


def test_a_mention_that_an_edit_adds_waits_though_the_comment_was_read(
    discussion, addressed, cohort, clock
):
    thread = start(discussion, "Who?")
    comment = thread.comments[0].id
    marks = ReadMarks(cohort, clock)
    marks.mark(NORTH, thread.id, comment, "ben")
    discussion.edit(NORTH, comment, f"{BEN}?", "ada", 1)
    assert [each.comment_id for each in addressed.unread_mentions("ben", [NORTH])] == [comment]
    marks.mark(NORTH, thread.id, comment, "ben")
    assert addressed.unread_mentions("ben", [NORTH]) == []


def test_a_mention_that_was_deleted_waits_for_nobody(discussion, addressed):
    thread = start(discussion, BEN)
    discussion.delete(NORTH, thread.comments[0].id, "ada", 1)
    assert addressed.unread_mentions("ben", [NORTH]) == []


def test_a_facilitator_may_have_thousands_of_rooms(discussion, addressed):
    thread = start(discussion, "@[Noor](person:noor)")
    rooms = [RoomKey(f"group-{number}", "one") for number in range(3000)]
    found = addressed.unread_mentions("noor", [*rooms, NORTH])
    assert [each.thread_id for each in found] == [thread.id]
