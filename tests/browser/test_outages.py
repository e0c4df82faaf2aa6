"""People whose networks come and go write together, and nothing of it is lost."""

from __future__ import annotations

import contextlib
import random
import re

import pytest
from playwright.sync_api import Page, expect

from cast import ADA, BILAL, CHIARA, DOV, visit
from network import Network, network
from writing import editor, expect_text, read, textbox

pytestmark = pytest.mark.browser

# What Chromium says by itself when a network is gone.
GONE = ["net::ERR_", "WebSocket connection to"]
EXERCISE = "first-week"


@pytest.fixture
def networks(server):
    """Give a network for each of some people; all of them there at first."""
    with contextlib.ExitStack() as stack:
        yield lambda *people: [stack.enter_context(network(server)) for _ in people]


def at_the_workbook(people, net: Network, email: str) -> Page:
    return visit(people(net)(email), "rules")


def state(page: Page, name: str):
    return page.locator(f"#cb-status [data-state={name}]")


def test_both_write_through_an_outage_of_half_a_minute(people, networks, watch):
    watch.expected += GONE
    nets = networks(ADA, BILAL)
    ada, bilal = (
        at_the_workbook(people, net, email) for net, email in zip(nets, (ADA, BILAL), strict=True)
    )
    textbox(ada, EXERCISE).fill("Middle.")
    expect_text(bilal, EXERCISE, "Middle.")
    for page in (ada, bilal):
        editor(page, EXERCISE)
    for each in nets:
        each.go()
    for page in (ada, bilal):
        expect(state(page, "offline")).to_be_visible()
    ada.keyboard.press("Control+Home")
    bilal.keyboard.press("Control+End")
    words = [f"{number} " for number in range(10)]
    for word in words:
        ada.keyboard.type(f"a{word}")
        bilal.keyboard.type(f" b{word.strip()}")
        ada.wait_for_timeout(3_000)
    for page in (ada, bilal):
        expect(state(page, "offline")).to_be_visible()
    for each in nets:
        each.come_back()
    before = "".join(f"a{word}" for word in words)
    after = "".join(f" b{word.strip()}" for word in words)
    for page in (ada, bilal):
        expect_text(page, EXERCISE, f"{before}Middle.{after}")
        expect(state(page, "saved")).to_be_visible()
    textbox(ada, EXERCISE).fill("")
    expect(state(ada, "saved")).to_be_visible()


def test_six_pages_write_one_answer_while_their_networks_come_and_go(people, networks, watch):
    """Two of the people have it open twice, as on a computer and a phone."""
    watch.expected += GONE
    emails = (ADA, BILAL, CHIARA, DOV, ADA, BILAL)
    nets = networks(*emails)
    pages = [at_the_workbook(people, *each) for each in zip(nets, emails, strict=True)]
    textbox(pages[0], EXERCISE).fill("|")
    for page in pages:
        expect_text(page, EXERCISE, "|")
        editor(page, EXERCISE)
        page.keyboard.press("Control+End")
    chance = random.Random(11)
    typed = [0] * len(pages)
    gone: set[int] = set()
    for _ in range(60):
        who = chance.randrange(len(pages))
        if chance.random() < 0.25:
            (nets[who].come_back if who in gone else nets[who].go)()
            gone ^= {who}
        pages[who].keyboard.type(f"<{who}.{typed[who]}>")
        typed[who] += 1
    for each in nets:
        each.come_back()
    for page in pages:
        expect(state(page, "saved")).to_be_visible()
    wanted = sorted(f"{who}.{n}" for who, count in enumerate(typed) for n in range(count))
    pages[0].wait_for_timeout(500)
    texts = {read(page, EXERCISE) for page in pages}
    assert len(texts) == 1
    text = texts.pop()
    assert sorted(re.findall(r"<([\d.]+)>", text)) == wanted
    for who in range(len(pages)):
        own = [int(n) for n in re.findall(rf"<{who}\.(\d+)>", text)]
        assert own == sorted(own), f"what page {who} wrote is out of order"
    textbox(pages[0], EXERCISE).fill("")
    expect(state(pages[0], "saved")).to_be_visible()
