"""How far somebody has read: against a plain set of what they have seen."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from cohortbook.learning.addressed import AddressedComments
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.errors import NotFound
from cohortbook.learning.read_marks import ReadMarks
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.schema import read_marks

NORTH, SOUTH = RoomKey("north", "one"), RoomKey("south", "one")
HERE = Anchor("cell", "c")


@pytest.fixture
def discussion(cohort, clock):
    return Discussion(cohort, clock)


@pytest.fixture
def marks(cohort, clock):
    return ReadMarks(cohort, clock)


def talk(discussion, *authors, room=NORTH):
    """Start a thread in which these people speak; return its id and those of the comments."""
    thread = discussion.start_thread(room, HERE, "one", authors[0]).value
    for each in authors[1:]:
        discussion.reply(room, thread.id, "more", each)
    return thread.id, [each.id for each in discussion.thread(room, thread.id).comments]


def reading(discussion, marks, person, room=NORTH):
    return marks.read_to(room, person, discussion.threads(room))


def test_what_others_write_is_unread_until_it_is_marked(discussion, marks):
    thread, ids = talk(discussion, "ada", "ben", "ada")
    assert reading(discussion, marks, "ines") == {thread: None}
    assert marks.mark(NORTH, thread, ids[1], "ines")
    assert reading(discussion, marks, "ines") == {thread: ids[1]}
    assert reading(discussion, marks, "noor") == {thread: None}


def test_a_mark_never_goes_back(discussion, marks):
    thread, ids = talk(discussion, "ada", "ada", "ada")
    assert marks.mark(NORTH, thread, ids[2], "ben")
    for comment in ids:
        assert not marks.mark(NORTH, thread, comment, "ben")
    assert reading(discussion, marks, "ben") == {thread: ids[2]}


def test_what_they_wrote_themselves_is_read_and_so_is_a_tombstone(discussion, marks):
    thread, ids = talk(discussion, "ben", "ada", "ada", "ben", "ben")
    assert reading(discussion, marks, "ben") == {thread: ids[0]}
    marks.mark(NORTH, thread, ids[1], "ben")
    assert reading(discussion, marks, "ben") == {thread: ids[1]}
    discussion.delete(NORTH, ids[2], "ada", 1)
    assert reading(discussion, marks, "ben") == {thread: ids[4]}


def test_a_mention_that_an_edit_adds_is_unread_again(discussion, marks):
    thread, ids = talk(discussion, "ada", "ada", "ada")
    marks.mark(NORTH, thread, ids[2], "ben")
    discussion.edit(NORTH, ids[1], "more, @[Ben](person:ben)", "ada", 1)
    assert reading(discussion, marks, "ben") == {thread: ids[0]}
    assert not marks.mark(NORTH, thread, ids[0], "ben")
    assert marks.mark(NORTH, thread, ids[2], "ben")
    assert reading(discussion, marks, "ben") == {thread: ids[2]}
    discussion.edit(NORTH, ids[1], "less, @[Ben](person:ben)", "ada", 2)
    assert reading(discussion, marks, "ben") == {thread: ids[2]}


def test_everything_at_once_in_this_room_only(discussion, marks):
    first, one = talk(discussion, "ada", "ben")
    second, two = talk(discussion, "ada")
    elsewhere, _ = talk(discussion, "eva", room=SOUTH)
    marks.mark(NORTH, first, one[1], "noor")
    assert marks.mark_all(NORTH, "noor") == {second: two[0]}
    assert marks.mark_all(NORTH, "noor") == {}
    assert reading(discussion, marks, "noor") == {first: one[1], second: two[0]}
    assert reading(discussion, marks, "noor", SOUTH) == {elsewhere: None}
    assert reading(discussion, marks, "ines") == {first: None, second: None}


def test_what_is_not_there_cannot_be_marked(discussion, marks, cohort):
    thread, ids = talk(discussion, "ada")
    other, others = talk(discussion, "ada")
    for room, where, comment in (
        (SOUTH, thread, ids[0]),
        (NORTH, thread, others[0]),
        (NORTH, "thr_none", ids[0]),
        (NORTH, other, "com_none"),
    ):
        with pytest.raises(NotFound):
            marks.mark(room, where, comment, "ben")
    with cohort.read() as connection:
        assert connection.execute(select(read_marks)).all() == []


def test_a_room_with_many_threads_is_read_with_few_questions(discussion, marks, cohort):
    def questions():
        asked = []

        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        event.listen(cohort.engine, "before_cursor_execute", note)
        reading(discussion, marks, "ben")
        event.remove(cohort.engine, "before_cursor_execute", note)
        return len(asked)

    talk(discussion, "ada", "ines")
    few = questions()
    for _ in range(20):
        talk(discussion, "ada", "ben", "ines")
    assert questions() == few


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["say", "say", "name ben", "edit", "edit to name ben", "delete"]),
        st.sampled_from(["ada", "ben"]),
        st.integers(0, 5),
    )
    | st.tuples(st.sampled_from(["read", "read all"]), st.just("ben"), st.integers(0, 5)),
    max_size=25,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ACTS)
def test_ben_has_read_exactly_what_he_saw(discussion, marks, cohort, acts):
    """`news` holds the comments that Ben has still to see, kept by the simplest means."""
    thread = discussion.start_thread(NORTH, HERE, "one", "ada").value.id
    written = list(discussion.thread(NORTH, thread).comments)
    news, seen = {written[0].id}, -1
    for what, who, where in acts:
        place = where % len(written)
        named = "@[Ben](person:ben)" if what.endswith("name ben") else "words"
        comment = discussion.comment(NORTH, written[place].id)
        if what in ("say", "name ben"):
            written.append(discussion.reply(NORTH, thread, named, who).value)
            news |= {written[-1].id} if who == "ada" else set()
        elif what == "delete":
            discussion.delete(NORTH, comment.id, who, comment.version)
            news.discard(comment.id)
        elif what.startswith("edit") and not comment.deleted:
            before = comment.mentions
            after = discussion.edit(NORTH, comment.id, named, who, comment.version).value
            if after.mentions and not before and after.author.id == "ada":
                news.add(comment.id)
            elif before and not after.mentions and place <= seen:
                news.discard(comment.id)
        elif what == "read all" or (what == "read" and place >= seen):
            seen = len(written) - 1 if what == "read all" else place
            news -= {each.id for each in written[: seen + 1]}
            if what == "read":
                marks.mark(NORTH, thread, comment.id, "ben")
            else:
                marks.mark_all(NORTH, "ben")
    order = [each.id for each in written]
    first = next((order.index(each) for each in order if each in news), len(order))
    told = reading(discussion, marks, "ben")[thread]
    assert told == (order[first - 1] if first else None)
    waiting = AddressedComments(cohort).unread_mentions("ben", [NORTH])
    mentioning = {each.id for each in discussion.thread(NORTH, thread).comments if each.mentions}
    here = [each.comment_id for each in waiting if each.thread_id == thread]
    assert here == [each for each in order if each in news & mentioning]
