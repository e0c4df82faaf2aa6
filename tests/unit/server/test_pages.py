from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from cohortbook.learning.anchors import Anchor
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.dates import ago_words, due_words, opens_words
from cohortbook.server.pages.error_pages import error_page
from cohortbook.server.pages.frame import Account, Frame, initials, navigation
from cohortbook.server.pages.local_path import local_path
from cohortbook.server.pages.plain_text import plain_text
from cohortbook.server.pages.rendering import render
from cohortbook.server.pages.review_queue import gather_queue
from cohortbook.server.pages.review_view import review_data, review_page, script_json
from cohortbook.server.pages.written import written_answer
from cohortbook.stamp.manifest import Manifest
from page_world import (
    ADA,
    BEN,
    BOOK,
    ELIF,
    EXERCISES,
    INES,
    MANIFEST,
    NOOR,
    NOW,
    definition,
)


def frame(page="home", account=None):
    return Frame(page, ("/static/s.css",), ("/static/s.js",), (), account, "token")


def html_of_home(home):
    return render("home.html", {"frame": frame(), "title": "Home", "home": home})


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_member_sees_their_group_and_no_other(world):
    home = world.home(ADA)
    assert [panel.title for panel in home.panels] == ["Northern depot"]
    assert home.overview is None
    text = html_of_home(home)
    assert "south" not in text.lower()
    assert "Good to see you, Ada" in text
    assert "Due in 2 days" in text  # it is the 25th in Berlin already


def test_progress_counts_required_exercises_once_answered(world):
    card = world.home(ADA).panels[0].cards[0]
    assert (card.count.answered, card.count.total, card.state) == (0, 3, "open")
    world.answer("north", BEN)
    assert world.home(ADA).panels[0].cards[0].count.text == "1 of 3 answered"
    assert 'max="3" value="1" aria-label="1 of 3 answered"' in html_of_home(world.home(ADA))


def test_what_somebody_answered_alone_counts_for_them_only(world):
    ada = world.who(ADA).person_id
    alone = EXERCISES[2]
    world.sources.answers.record(RoomKey("north", BOOK), alone, "a", ada, person_id=ada)
    assert world.home(ADA).panels[0].cards[0].count.answered == 1
    assert world.home(BEN).panels[0].cards[0].count.answered == 0
    assert world.home(NOOR).overview.rows[0].cells[0].count.answered == 0


def test_news_names_who_did_what_until_it_was_seen(world):
    room = RoomKey("north", BOOK)
    ben = world.who(BEN).person_id
    anchor = Anchor("exercise", "first-week")
    world.sources.discussion.start_thread(room, anchor, "Who?", ben, "key-1")
    world.review()
    news = world.home(ADA).news
    assert {item.text for item in news} == {"Ben Okri wrote a comment", "Ines Moreau gave feedback"}
    assert "Ben Okri wrote a comment" not in {item.text for item in world.home(BEN).news}
    ada = world.who(ADA).person_id
    world.sources.progress.visited(ada, room, world.sources.events.last_id(room))
    assert world.home(ADA).news == ()


def test_those_here_are_shown_but_not_the_reader(world):
    room = RoomKey("north", BOOK)
    world.here[room] = {world.who(each).person_id: each.name for each in (ADA, BEN)}
    assert [face.name for face in world.home(ADA).here] == ["Ben Okri"]


def test_a_mentor_sees_their_groups_and_what_waits(world):
    world.answer("north", ADA)
    world.answer("south", ELIF)
    home = world.home(INES)
    assert [row.title for row in home.overview.rows] == ["Northern depot"]
    assert home.overview.rows[0].cells[0].waiting == "1 to review"
    assert home.next.href == f"/review/{world.item('north')}"
    world.review()
    assert world.home(INES).next is None
    assert world.home(INES).overview.rows[0].cells[0].waiting is None


def test_a_facilitator_sees_all_groups_escaped(world):
    html = html_of_home(world.home(NOOR))
    assert "&lt;Southern&gt; &amp; co" in html
    assert "<Southern>" not in html


