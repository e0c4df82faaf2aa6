from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from cohortbook.learning.anchors import Anchor, Position, Quote
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.errors import (
    AnchorInvalid,
    CommentEmpty,
    CommentTooLong,
    KeyReused,
    NotFound,
    VersionConflict,
)
from cohortbook.learning.events import Events
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.schema import roles

NORTH, SOUTH = RoomKey("north", "one"), RoomKey("south", "one")
HERE = Anchor("exercise", "first-week")


@pytest.fixture
def discussion(cohort, clock):
    return Discussion(cohort, clock)


@pytest.fixture
def thread(discussion):
    return discussion.start_thread(NORTH, HERE, "Why **Monday**?", "ada").value


def kinds(outcome):
    return [each.type for each in outcome.events]


def test_a_thread_as_a_page_gets_it(discussion, thread):
    (comment,) = thread.comments
    assert thread.to_json() == {
        "id": thread.id,
        "anchor": {"kind": "exercise", "ref": "first-week", "quote": None, "position": None},
        "resolved": False,
        "version": 1,
        "created_at": "2026-09-07T08:00:00.000Z",
        "comments": [
            {
                "id": comment.id,
                "thread_id": thread.id,
                "author": {"id": "ada", "name": "Ada", "role": "member"},
                "body": "Why **Monday**?",
                "html": "<p>Why <strong>Monday</strong>?</p>",
                "created_at": "2026-09-07T08:00:00.000Z",
                "edited_at": None,
                "deleted": False,
                "version": 1,
                "mentions": [],
                "reactions": {},
                "edits": 0,
            }
        ],
        "called": [],
    }
    assert discussion.threads(NORTH) == [thread]
    assert discussion.threads(SOUTH) == []


def test_a_reply_goes_below_and_says_what_its_author_is(discussion, thread, clock):
    clock.pass_by(minutes=1)
    for author in ("ines", "noor", "ben"):
        discussion.reply(NORTH, thread.id, author, author)
    written = discussion.thread(NORTH, thread.id).comments
    assert [(each.body, each.author.role) for each in written[1:]] == [
        ("ines", "mentor"),
        ("noor", "facilitator"),
        ("ben", "member"),
    ]


def test_what_somebody_wrote_stays_when_they_leave(discussion, thread, cohort):
    with cohort.begin() as connection:
        connection.execute(delete(roles).where(roles.c.person_id == "ada"))
    author = discussion.thread(NORTH, thread.id).comments[0].author
    assert (author.name, author.role) == ("Ada", "former")


def test_an_edit_keeps_what_was_there_before(discussion, thread, clock):
    comment = thread.comments[0]
    clock.pass_by(minutes=5)
    outcome = discussion.edit(NORTH, comment.id, " Why *Tuesday*? ", "ada", 1)
    assert outcome.value.body == "Why *Tuesday*?"
    assert outcome.value.version == 2
    assert outcome.value.edited_at == clock()
    assert kinds(outcome) == ["comment.edited"]
    assert [(each.version, each.body) for each in discussion.history(NORTH, comment.id)] == [
        (1, "Why **Monday**?"),
        (2, "Why *Tuesday*?"),
    ]
    assert discussion.comment(NORTH, comment.id).edits == 1
    assert discussion.history(NORTH, comment.id)[0].to_json() == {
        "version": 1,
        "body": "Why **Monday**?",
        "html": "<p>Why <strong>Monday</strong>?</p>",
        "at": "2026-09-07T08:00:00.000Z",
        "by": {"id": "ada", "name": "Ada"},
    }


def test_a_passage_is_found_where_it_stood(discussion):
    anchor = Anchor("passage", "c1", Quote("the board", "at ", " on"), Position(7, 16))
    discussion.start_thread(NORTH, anchor, "Which?", "ada")
    assert [each.anchor for each in discussion.threads(NORTH)] == [anchor]


