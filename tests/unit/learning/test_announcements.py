from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cohortbook.access.people import People
from cohortbook.learning.announcements import Announcements
from cohortbook.learning.errors import CommentEmpty, NotFound
from page_world import COHORT, NOOR

TODAY = date(2026, 11, 25)


@pytest.fixture
def said(database):
    people = People(database)
    people.sync_roster(COHORT)
    announcements = Announcements(database, lambda: datetime(2026, 11, 25, 8, tzinfo=UTC))
    noor = people.by_email(NOOR.email).person_id

    def say(body="**Today** at four.", groups=None, until=None):
        return announcements.make(body, noor, groups=groups, until=until)

    return announcements, say


def bodies(announcements, *asked):
    return [each.body for each in announcements.current(*asked)]


def test_it_is_shown_to_those_it_is_for_until_its_day_is_over(said):
    announcements, say = said
    say("all")
    say("north only", ["north"], date(2026, 11, 26))
    assert bodies(announcements, TODAY) == ["north only", "all"]
    assert bodies(announcements, TODAY, ["south"]) == ["all"]
    assert bodies(announcements, date(2026, 11, 26), ["north"]) == ["north only", "all"]
    assert bodies(announcements, date(2026, 11, 27), ["north"]) == ["all"]


def test_it_can_be_ended_once(said):
    announcements, say = said
    made = say()
    announcements.end(made)
    assert announcements.current(TODAY) == []
    with pytest.raises(NotFound):
        announcements.end(made)


def test_its_words_are_markdown_and_nothing_worse(said):
    announcements, say = said
    say("**Bring** <script>alert(1)</script>")
    (shown,) = announcements.current(TODAY)
    assert "<strong>Bring</strong>" in shown.to_json()["html"]
    assert "<script" not in shown.html


def test_nothing_is_not_announced(said):
    _, say = said
    with pytest.raises(CommentEmpty):
        say("  ")
