from __future__ import annotations

import re
from datetime import timedelta

from cohortbook.learning.anchors import Anchor
from cohortbook.learning.read_marks import ReadMarks
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.frame import Frame
from cohortbook.server.pages.home_addressed import MOST_ADDRESSED
from cohortbook.server.pages.rendering import render
from page_world import (
    ADA,
    BEN,
    BOOK,
    ELIF,
    INES,
    NOOR,
)

NORTH, SOUTH = RoomKey("north", BOOK), RoomKey("south", BOOK)
MENTORS = "@[mentors](mentors:)"


def mark(world, person):
    return f"@[{person.name}](person:{world.who(person).person_id})"


def start(world, author, body, room=NORTH):
    discussion, by = world.sources.discussion, world.who(author).person_id
    return discussion.start_thread(room, Anchor("exercise", "first-week"), body, by).value


def lists(world, person):
    return {each.id: each for each in world.home(person).addressed}


def test_a_mentor_sees_who_called_and_the_way_there(world):
    thread = start(world, ADA, f"{MENTORS} which **board**?")
    world.now += timedelta(hours=2)
    (found,) = lists(world, INES)["called"].entries
    assert found.text == "Ada Brandt called you"
    assert found.excerpt == "@mentors which board?"
    assert found.href == f"/workbooks/north/{BOOK}#comment-{thread.comments[0].id}"
    assert "mentioned" not in lists(world, INES)
    by = world.who(INES).person_id
    world.sources.discussion.reply(NORTH, thread.id, "The large one", by)
    assert lists(world, INES) == {}


def test_a_member_sees_unread_mentions_of_them_alone(world):
    thread = start(world, ADA, f"{mark(world, BEN)}, is that so?")
    (found,) = lists(world, BEN)["mentioned"].entries
    assert found.text == "Ada Brandt mentioned you"
    for other in (ADA, ELIF, INES, NOOR):
        assert lists(world, other) == {}
    marks, ben = ReadMarks(world.database, lambda: world.now), world.who(BEN).person_id
    marks.mark(NORTH, thread.id, thread.comments[0].id, ben)
    assert lists(world, BEN) == {}


def test_a_facilitator_is_mentioned_where_a_mentor_is_called(world):
    start(world, ELIF, f"{mark(world, NOOR)} {MENTORS}", SOUTH)
    assert list(lists(world, NOOR)) == ["mentioned"]
    assert lists(world, NOOR)["mentioned"].entries[0].where == "First steps, <Southern> & co"


def test_a_long_list_says_how_many_more(world):
    for number in range(MOST_ADDRESSED + 2):
        start(world, ADA, f"{MENTORS} {number}")
    called = lists(world, INES)["called"]
    assert len(called.entries) == MOST_ADDRESSED
    assert called.more == "And 2 more."
    assert called.entries[0].excerpt == "@mentors 0"


def test_what_people_wrote_stays_text(world):
    start(world, ADA, f"{MENTORS} <img src=x onerror=alert(1)>")
    frame = Frame("home", (), (), (), None, "token")
    html = render("home.html", {"frame": frame, "title": "Home", "home": world.home(INES)})
    assert "<img" not in html
    (section,) = re.findall(r'<section[^>]*aria-labelledby="called".*?</section>', html, re.DOTALL)
    assert "You were called" in section
    assert "&lt;img src=x" in section