def test_an_edit_that_changes_nothing_is_no_event(discussion, thread):
    outcome = discussion.edit(NORTH, thread.comments[0].id, "Why **Monday**?", "ada", 1)
    assert outcome.events == ()
    assert outcome.value.version == 1


def test_whoever_edits_an_old_version_gets_the_present_one(discussion, thread):
    comment = thread.comments[0]
    discussion.edit(NORTH, comment.id, "First", "ada", 1)
    for attempt in (
        lambda: discussion.edit(NORTH, comment.id, "Second", "ada", 1),
        lambda: discussion.delete(NORTH, comment.id, "ada", 1),
    ):
        with pytest.raises(VersionConflict) as refused:
            attempt()
        assert refused.value.current.to_json()["body"] == "First"
    assert discussion.comment(NORTH, comment.id).body == "First"


def test_a_deleted_comment_leaves_a_tombstone_everywhere(discussion, thread, cohort):
    comment = thread.comments[0]
    outcome = discussion.delete(NORTH, comment.id, "ada", 1)
    assert kinds(outcome) == ["comment.deleted"]
    shown = outcome.value.to_json()
    assert (shown["deleted"], shown["body"], shown["html"], shown["version"]) == (True, None, "", 2)
    assert shown["edits"] == 0
    assert discussion.history(NORTH, comment.id) == []
    assert discussion.delete(NORTH, comment.id, "ada", 1).events == ()
    with pytest.raises(NotFound):
        discussion.edit(NORTH, comment.id, "Back again", "ada", 2)
    told = Events(cohort).since(NORTH, 0)
    assert [each.type for each in told] == ["thread.created", "comment.deleted"]
    assert "Monday" not in str([each.to_json() for each in told])


def test_events_keep_no_copy_of_what_is_said(discussion, thread, cohort):
    discussion.reply(NORTH, thread.id, "Because of the depot", "ben")
    with sqlite3.connect(cohort.where) as plain:
        kept = str(plain.execute("SELECT data FROM events").fetchall())
    plain.close()
    assert "Monday" not in kept
    assert "depot" not in kept


def test_resolving_and_reopening(discussion, thread):
    settled = discussion.resolve(NORTH, thread.id, "ben", 1)
    assert kinds(settled) == ["thread.resolved"]
    assert (settled.value.resolved, settled.value.version) == (True, 2)
    assert discussion.resolve(NORTH, thread.id, "ada", 2).events == ()
    with pytest.raises(VersionConflict):
        discussion.resolve(NORTH, thread.id, "ada", 1, resolved=False)
    again = discussion.resolve(NORTH, thread.id, "ada", 2, resolved=False)
    assert kinds(again) == ["thread.reopened"]
    assert (again.value.resolved, again.value.version) == (False, 3)