def test_home_without_stamps_says_so(world):
    world.sources = replace(world.sources, manifest=lambda: Manifest("autumn", "From inbox"))
    assert "No workbook of this programme is ready" in html_of_home(world.home(ADA))
    assert "No workbook is stamped yet" in html_of_home(world.home(NOOR))


def marks(world, person=INES):
    queue = gather_queue(world.sources, world.who(person), MANIFEST)
    return {each.id: [mark.state for mark in each.groups] for each in queue.workbooks[0].exercises}


def test_marks_follow_answer_review_and_change(world):
    assert marks(world)["first-week"] == ["empty"]
    world.answer("north", ADA)
    assert marks(world)["first-week"] == ["waiting"]
    world.now += timedelta(minutes=1)
    world.review(state="accepted")
    assert marks(world)["first-week"] == ["accepted"]
    world.now += timedelta(minutes=1)
    world.answer("north", BEN, "On Tuesday.")
    assert marks(world)["first-week"] == ["changed"]


def test_a_discussion_waits_once_somebody_spoke(world):
    assert marks(world)["talk"] == ["empty"]
    ada = world.who(ADA).person_id
    room, anchor = RoomKey("north", BOOK), Anchor("exercise", "talk")
    world.sources.discussion.start_thread(room, anchor, "I think so.", ada, "key-1")
    assert marks(world)["talk"] == ["waiting"]


def test_review_shows_only_the_groups_one_reviews(world):
    world.answer("north", ADA)
    world.answer("south", ELIF)
    ines = review_data(world.sources, world.who(INES), BOOK, "first-week")
    noor = review_data(world.sources, world.who(NOOR), BOOK, "first-week")
    assert [each["group"]["id"] for each in ines["groups"]] == ["north"]
    assert [each["group"]["id"] for each in noor["groups"]] == ["north", "south"]
    assert review_data(world.sources, world.who(ADA), BOOK, "first-week") is None


def test_review_of_what_no_group_has_is_nothing(world):
    assert review_data(world.sources, world.who(NOOR), BOOK, "no-such") is None
    assert review_page(world.sources, world.who(NOOR), "no-such", "first-week") is None


def test_individual_answers_stay_closed_until_revealed(world):
    room, alone = RoomKey("north", BOOK), EXERCISES[2]
    ids = [world.who(each).person_id for each in (ADA, BEN)]
    for person in ids:
        world.sources.answers.record(room, alone, "b", person, person_id=person)
        before = review_data(world.sources, world.who(INES), BOOK, "alone")["groups"][0]
        assert before["individual"]["answers"] == []
        assert before["individual_html"] == {}
        world.sources.individual.hand_in(room, "alone", person, frozenset(ids))
    after = review_data(world.sources, world.who(INES), BOOK, "alone")["groups"][0]
    assert set(after["individual_html"].values()) == {"<p>The board</p>"}


def test_review_page_tells_the_expected_answer_and_the_way(world):
    page = review_page(world.sources, world.who(INES), BOOK, "oldest")
    expected = next(fact for fact in page.facts if fact.mentor_only)
    assert expected.value == "9 cards ± 1"
    assert page.position == "Exercise 2 of 4"
    assert page.previous.href == f"/review/{BOOK}/first-week"
    assert page.next.href == f"/review/{BOOK}/alone"
    assert page.prompt_note is None


def test_groups_with_another_prompt_carry_it(world):
    page = review_page(world.sources, world.who(NOOR), BOOK, "first-week")
    assert "Northern depot" in page.prompt_note
    data = json.loads(page.data)
    assert [each["prompt_html"] for each in data["groups"]] == [
        None,
        "<p>What will the south do?</p>",
    ]


def test_review_page_holds_data_that_cannot_break_out(world):
    world.answer("north", ADA, "</script><script>alert(1)</script> & <b>")
    page = review_page(world.sources, world.who(INES), BOOK, "first-week")
    html = render("review.html", {"frame": frame("review"), "title": "Review", "review": page})
    block = html.partition('id="cb-review">')[2].partition("</script>")[0]
    answer = json.loads(block)["groups"][0]["answer"]
    assert answer["value"] == "</script><script>alert(1)</script> & <b>"
    assert "<script" not in answer["html"]
    assert html.count("<script") == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_script_json_reads_back_and_holds_no_markup(value):
    text = script_json(value)
    assert json.loads(text) == value
    assert not set("<>&") & set(text)


