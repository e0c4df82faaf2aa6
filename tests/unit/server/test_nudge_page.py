"""Writing a nudge from where neglect is seen."""

from __future__ import annotations

import re

import pytest

from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.nudge_view import UsualWords, Written, look_of
from page_server import text
from page_world import ADA, BOOK, INES, NOOR

NORTH = RoomKey("north", BOOK)
PATH = f"/attention/north/{BOOK}/visibility/nudge"
USUAL = UsualWords("Still?", "Now?", "Why?")
NAMES = {"topic": "Seeing", "group": "North", "workbook": "First", "due": "27 November"}


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


def key(response):
    return re.search(r'name="key" value="(\w+)"', text(response))[1]


def sent(browser):
    return browser.services.nudges.of_rooms([NORTH])


@pytest.mark.parametrize(
    ("written", "quoted", "look"),
    [
        (Written(), True, "Still?"),
        (Written(), False, "Now?"),
        (Written(quote=False), True, "Now?"),
        (Written("challenge", quote=False), True, "Why?"),
        (Written(words=" {topic}, {group}: {due}? {other} "), True,
         "Seeing, North: 27 November? {other}"),
    ],
)  # fmt: skip
def test_the_look_is_what_the_group_will_read(written, quoted, look):
    assert look_of(written, USUAL, NAMES, quoted=quoted) == look


def test_a_mentor_writes_from_the_page_of_attention_and_comes_back_to_the_topic(visit):
    async def story(browser, now):
        await browser.sign_in(INES)
        listed = text(await browser.ask("/attention"))
        assert f'href="{PATH}"' in listed
        assert "/attention/south/" not in listed
        form = await browser.ask(PATH)
        assert "Northern depot" in text(form)
        assert "“Seeing” has got little attention so far. Do you want to" in words(form)
        fields = {"key": key(form), "kind": "challenge", "words": "<b>{topic}</b>, really?"}
        look = await browser.ask(PATH, "POST", **fields)
        assert "&lt;b&gt;Seeing&lt;/b&gt;, really?" in text(look)
        assert sent(browser) == []
        told = await browser.ask(PATH, "POST", send="1", **fields)
        assert (told.code, told.headers["Location"]) == (
            303,
            f"/attention#topic-north-{BOOK}-visibility",
        )
        (nudge,) = sent(browser)
        assert (nudge.kind, nudge.words, nudge.sent_by.name) == (
            "challenge",
            "<b>{topic}</b>, really?",
            "Ines Moreau",
        )
        # While it waits for the group's word, no second one is written.
        assert f'href="{PATH}"' not in text(await browser.ask("/attention"))
        again = await browser.ask(PATH, "POST", send="1", **fields)
        assert f"#nudge-{nudge.id}" in text(again)
        assert len(sent(browser)) == 1

    visit(story)


def test_a_facilitator_writes_from_the_desk_and_comes_back_there(visit):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        cell = f"/desk/cells/north/{BOOK}/visibility"
        assert f'href="{PATH}?from=desk"' in text(await browser.ask(cell))
        form = await browser.ask(f"{PATH}?from=desk")
        fields = {"key": key(form), "kind": "reminder", "quote": "on", "send": "1"}
        told = await browser.ask(f"{PATH}?from=desk", "POST", **fields)
        assert told.headers["Location"] == cell
        assert f'href="{PATH}' not in text(await browser.ask(cell))

    visit(story)


def test_only_those_who_accompany_the_group_write_and_only_about_its_topics(visit):
    async def story(browser, now):
        await browser.sign_in(INES)
        assert (await browser.ask(PATH.replace("visibility", "nothing"))).code == 404
        assert (await browser.ask(PATH.replace("north", "south"))).code == 403
        # The desk is not theirs to come from.
        assert 'href="/desk' not in text(await browser.ask(f"{PATH}?from=desk"))
        await browser.sign_in(ADA)
        assert (await browser.ask(PATH)).code == 403
        assert (await browser.ask(PATH, "POST", kind="reminder", key="x", send="1")).code == 403
        assert sent(browser) == []

    visit(story)
