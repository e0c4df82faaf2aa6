"""What is told to whom, once, whatever dies in between."""

from __future__ import annotations

import contextlib
import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from cohortbook.cohort.hooks import HOOK_KINDS, Hook
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.answers import Answers
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.events import Events
from cohortbook.learning.hand_ins import HandIns
from cohortbook.learning.individual import Individual
from cohortbook.learning.messages.choices import ChoiceInvalid, Choices, MessageChoices
from cohortbook.learning.messages.derivation import Reach
from cohortbook.learning.messages.kinds import KINDS
from cohortbook.learning.messages.outbox import LEASE, PATIENCE, Outbox
from cohortbook.learning.progress import Progress
from cohortbook.learning.read_marks import ReadMarks
from cohortbook.learning.reviews import Judgement, Reviews
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.database import Database
from cohortbook.store.message_tables import letters, messages
from cohortbook.workbook.exercise import ExerciseDefinition
from factories import exercise

ROOM = RoomKey("north", "one")
ANCHOR = Anchor("cell", "c")
EXERCISE = ExerciseDefinition.from_json(exercise())
PEOPLE = Reach(mail=True, hooks=(), timezone="Europe/Berlin")
# A Wednesday, at nine in the morning in Berlin.
NINE = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


class Group:
    """The group `north`, whose doings are to be told."""

    def __init__(self, database, clock, reach=PEOPLE):
        self.database, self.clock = database, clock
        self.outbox = Outbox(database, reach, clock)
        self.discussion = Discussion(database, clock)
        self.choices = MessageChoices(database, "Europe/Berlin", clock)
        self.answers, self.reviews = Answers(database, clock), Reviews(database, clock)
        self.outbox.make_messages()

    def says(self, who, body, thread=None):
        self.clock.pass_by(seconds=1)
        if thread is None:
            return self.discussion.start_thread(ROOM, ANCHOR, body, who).value
        return self.discussion.reply(ROOM, thread.id, body, who).value

    def answers_with(self, value, who="ada"):
        self.clock.pass_by(seconds=1)
        self.answers.record(ROOM, EXERCISE, value, who)

    def reviews_it(self, version=0, state="asks-for-more", feedback="Why?"):
        self.clock.pass_by(seconds=1)
        said = Judgement(state, feedback)
        return self.reviews.give(ROOM, EXERCISE.id, said, reviewer="ines", version=version).value

    def post(self):
        """Do what a server does every few seconds, and send all there is."""
        self.outbox.make_messages()
        self.outbox.make_letters()
        sent = []
        while taken := self.outbox.claim():
            for letter in taken:
                self.outbox.sent(letter.id)
                sent.append((letter.recipient, *sorted(each.kind for each in letter.messages)))
        return sorted(sent)

    def after(self, **span):
        self.clock.pass_by(**span)
        return self.post()


@pytest.fixture
def group(cohort, clock):
    clock.now = NINE
    return Group(cohort, clock)


def mention(who):
    return f"@[X](person:{who}) look"


def test_who_is_mentioned_hears_of_it_once_it_has_settled(group):
    group.says("ada", mention("ben"))
    assert group.post() == []
    assert group.after(minutes=2) == [("ben", "mention")]
    assert group.after(days=3) == []


def test_what_was_there_before_is_not_told(cohort, clock):
    clock.now = NINE
    Discussion(cohort, clock).start_thread(ROOM, ANCHOR, mention("ben"), "ada")
    assert Group(cohort, clock).after(days=1) == []


def test_who_has_read_it_on_the_page_gets_no_mail(group):
    thread = group.says("ada", mention("ben"))
    ReadMarks(group.database, group.clock).mark(ROOM, thread.id, thread.comments[0].id, "ben")
    assert group.after(minutes=5) == []


def test_a_deleted_comment_is_not_told(group):
    thread = group.says("ada", mention("ben"))
    group.post()
    group.discussion.delete(ROOM, thread.comments[0].id, "ada", 1)
    assert group.after(minutes=5) == []


def test_an_edit_tells_only_whom_it_names_anew(group):
    thread = group.says("ada", mention("ben"))
    assert group.after(minutes=5) == [("ben", "mention")]
    body = f"{mention('ben')} {mention('noor')}"
    group.discussion.edit(ROOM, thread.comments[0].id, body, "ada", 1)
    assert group.after(minutes=15) == [("noor", "mention")]


def test_mentors_are_called_by_name_and_as_mentors(group):
    group.says("ada", mention("ines"))
    group.says("ben", "@[mentors](mentors:) help")
    assert group.after(minutes=5) == [("ines", "call", "call")]


