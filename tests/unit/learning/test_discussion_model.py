"""Any sequence of operations leaves what a plain list would hold."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from cohortbook.learning.anchors import Anchor
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.errors import NotFound, VersionConflict
from cohortbook.learning.events import Events
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.database import FILE_NAME, Database

ROOM = RoomKey("north", "one")
bodies = st.text("ab*[]() \n", min_size=1, max_size=8).filter(str.strip)
authors = st.sampled_from(["ada", "ben"])
keys = st.none() | st.sampled_from(["k1", "k2"])


class DiscussionMachine(RuleBasedStateMachine):
    template: Path
    enrol = None

    threads = Bundle("threads")
    comments = Bundle("comments")

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template / FILE_NAME, self.folder / FILE_NAME)
        self.database = Database.in_folder(self.folder)
        self.enrol(self.database, ada=("member", "north"), ben=("member", "north"))
        self.discussion, self.events = Discussion(self.database), Events(self.database)
        self.model = {}
        self.done = {}
        self.told = []

    def teardown(self):
        self.database.close()
        shutil.rmtree(self.folder)

    def note(self, outcome, kind):
        assert [each.type for each in outcome.events] == [kind]
        self.told.append((outcome.events[0].id, kind))
        return outcome.value

    @rule(target=threads, body=bodies, author=authors)
    def start(self, body, author):
        thread = self.note(
            self.discussion.start_thread(ROOM, Anchor("cell", "c"), body, author), "thread.created"
        )
        first = thread.comments[0]
        self.model[thread.id] = {
            "resolved": False,
            "version": 1,
            "comments": {first.id: [author, body.strip(), 1]},
        }
        return thread.id

    @rule(target=comments, thread=threads, body=bodies, author=authors, key=keys)
    def reply(self, thread, body, author, key):
        key = key and f"{thread}{key}"
        outcome = self.discussion.reply(ROOM, thread, body, author, key)
        if key and (author, key) in self.done:
            assert outcome.events == ()
            assert outcome.value.id == self.done[author, key]
            return thread, outcome.value.id
        comment = self.note(outcome, "comment.created")
        self.done[author, key] = comment.id
        self.model[thread]["comments"][comment.id] = [author, body.strip(), 1]
        return thread, comment.id

    @rule(place=comments, body=bodies, stale=st.booleans())
    def edit(self, place, body, stale):
        thread, comment = place
        held = self.model[thread]["comments"][comment]
        version = held[2] - stale
        if held[1] is None:
            with pytest.raises(NotFound):
                self.discussion.edit(ROOM, comment, body, held[0], version)
        elif stale:
            with pytest.raises(VersionConflict):
                self.discussion.edit(ROOM, comment, body, held[0], version)
        elif held[1] == body.strip():
            assert not self.discussion.edit(ROOM, comment, body, held[0], version).events
        else:
            self.note(self.discussion.edit(ROOM, comment, body, held[0], version), "comment.edited")
            held[1:] = [body.strip(), version + 1]

    @rule(place=consumes(comments))
    def delete(self, place):
        thread, comment = place
        held = self.model[thread]["comments"][comment]
        if held[1] is None:
            assert not self.discussion.delete(ROOM, comment, held[0], held[2]).events
        else:
            self.note(self.discussion.delete(ROOM, comment, held[0], held[2]), "comment.deleted")
            held[1:] = [None, held[2] + 1]

    @rule(thread=threads, resolved=st.booleans())
    def resolve(self, thread, resolved):
        held = self.model[thread]
        outcome = self.discussion.resolve(ROOM, thread, "ben", held["version"], resolved=resolved)
        if held["resolved"] == resolved:
            assert not outcome.events
        else:
            self.note(outcome, "thread.resolved" if resolved else "thread.reopened")
            held["resolved"] = resolved
            held["version"] += 1

    @invariant()
    def the_same_as_the_model(self):
        found = {
            thread.id: {
                "resolved": thread.resolved,
                "version": thread.version,
                "comments": {
                    each.id: [each.author.id, each.body, each.version] for each in thread.comments
                },
            }
            for thread in self.discussion.threads(ROOM)
        }
        assert found == self.model
        assert [list(each["comments"]) for each in found.values()] == [
            list(each["comments"]) for each in self.model.values()
        ]
        assert list(found) == list(self.model)

    @invariant()
    def every_change_was_told_once_and_in_order(self):
        assert [(each.id, each.type) for each in self.events.since(ROOM, 0)] == self.told
        assert [number for number, _ in self.told] == sorted({number for number, _ in self.told})


def test_any_discussion_is_what_a_plain_model_says(migrated_folder, enrol):
    class Machine(DiscussionMachine):
        template = migrated_folder

    Machine.enrol = staticmethod(enrol)
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=25, stateful_step_count=20, deadline=None)
    )