FILE = {"id": "upl_x", "name": "<i>.pdf", "size": 9}


@pytest.mark.parametrize(
    ("kind", "value", "options", "expected"),
    [
        ("text", "**now**", {}, "<p><strong>now</strong></p>"),
        ("choice", "b", {}, "<p>The board</p>"),
        ("choice", "gone", {}, "<p>gone</p>"),
        ("choice", ["a", "b"], {"many": True}, "<ul><li><p>The mailbox</p></li>"),
        ("scale", 4, {}, "<p>4, on a scale from 1 (not at all) to 5 (entirely)</p>"),
        ("number", 12.0, {"unit": "<b>"}, "<p>12 &lt;b&gt;</p>"),
        ("number", 0.1, {"unit": None}, "<p>0.1</p>"),
        ("order", ["b", "gone"], {}, "<ol><li><p>B</p></li><li><p>gone</p></li></ol>"),
        (
            "table",
            [{"id": "mon", "cells": {"what": "*Calls*", "hours": 2.0, "sure": "yes"}}],
            {},
            "<table><thead><tr><td></td>"
            '<th scope="col">What</th><th scope="col">Time (h)</th><th scope="col">Sure</th>'
            "</tr></thead><tbody>"
            '<tr><th scope="row">Monday</th><td><p><em>Calls</em></p></td><td>2</td><td>Yes</td>'
            '</tr><tr><th scope="row">Tuesday</th><td></td><td></td><td></td></tr>',
        ),
        (
            "table",
            [{"id": "r1", "cells": {"what": "<b>x</b>"}}],
            {"rows": None, "columns": [{"id": "what", "label": "<i>"}]},
            '<table><thead><tr><th scope="col">&lt;i&gt;</th></tr></thead><tbody><tr><td><p>',
        ),
        (
            "goal",
            {"text": "Be *quick*", "topic": "flow", "by": "2026-12-01", "done": False},
            {},
            "<blockquote><p>Be <em>quick</em></p></blockquote>"
            "<p>Not reached yet · by 1 December 2026 · topic: How work flows</p>",
        ),
        (
            "goal",
            {"text": "Be quick", "topic": "<b>", "by": None, "done": True},
            {},
            "<blockquote><p>Be quick</p></blockquote><p>Reached · topic: &lt;b&gt;</p>",
        ),
        (
            "upload",
            [
                {**FILE, "type": "image/png", "width": 3, "height": 4, "caption": "A <b>"},
                {**FILE, "type": "application/pdf", "width": None, "height": None, "caption": ""},
            ],
            {},
            '<ul class="cb-uploads"><li><figure><a class="cb-upload__picture" '
            'href="/uploads/upl_x" target="_blank" rel="noopener"><img src="/uploads/upl_x/small" '
            'alt="A &lt;b&gt;" loading="lazy" width="3" height="4"></a>'
            "<figcaption>A &lt;b&gt;</figcaption></figure></li><li><figure>"
            '<a class="cb-upload__file" href="/uploads/upl_x" download>&lt;i&gt;.pdf</a>',
        ),
        ("text", None, {}, ""),
    ],
)
def test_answers_of_each_kind_are_written_out(kind, value, options, expected):
    written = written_answer(definition(kind, options=options), value, {"flow": "How work flows"})
    # An order of whitespace and line ends in Markdown is nobody's business here.
    assert written.replace("\n", "").startswith(expected)
    assert expected or not written


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "Due today"),
        (1, "Due tomorrow"),
        (3, "Due in 3 days"),
        (14, "Due in 14 days"),
        (20, "Due on 14 December"),
        (60, "Due on 23 January 2027"),
        (-1, "Was due yesterday"),
        (-2, "Was due 2 days ago"),
        (-30, "Was due on 25 October"),
    ],
)
def test_due_dates_in_words(days, text):
    today = date(2026, 11, 24)
    assert due_words(today + timedelta(days=days), today).text == text