def test_replies_go_to_those_who_wrote_in_the_thread_in_the_morning(group):
    thread = group.says("ada", "Where?")
    group.says("ben", "Here.", thread)
    group.says("ines", "There.", thread)
    group.says("ada", mention("ben"), thread)
    assert group.after(minutes=5) == [("ben", "mention")]
    # Of the last one Ben has heard already.
    told = [("ada", "reply", "reply"), ("ben", "reply"), ("ines", "reply")]
    assert group.after(days=1) == told


def test_feedback_goes_to_the_members_who_have_not_been_there_since(group):
    group.answers_with("On Monday.")
    group.reviews_it()
    seen = Events(group.database).last_id(ROOM)
    Progress(group.database, group.clock).visited("ben", ROOM, seen)
    told = [each for each in group.after(minutes=5) if each[0] != "ines"]
    assert told == [("ada", "feedback")]


def test_feedback_that_was_changed_after_a_visit_is_told(group):
    group.answers_with("On Monday.")
    group.choices.keep("ben", Choices({"feedback": "daily"}))
    group.reviews_it()
    group.post()
    seen = Events(group.database).last_id(ROOM)
    Progress(group.database, group.clock).visited("ben", ROOM, seen)
    group.reviews_it(version=1, feedback="And why on Monday?")
    assert ("ben", "feedback") in group.after(days=1)


def test_that_a_mentor_has_only_seen_it_is_no_feedback(group):
    group.answers_with("On Monday.")
    group.reviews_it(state="seen", feedback="")
    assert [each for each in group.after(minutes=5) if each[0] == "ada"] == []


def test_feedback_on_an_individual_answer_goes_to_its_author_alone(group):
    said = Judgement("accepted", "Yes.")
    group.reviews.give(ROOM, "mood", said, reviewer="ines", version=0, person_id="ben")
    assert group.after(minutes=5) == [("ben", "feedback")]


def test_what_one_member_hands_in_again_waits_for_mentors_and_is_settled_by_a_word_to_them(group):
    mine = {"room": ROOM, "exercise_id": "mood"}
    alone = ExerciseDefinition.from_json(exercise(id="mood", individual=True))
    group.answers.record(ROOM, alone, "Well.", "ben", person_id="ben")
    Individual(group.database, group.clock).hand_in(ROOM, "mood", "ben", frozenset({"ben"}))
    said = {"reviewer": "ines", "person_id": "ben"}
    group.reviews.give(**mine, judgement=Judgement("asks-for-more"), version=0, **said)
    assert group.after(days=1) == [("ben", "feedback"), ("ines", "waiting")]
    hand_ins = HandIns(group.database, group.clock)
    hand_ins.hand_in(**mine, words="", by="ben", version=1, own=True)
    group.post()
    group.clock.pass_by(hours=1)
    # To say something to all of them is no answer to this one.
    group.reviews.give(**mine, judgement=Judgement("seen"), reviewer="ines", version=0)
    assert ("ines", "waiting") in group.after(days=1)
    group.reviews.give(**mine, judgement=Judgement("seen"), version=1, **said)
    hand_ins.hand_in(**mine, words="", by="ben", version=2, own=True)
    group.post()
    group.clock.pass_by(hours=1)
    group.reviews.give(**mine, judgement=Judgement("accepted"), version=2, **said)
    assert ("ines", "waiting") not in group.after(days=1)


def test_answers_wait_in_the_mentors_digest_each_once(group):
    for words in ("On", "On Mon", "On Monday."):
        group.answers_with(words)
        assert group.post() == []
    assert group.after(days=1) == [("ines", "waiting")]
    assert group.after(days=1) == []


def test_what_was_reviewed_or_taken_away_before_the_digest_waits_no_more(group):
    group.answers_with("On Monday.")
    group.post()
    group.reviews_it(state="seen", feedback="")
    assert group.after(days=1) == []
    group.answers_with("On Tuesday.")
    group.post()
    group.answers_with(None)
    assert group.after(days=1) == []


def test_what_comes_in_quick_succession_goes_into_one_letter(group):
    group.says("ada", mention("ben"))
    assert group.after(minutes=3) == [("ben", "mention")]
    for _ in range(5):
        group.says("ada", mention("ben"))
    assert group.after(minutes=3) == []
    assert group.after(minutes=7) == [("ben", *["mention"] * 5)]


