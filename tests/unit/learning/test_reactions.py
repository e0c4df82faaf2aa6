from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohortbook.learning.anchors import Anchor
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.errors import NotFound, ReactionUnknown
from cohortbook.learning.events import Events
from cohortbook.learning.reactions import NAMES, reactions_json
from cohortbook.learning.rooms import RoomKey

NORTH = RoomKey("north", "one")


@pytest.fixture
def discussion(cohort, clock):
    return Discussion(cohort, clock)


@pytest.fixture
def comment(discussion):
    return discussion.start_thread(NORTH, Anchor("cell", "c"), "Done?", "ada").value.comments[0].id


def test_reactions_are_told_to_everybody_and_kept(discussion, comment, cohort):
    discussion.react(NORTH, comment, "heart", "ines")
    outcome = discussion.react(NORTH, comment, "heart", "ben")
    (event,) = outcome.events
    thread_id = discussion.comment(NORTH, comment).thread_id
    reactions = {"heart": ["ines", "ben"]}
    assert reactions_json(outcome.value) == reactions
    assert event.type == "comment.reacted"
    assert event.data == {"thread_id": thread_id, "comment_id": comment, "reactions": reactions}
    assert discussion.comment(NORTH, comment).to_json()["reactions"] == reactions
    assert Events(cohort).since(NORTH, event.id - 1) == [event]


def test_the_same_twice_is_no_event(discussion, comment):
    assert discussion.react(NORTH, comment, "idea", "ben", present=False).events == ()
    assert discussion.react(NORTH, comment, "idea", "ben").events
    again = discussion.react(NORTH, comment, "idea", "ben")
    assert (again.events, reactions_json(again.value)) == ((), {"idea": ["ben"]})
    gone = discussion.react(NORTH, comment, "idea", "ben", present=False)
    assert (len(gone.events), gone.value) == (1, {})


def test_only_what_is_on_the_list(discussion, comment):
    for name in ("thumbs-down", "", "Heart"):
        with pytest.raises(ReactionUnknown, match="thumbs-up"):
            discussion.react(NORTH, comment, name, "ben")


def test_a_deleted_comment_has_none_and_takes_none(discussion, comment):
    discussion.react(NORTH, comment, "thanks", "ben")
    gone = discussion.delete(NORTH, comment, "ada", 1)
    assert gone.value.reactions == {}
    for present in (True, False):
        with pytest.raises(NotFound):
            discussion.react(NORTH, comment, "thanks", "ben", present=present)
    assert discussion.thread(NORTH, gone.value.thread_id).comments[0].reactions == {}


def test_a_reaction_changes_no_version(discussion, comment):
    discussion.react(NORTH, comment, "done", "ben")
    assert discussion.edit(NORTH, comment, "Done!", "ada", 1).value.version == 2


steps = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(["ada", "ben", "ines"]), st.booleans()),
    max_size=15,
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_any_order_leaves_what_a_list_would_hold(discussion, steps):
    thread = discussion.start_thread(NORTH, Anchor("cell", "c"), "Done?", "ada").value
    model = {}
    for name, person, present in steps:
        there = model.setdefault(name, [])
        changes = (person in there) != present
        outcome = discussion.react(NORTH, thread.comments[0].id, name, person, present=present)
        if changes:
            (there.append if present else there.remove)(person)
        assert len(outcome.events) == changes
        wanted = {each: model[each] for each in NAMES if model.get(each)}
        assert reactions_json(outcome.value) == wanted
        assert list(reactions_json(outcome.value)) == list(wanted)
