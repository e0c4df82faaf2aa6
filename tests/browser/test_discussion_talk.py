"""Mentions, reactions, what is new, links to comments, and keys."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from cast import ELIF, INES, NOOR, PHONE, WORKBOOKS, visit
from discussing import begin, choose, passage, say, select

pytestmark = pytest.mark.browser

ROOM = f"/api/rooms/harbour/{WORKBOOKS['rules']}"
WORDS = "Begin with few columns"


@pytest.fixture
def threads(server):
    """Begin threads without a browser: those of the earlier tests are read and settled."""

    def given(*bodies: str, email: str = INES, reader: str = ELIF) -> list[dict]:
        with closing(server.client(NOOR)) as noor, closing(server.client(reader)) as other:
            for thread in noor.get(ROOM).json()["threads"]:
                settled = {"resolved": True, "version": thread["version"]}
                if not thread["resolved"]:
                    noor.patch(f"{ROOM}/threads/{thread['id']}", json=settled)
            other.post(f"{ROOM}/read-all").raise_for_status()
        with closing(server.client(email)) as client:
            return [begin(client, ROOM, body, passage("gone", WORDS)) for body in bodies]

    return given


def arrive(page: Page) -> Page:
    expect(page.locator("html[data-ready]")).to_be_attached()
    return page


def test_people_are_mentioned_by_name_and_mentors_together(person):
    elif_, ines = visit(person(ELIF), "rules", "harbour"), person(INES)
    ines.goto(elif_.url)
    select(elif_, "every time a card moves")
    elif_.keyboard.press("c")
    area = elif_.get_by_label("Say something about this")
    area.press_sequentially("Dear @in")
    options = elif_.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_count(1)
    expect(options).to_have_attribute("aria-selected", "true")
    active = area.get_attribute("aria-activedescendant")
    assert options.get_attribute("id") == active
    elif_.keyboard.press("Enter")
    expect(area).to_have_value("Dear @Ines Moreau ")
    elif_.keyboard.type("and @")
    expect(options.first).to_contain_text("mentors")
    elif_.keyboard.press("ArrowDown")
    elif_.keyboard.press("ArrowUp")
    elif_.keyboard.press("Tab")
    expect(area).to_have_value("Dear @Ines Moreau and @mentors ")
    elif_.keyboard.type("and @nobody, see @El")
    expect(elif_.get_by_role("listbox")).to_have_count(0)
    elif_.keyboard.press("Control+Enter")
    said = ines.locator(".cb-card", has_text="Dear @Ines Moreau")
    said.click()
    expect(said.locator(".cb-mention")).to_have_text(["@Ines Moreau", "@mentors"])
    expect(said.locator(".cb-mention--me")).to_have_text("@Ines Moreau")
    expect(said).to_contain_text("You were called into this thread.")
    hint = elif_.locator(".cb-card--open .cb-writers")
    said.get_by_label("Reply").fill("Here I am.")
    expect(hint).to_have_text("Ines Moreau is writing…")
    said.get_by_role("button", name="Send").click()
    expect(hint).to_have_text("")
    expect(said.locator(".cb-thread__called")).to_have_count(0)

    mine = elif_.locator(".cb-comment", has_text="Dear @Ines")
    choose(mine, "Edit")
    edit = elif_.get_by_label("Edit your comment")
    expect(edit).to_have_value("Dear @Ines Moreau and @mentors and @nobody, see @El")
    elif_.keyboard.press("Escape")
    expect(edit).to_have_count(0)


def test_reactions_are_shared_and_taken_back(person, threads):
    threads("What shall we call them?")
    elif_, ines = visit(person(ELIF), "rules", "harbour"), person(INES)
    ines.goto(elif_.url)
    for page in (elif_, ines):
        page.locator(".cb-card", has_text="What shall we call them?").click()
    elif_.get_by_role("button", name="React").press("Enter")
    expect(elif_.get_by_role("button", name="Agreed", exact=True)).to_be_focused()
    elif_.keyboard.press("ArrowRight")
    elif_.keyboard.press("ArrowRight")
    elif_.keyboard.press("Enter")
    idea = ines.get_by_role("button", name="Good idea, 1 person")
    expect(idea).to_have_attribute("aria-pressed", "false")
    idea.hover()
    expect(ines.get_by_role("tooltip")).to_have_text("Good idea: Elif Kaya")
    idea.click()
    both = elif_.get_by_role("button", name="Good idea, 2 people")
    expect(both).to_have_attribute("aria-pressed", "true")
    expect(elif_.locator(".cb-tip")).to_have_text("Good idea: you and Ines Moreau")
    both.click()
    expect(ines.get_by_role("button", name="Good idea, 1 person")).to_be_visible()
    elif_.get_by_role("button", name="React").click()
    elif_.keyboard.press("Escape")
    expect(elif_.get_by_role("button", name="React")).to_be_focused()
    expect(elif_.locator(".cb-card--open")).to_have_count(1)


def test_what_a_comment_said_before_can_be_read(person, threads):
    threads("First words.", email=ELIF)
    elif_ = visit(person(ELIF), "rules", "harbour")
    elif_.locator(".cb-card", has_text="First words.").click()
    for words in ("Second words.", "Third words."):
        choose(elif_.locator(".cb-card--open .cb-comment"), "Edit")
        elif_.get_by_label("Edit your comment").fill(words)
        elif_.get_by_role("button", name="Save", exact=True).click()
        expect(elif_.locator(".cb-card--open")).to_contain_text(words)
    elif_.get_by_role("button", name="edited").click()
    dialog = elif_.get_by_role("dialog", name="What Elif Kaya wrote")
    expect(dialog.locator(".cb-comment__words")).to_have_text(
        ["Third words.", "Second words.", "First words."]
    )
    elif_.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(elif_.get_by_role("button", name="edited")).to_be_focused()
    expect(elif_.locator(".cb-card--open")).to_have_count(1)


def test_what_is_new_is_marked_until_it_was_looked_at(person, threads, server):
    first, second = threads("News one.", "News two.")
    page = visit(person(ELIF), "rules", "harbour")
    other = page.context.new_page()
    other.goto(page.url)
    arrive(other)
    bar = page.locator(".cb-bar-discussion")
    expect(bar).to_have_text("2")
    expect(page.locator(".cb-mark--unread")).to_have_count(1)
    page.bring_to_front()
    page.keyboard.press("u")
    expect(page.locator(".cb-card--open")).to_contain_text("News one.")
    expect(page.locator(".cb-card--open")).to_be_focused()
    expect(bar).to_have_text("1")
    expect(other.locator(".cb-bar-discussion")).to_have_text("1")
    with closing(server.client(INES)) as ines:
        reply = f"{ROOM}/threads/{first['id']}/comments"
        ines.post(reply, json={"body": "News three."}).raise_for_status()
        expect(page.locator(".cb-thread__new + .cb-comment")).to_contain_text("News three.")
        expect(bar).to_have_text("1")
        page.keyboard.press("Escape")
        ines.post(reply, json={"body": "News four."}).raise_for_status()
        expect(bar).to_have_text("2")
    page.get_by_role("button", name="More for the discussion").click()
    page.get_by_role("button", name="Mark all as read").click()
    expect(bar).to_have_count(0)
    expect(page.locator(".cb-mark--unread")).to_have_count(0)
    page.reload()
    arrive(page)
    expect(page.locator(".cb-card", has_text="News two.")).to_be_visible()
    expect(bar).to_have_count(0)
    assert second["id"] == page.locator(".cb-card", has_text="News two.").get_attribute(
        "data-thread"
    )


def test_news_are_said_once_for_several(person, threads, server):
    threads("Quiet.")
    page = visit(person(ELIF), "rules", "harbour")
    region = page.locator("body > p[role=status]")
    expect(region).to_have_text("")
    with closing(server.client(INES)) as ines:
        for number in range(3):
            begin(ines, ROOM, f"Loud {number}.", passage("gone", WORDS))
    expect(region).to_have_text(re.compile(r"Ines Moreau wrote (3 comments|2 comments|a comment)"))


def test_a_link_leads_to_its_comment(person, threads, server):
    thread = threads("It begins here.")[0]
    with closing(server.client(INES)) as ines:
        url = f"{ROOM}/threads/{thread['id']}/comments"
        replies = [ines.post(url, json={"body": f"Reply {n}."}).json() for n in range(12)]
    with closing(server.client(ELIF)) as reader:
        reader.post(f"{ROOM}/read-all").raise_for_status()
    page = person(ELIF)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    address = f"{page.url}workbooks/harbour/{WORKBOOKS['rules']}"
    page.goto(f"{address}#comment-{replies[4]['id']}")
    wanted = page.locator(f"#comment-{replies[4]['id']}")
    expect(wanted).to_be_focused()
    expect(wanted).to_be_in_viewport()
    expect(page.locator(".cb-card--open .cb-comment")).to_have_count(9)
    page.get_by_role("button", name="Show 4 earlier comments").click()
    expect(page.locator(".cb-card--open .cb-comment")).to_have_count(13)
    expect(page.locator(f"#comment-{replies[0]['id']}")).to_be_focused()
    choose(page.locator(f"#comment-{replies[7]['id']}"), "Copy link")
    expect(page.get_by_text("Link copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{address}#comment-{replies[7]['id']}"
    page.evaluate(f"location.hash = 'thread-{thread['id']}'")
    expect(page.locator(f"#thread-{thread['id']}")).to_be_focused()
    page.evaluate("location.hash = 'comment-com_aaaaaaaaaaaaaaaaaaaa'")
    expect(page.get_by_text("That comment is not here any more.")).to_be_attached()

    phone = person(ELIF, **PHONE)
    phone.goto(f"{address}#comment-{replies[4]['id']}")
    expect(phone.get_by_role("dialog")).to_contain_text("Reply 4.")
    expect(phone.locator(f"#comment-{replies[4]['id']}")).to_be_in_viewport()


def test_threads_are_gone_through_by_keys_and_found_by_words(person, threads):
    threads("Apples are discussed.", "Pears are discussed.", "Plums for @[x](mentors:).")
    page = visit(person(ELIF), "rules", "harbour")
    opened = page.locator(".cb-card--open")
    for key, words in [("j", "Apples"), ("j", "Pears"), ("k", "Apples"), ("k", "Plums")]:
        page.keyboard.press(key)
        expect(opened).to_contain_text(words)
        expect(opened).to_be_focused()
    page.keyboard.press("r")
    reply = opened.get_by_label("Reply")
    expect(reply).to_be_focused()
    page.keyboard.type("jkeu?/")
    expect(reply).to_have_value("jkeu?/")
    page.keyboard.press("Control+Enter")
    expect(opened.locator(".cb-comment")).to_have_count(2)
    opened.focus()
    page.keyboard.press("e")
    expect(opened.get_by_role("button", name="Reopen")).to_be_visible()
    page.keyboard.press("/")
    search = page.get_by_role("searchbox")
    expect(search).to_be_focused()
    kinds = page.get_by_role("group", name="Which threads")
    kinds.get_by_role("button", name="Open").click()
    search.fill("DISCUSSED")
    expect(page.get_by_text("3 threads")).to_be_visible()
    search.fill("plums")
    kinds.get_by_role("button", name="Resolved").click()
    expect(page.locator(".cb-list .cb-card")).to_contain_text(["jkeu?/"])
    search.press("Escape")
    expect(search).to_have_count(0)

    page.locator("body").press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    page.keyboard.press("j")
    page.reload()
    arrive(page)
    page.keyboard.press("j")
    expect(opened).to_have_count(0)
    say_again = page.locator(".cb-mark--some").first
    say_again.click()
    expect(opened).to_have_count(1)


def test_a_draft_with_a_mention_outlives_a_reload(person):
    page = visit(person(ELIF), "rules", "harbour")
    select(page, "Each one more is a question")
    page.keyboard.press("c")
    area = page.get_by_label("Say something about this")
    area.press_sequentially("So @ine")
    page.keyboard.press("Enter")
    expect(area).to_have_value("So @Ines Moreau ")
    page.reload()
    arrive(page)
    select(page, "Each one more is a question")
    page.keyboard.press("c")
    expect(area).to_have_value("So @Ines Moreau ")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cb-card--open .cb-mention")).to_have_text("@Ines Moreau")


def test_a_paragraph_is_still_discussed_as_a_whole(person):
    page = visit(person(ELIF), "rules", "harbour")
    block = page.locator(".cb-block", has_text=WORDS).first
    block.hover()
    block.locator(".cb-mark").click()
    page.get_by_role("button", name="New thread here").click()
    say(page, "All of it.")
    page.mouse.move(5, 5)
    expect(block).to_contain_class("cb-place--active")
    assert page.evaluate("CSS.highlights.get('cb-passage-strong').size") == 0