def test_nothing_is_sent_at_night_even_by_a_server_that_comes_back(group):
    group.says("ada", mention("ben"))
    group.outbox.make_messages()
    group.clock.now = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
    assert group.post() == []
    group.clock.now = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
    assert group.post() == [("ben", "mention")]


def test_choices_hold_also_for_what_waits_already(group):
    group.says("ada", mention("ben"))
    group.outbox.make_messages()
    group.choices.keep("ben", Choices({"mention": "daily"}))
    assert group.after(minutes=5) == []
    assert group.after(days=1) == [("ben", "mention")]
    group.says("ada", mention("ben"))
    group.outbox.make_messages()
    group.choices.stop("ben")
    assert group.choices.of("ben").silent
    group.says("ada", mention("ben"))
    assert group.after(days=8) == []


def test_hours_are_those_of_where_somebody_is(group):
    group.choices.keep("ben", Choices(timezone="America/New_York"))
    group.says("ada", mention("ben"))
    # Nine in Berlin is three in New York.
    assert group.after(minutes=5) == []
    assert group.after(hours=4) == [("ben", "mention")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rhythms": {"mention": "hourly"}},
        {"rhythms": {"gossip": "daily"}},
        {"rhythms": {"waiting": "immediate"}},
        {"rhythms": {"nudge": "daily"}},
        {"timezone": "Europe/Atlantis"},
    ],
)
def test_there_is_no_choosing_what_there_is_not(wrong):
    with pytest.raises(ChoiceInvalid):
        Choices(**wrong)


def test_who_left_the_group_hears_nothing_more(group, cohort):
    group.says("ada", mention("ben"))
    group.outbox.make_messages()
    with cohort.begin() as connection:
        connection.exec_driver_sql("DELETE FROM roles WHERE person_id = 'ben'")
    assert group.after(minutes=5) == []


def test_a_letter_that_cannot_be_sent_is_tried_again_and_given_up_in_the_end(group):
    group.says("ada", mention("ben"))
    group.clock.pass_by(minutes=3)
    group.outbox.make_messages()
    group.outbox.make_letters()
    ids = set()
    for tries in range(1, len(PATIENCE) + 2):
        (letter,) = group.outbox.claim()
        assert letter.tries == tries
        assert group.outbox.claim() == []
        ids.add(letter.id)
        group.outbox.later(letter.id, "451 later\nplease")
        (trouble,) = group.outbox.troubles()
        assert (trouble.name, trouble.reason) == ("Ben", "451 later please")
        group.clock.pass_by(days=2)
    assert trouble.state == "failed"
    assert len(ids) == 1
    assert group.outbox.claim() == []


def test_a_retry_does_not_wake_anybody(group):
    group.says("ada", mention("ben"))
    group.clock.now = datetime(2026, 11, 25, 19, 59, 30, tzinfo=UTC)
    group.outbox.make_messages()
    group.outbox.make_letters()
    (letter,) = group.outbox.claim()
    group.outbox.later(letter.id, "away")
    group.clock.pass_by(hours=3)
    assert group.outbox.claim() == []
    group.clock.pass_by(hours=8)
    assert [each.id for each in group.outbox.claim()] == [letter.id]


def test_after_a_refusal_nothing_is_sent_until_somebody_says_so(group):
    group.says("ada", mention("ben"))
    group.clock.pass_by(minutes=3)
    group.outbox.make_messages()
    group.outbox.make_letters()
    (letter,) = group.outbox.claim()
    group.outbox.refused(letter.id, "550 no such user")
    group.says("ada", mention("ben"))
    assert group.after(days=1) == []
    (trouble,) = group.outbox.troubles()
    assert (trouble.email, trouble.state, trouble.held) == ("ben@example.org", "refused", 1)
    assert group.outbox.try_again("ben")
    assert group.post() == [("ben", "mention")]
    assert group.outbox.troubles() == []
    assert not group.outbox.try_again("ben")
    assert group.after(minutes=11) == [("ben", "mention")]


def test_a_letter_that_comes_back_counts_as_refused(group):
    group.says("ada", mention("ben"))
    assert group.after(minutes=3) == [("ben", "mention")]
    with group.database.read() as connection:
        letter = connection.execute(select(letters.c.id)).scalar_one()
    assert group.outbox.bounced(letter, "550 mailbox full")
    assert not group.outbox.bounced("ltr_other", "550")
    (trouble,) = group.outbox.troubles()
    assert trouble.reason == "550 mailbox full"