@given(st.dates(), st.integers(-20_000, 20_000))
def test_every_due_date_has_words(today, days):
    try:
        due = today + timedelta(days=days)
    except OverflowError:
        return
    assert due_words(due, today).iso == due.isoformat()
    assert (opens_words(due, today) is None) == (days <= 0)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ({"seconds": 20}, "just now"),
        ({"minutes": 1}, "1 minute ago"),
        ({"minutes": 59}, "59 minutes ago"),
        ({"hours": 3}, "3 hours ago"),
        ({"hours": 20}, "20 hours ago"),
        ({"hours": 25}, "yesterday"),
        ({"days": 3}, "3 days ago"),
        ({"days": 40}, "15 October"),
    ],
)
def test_times_gone_by_in_words(before, text):
    assert ago_words(NOW - timedelta(**before), NOW, UTC).text == text


@pytest.mark.parametrize(
    "path", ["/", "/workbooks/north/01-x", "/review?next=2#here", "/workbooks/a%20b"]
)
def test_paths_on_this_server_are_kept(path):
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "x",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\n//evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/x\r\nSet-Cookie: a=b",
        "/a\\b",
        "/join/token",
        "/sign-out",
        "/" + "x" * 3000,
        "/é",
    ],
)
def test_any_other_path_leads_home(path):
    assert local_path(path) == "/"


@given(st.text(alphabet="/\\:@.htpsxevil\t\r\n ?#%", max_size=12))
def test_no_path_leaves_this_server(text):
    found = local_path(text)
    assert re.match(r"/(?![/\\])", found)
    assert not set(found) & set("\\\t\r\n ")


@given(st.text(max_size=400), st.integers(2, 60))
def test_plain_text_keeps_to_its_length(source, limit):
    text = plain_text(source, limit)
    assert len(text) <= limit
    assert text == " ".join(text.split())


def test_plain_text_has_no_marks_of_markdown():
    source = "## Look\n\nWhat will **the team**\ndo on [Monday](https://x.example)? `x`"
    assert plain_text(source, 100) == "Look What will the team do on Monday? x"
    assert plain_text("one two three", 9) == "one two…"


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 502])
def test_error_pages_lead_home(status):
    html = error_page(status, frame("error"), reference="err_1" if status >= 500 else None)
    assert 'href="/"' in html
    assert ("err_1" in html) == (status >= 500)


def test_the_busy_page_tries_again_without_scripts_too():
    html = error_page(503, frame("error"))
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in html
    assert 'id="cb-retry" data-seconds="10"' in html


PAGES = {
    "sign_in.html": {"signed_out": False},
    "join.html": {
        "problem": None,
        "programme": "From inbox",
        "cohort": "Autumn",
        "name": "Ada Brandt",
        "first_name": "Ada",
        "next": "/",
    },
    "busy.html": {"retry_seconds": 10},
}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_pages_keep_to_a_strict_policy(name):
    account = Account("Ada <b>", "ada@example.org")
    html = render(name, {"frame": frame(account=account), "title": "T", **PAGES[name]})
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", html)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html)
    assert "Ada &lt;b&gt;" in html


def test_a_template_never_leaves_a_gap():
    with pytest.raises(UndefinedError):
        render("join.html", {"frame": frame(), "title": "T"})


def test_only_reviewers_have_somewhere_else_to_go():
    assert navigation("home", may_review=False) == ()
    links = navigation("review", may_review=True)
    assert [(link.href, link.current) for link in links] == [
        ("/", False),
        ("/review", True),
        ("/attention", False),
    ]


@pytest.mark.parametrize(
    ("name", "letters"), [("Ada Brandt", "AB"), ("Ada", "A"), ("Ana de la Cruz", "AC"), (" ", "")]
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_a_problem_with_a_link_is_told_without_a_form():
    problem = SimpleNamespace(title="Used", text="Once.", mend="Ask.")
    html = render("join.html", {"frame": frame(), "title": "T", "problem": problem})
    assert "<form" not in html
    assert words_of(html).count("Used") == 1