def test_nothing_can_be_reached_from_another_room(discussion, thread):
    comment = thread.comments[0].id
    for attempt in (
        lambda: discussion.reply(SOUTH, thread.id, "x", "eva"),
        lambda: discussion.edit(SOUTH, comment, "x", "eva", 1),
        lambda: discussion.delete(SOUTH, comment, "eva", 1),
        lambda: discussion.resolve(SOUTH, thread.id, "eva", 1),
        lambda: discussion.history(SOUTH, comment),
        lambda: discussion.react(SOUTH, comment, "heart", "eva"),
        lambda: discussion.comment(SOUTH, comment),
        lambda: discussion.thread(SOUTH, thread.id),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert discussion.threads(NORTH) == [thread]


def test_the_same_request_twice_is_done_once(discussion, cohort):
    first = discussion.start_thread(NORTH, HERE, "Once", "ada", "key-1")
    again = discussion.start_thread(NORTH, HERE, "Once", "ada", "key-1")
    assert again.value == first.value
    assert again.events == ()
    reply = discussion.reply(NORTH, first.value.id, "Yes", "ada", "key-2")
    assert discussion.reply(NORTH, first.value.id, "Yes", "ada", "key-2").value == reply.value
    assert discussion.reply(NORTH, first.value.id, "Yes", "ben", "key-2").value != reply.value
    assert len(discussion.threads(NORTH)[0].comments) == 3
    assert len(Events(cohort).since(NORTH, 0)) == 3


def test_a_key_for_another_request_is_refused(discussion):
    one = discussion.start_thread(NORTH, HERE, "One", "ada", "key").value
    other = discussion.start_thread(NORTH, HERE, "Other", "ada").value
    discussion.reply(NORTH, one.id, "Yes", "ada", "reply-key")
    for attempt in (
        lambda: discussion.reply(NORTH, one.id, "x", "ada", "key"),
        lambda: discussion.reply(NORTH, other.id, "x", "ada", "reply-key"),
        lambda: discussion.start_thread(SOUTH, HERE, "x", "ada", "key"),
        lambda: discussion.start_thread(NORTH, HERE, "x", "ada", "k" * 201),
        lambda: discussion.start_thread(NORTH, HERE, "x", "ada", ""),
    ):
        with pytest.raises(KeyReused):
            attempt()


@pytest.mark.parametrize("body", ["", " \n\t ", "\x00"])
def test_an_empty_comment_is_refused(discussion, thread, body):
    with pytest.raises(CommentEmpty):
        discussion.reply(NORTH, thread.id, body, "ada")
    with pytest.raises(CommentEmpty):
        discussion.start_thread(NORTH, HERE, body, "ada")
    assert discussion.threads(NORTH) == [thread]


def test_a_comment_may_have_ten_thousand_characters(discussion, thread):
    kept = discussion.reply(NORTH, thread.id, "é" * 10_000, "ada").value
    assert len(kept.body) == 10_000
    with pytest.raises(CommentTooLong) as refused:
        discussion.reply(NORTH, thread.id, "é" * 10_001, "ada")
    assert refused.value.length == 10_001


def test_half_a_character_does_not_break_the_page(discussion, thread):
    assert discussion.reply(NORTH, thread.id, "a\ud800b", "ada").value.body == "a?b"


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "cell",
        {},
        {"kind": "page", "ref": "x"},
        {"kind": "cell", "ref": ""},
        {"kind": "cell", "ref": 4},
        {"kind": "cell", "ref": "x" * 201},
        {"kind": "cell", "ref": "x", "quote": {"exact": "y"}},
        {"kind": "passage", "ref": "x"},
        {"kind": "passage", "ref": "x", "quote": "y"},
        {"kind": "passage", "ref": "x", "quote": {"exact": " "}},
        {"kind": "passage", "ref": "x", "quote": {"exact": ["y"]}},
        {"kind": "passage", "ref": "x", "quote": {"exact": "y" * 1001}},
        {"kind": "cell", "ref": "x", "position": {"start": 0, "end": 1}},
        *(
            {"kind": "passage", "ref": "x", "quote": {"exact": "y"}, "position": position}
            for position in (
                4,
                {},
                {"start": 1},
                {"start": 1, "end": 1},
                {"start": -1, "end": 1},
                {"start": 0, "end": 1.5},
                {"start": False, "end": True},
                {"start": 0, "end": 10**9},
            )
        ),
    ],
)
def test_what_is_no_anchor_is_refused(raw):
    with pytest.raises(AnchorInvalid):
        Anchor.from_json(raw)


sizes = st.integers(1, 10**6)


@given(
    st.builds(
        Anchor,
        st.sampled_from(["cell", "exercise"]),
        st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True),
    )
    | st.builds(
        Anchor,
        st.just("passage"),
        st.just("c1"),
        st.builds(Quote, st.text("ab é", min_size=1).filter(str.strip), st.text("x"), st.text("y")),
        st.none() | st.builds(lambda at, long: Position(at, at + long), sizes, sizes),
    )
)
def test_an_anchor_survives_the_wire(anchor):
    assert Anchor.from_json(anchor.to_json()) == anchor