def test_what_a_killed_server_had_taken_is_taken_again_under_the_same_id(group):
    group.says("ada", mention("ben"))
    group.clock.pass_by(minutes=3)
    group.outbox.make_messages()
    group.outbox.make_letters()
    (taken,) = group.outbox.claim()
    again = Outbox(group.database, PEOPLE, group.clock)
    assert again.claim() == []
    group.clock.pass_by(seconds=LEASE.total_seconds())
    assert [each.id for each in again.claim()] == [taken.id]


def test_what_was_told_long_ago_is_forgotten_and_what_failed_is_not(group):
    group.says("ada", mention("ben"))
    group.says("ada", mention("noor"))
    group.clock.pass_by(minutes=3)
    group.outbox.make_messages()
    group.outbox.make_letters()
    to_ben, to_noor = sorted(group.outbox.claim(), key=lambda each: each.recipient)
    group.outbox.sent(to_ben.id)
    group.outbox.refused(to_noor.id, "550 no such user")
    group.clock.pass_by(days=89)
    assert group.outbox.forget_old() == 0
    group.clock.pass_by(days=2)
    assert group.outbox.forget_old() == 1
    assert [each.name for each in group.outbox.troubles()] == ["Noor"]
    assert group.post() == []


HOOK = Hook("chat", "https://chat.example.org/x", HOOK_KINDS, ("north",))


def test_hooks_hear_of_each_thing_at_once_day_and_night(cohort, clock):
    clock.now = NINE + timedelta(hours=15)
    group = Group(cohort, clock, Reach(mail=False, hooks=(HOOK,), timezone="Europe/Berlin"))
    group.says("ada", mention("ben"))
    group.says("ada", mention("ines"))
    group.answers_with("On Monday.")
    group.reviews_it()
    Events(cohort, clock).append(ROOM, "nudge.sent", {"nudge_id": "nud_a"})
    Events(cohort, clock).append(RoomKey("south", "one"), "nudge.sent", {"nudge_id": "nud_b"})
    told = ["call", "feedback", "mention", "nudge"]
    assert group.post() == [("hook:chat", each) for each in told]
    with cohort.read() as connection:
        people = connection.execute(select(messages.c.person_id).distinct()).scalars().all()
    assert people == [None]


def test_hooks_do_not_hear_of_what_is_said_to_one_member(cohort, clock):
    clock.now = NINE
    group = Group(cohort, clock, Reach(mail=True, hooks=(HOOK,), timezone="Europe/Berlin"))
    said = Judgement("accepted", "Yes.")
    group.reviews.give(ROOM, "mood", said, reviewer="ines", version=0, person_id="ben")
    assert group.after(minutes=5) == [("ben", "feedback")]


def test_a_hook_that_is_gone_is_told_nothing_more(cohort, clock):
    clock.now = NINE
    with_hook = Reach(mail=False, hooks=(HOOK,), timezone="Europe/Berlin")
    group = Group(cohort, clock, with_hook)
    group.says("ada", mention("ben"))
    group.outbox.make_messages()
    group.outbox = Outbox(cohort, PEOPLE, clock)
    assert group.post() == []


def test_a_hook_knows_of_kinds_that_there_are():
    assert set(HOOK_KINDS) <= set(KINDS)


class Killed(BaseException):
    """The server is gone, in the middle of a transaction."""


class Dying(Database):
    """A database whose server dies now and then, just before it would commit."""

    luck = None

    @contextlib.contextmanager
    def begin(self):
        with super().begin() as connection:
            yield connection
            if self.luck is not None and self.luck.random() < 0.4:
                raise Killed


@pytest.mark.parametrize("seed", range(4))
def test_each_thing_is_told_under_one_id_whenever_the_server_dies(cohort, clock, seed):
    clock.now = NINE
    luck = random.Random(seed)
    Group(cohort, clock)
    database = Dying(cohort.url.render_as_string())
    told = defaultdict(set)

    def server():
        outbox = Outbox(database, PEOPLE, clock)
        outbox.make_messages()
        outbox.make_letters()
        for letter in outbox.claim():
            for message in letter.messages:
                told[message.subject].add(letter.id)
            outbox.sent(letter.id)

    discussion, said = Discussion(cohort, clock), set()
    for _ in range(25):
        clock.pass_by(minutes=4)
        if len(said) < 8:
            thread = discussion.start_thread(ROOM, ANCHOR, mention("ben"), "ada").value
            said.add(thread.comments[0].id)
        database.luck = luck
        with contextlib.suppress(Killed):
            server()
    database.luck = None
    clock.now = NINE + timedelta(days=1)
    server()
    database.close()
    assert set(told) == said
    assert {len(each) for each in told.values()} == {1}
