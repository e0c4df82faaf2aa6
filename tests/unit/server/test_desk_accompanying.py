"""Mentors and facilitators, changed on the page of people."""

from __future__ import annotations

import re

from cohortbook.learning.anchors import Anchor
from cohortbook.learning.rooms import RoomKey
from page_server import text
from page_world import ADA, BEN, BOOK, ELIF, INES, NOOR

PATH = "/desk/people/accompanying"
NORTH = RoomKey("north", BOOK)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


def version(response):
    return re.search(r'name="version" value="(\w+)"', text(response))[1]


async def change(browser, role, action, **fields):
    page = await browser.ask("/desk/people")
    given = {"version": version(page), "role": role, "action": action, **fields}
    return await browser.ask(PATH, "POST", **given)


def roles(browser, person):
    found = browser.services.people.by_email(person.email)
    return None if found is None else (sorted(found.mentor_of), found.facilitator)


def test_a_mentor_gets_other_groups_at_once_and_the_file_keeps_its_remarks(visit, cohort_file):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        assert "Nobody but facilitators reviews &lt;Southern&gt; &amp; co." in text(
            await browser.ask("/desk/people")
        )
        told = await change(browser, "mentor", "change", email=INES.email, group="south")
        assert (told.code, told.headers["Location"]) == (303, "/desk/people#accompanying")
        assert roles(browser, INES) == (["south"], False)
        assert cohort_file.read_text().startswith("# Kept by hand.\n")
        await browser.sign_in(INES)
        assert (await browser.ask("/attention")).code == 200
        assert "Northern depot" not in text(await browser.ask("/review"))

    visit(story)


def test_somebody_new_reviews_and_goes_again(visit, cohort_file):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        before = cohort_file.read_bytes()
        kim = {"name": "Kim Lee", "email": "kim@example.org"}
        await change(browser, "mentor", "add", **kim, group="south")
        found = browser.services.people.by_email("kim@example.org")
        assert found.mentor_of == {"south"}
        await change(browser, "mentor", "remove", email="kim@example.org")
        assert browser.services.people.by_email("kim@example.org") is None
        assert cohort_file.read_bytes() == before

    visit(story)


def test_what_somebody_loses_is_said_before(visit, cohort_file):
    async def story(browser, now):
        services = browser.services
        ada, ines = (services.people.by_email(each.email).person_id for each in (ADA, INES))
        said = f"@[Ines Moreau](person:{ines}), see?"
        services.discussion.start_thread(NORTH, Anchor("cell", "c"), said, ada)
        await browser.sign_in(NOOR)
        told = words(await browser.ask("/desk/people"))
        for each in (
            "They no longer see and review Northern depot.",
            "Then nobody but facilitators reviews Northern depot.",
            "1 call of a group to them stays without a reply.",
            "They have no other role here, and are signed out at once.",
            "The cohort needs a facilitator. Add another one first.",
        ):
            assert each in told
        await change(browser, "facilitator", "add", name=INES.name, email=INES.email)
        told = words(await browser.ask("/desk/people"))
        assert "They lose the desk" in told
        assert "That is you" in told
        assert "They stay a mentor." in told
        assert "Add another one first" not in told

    visit(story)


def test_the_only_facilitator_stays_and_one_of_two_may_go(visit, cohort_file):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        told = await change(browser, "facilitator", "remove", email=NOOR.email)
        assert (told.code, roles(browser, NOOR)) == (409, ([], True))
        assert "Noor Haddad is the only facilitator" in words(told)
        await change(browser, "facilitator", "add", name=INES.name, email=INES.email)
        assert roles(browser, INES) == (["north"], True)
        told = await change(browser, "facilitator", "remove", email=NOOR.email)
        assert (told.code, told.headers["Location"]) == (303, "/")
        assert roles(browser, NOOR) is None
        assert (await browser.ask("/desk")).headers["Location"].startswith("/sign-in")

    visit(story)


def test_nobody_learns_and_reviews_and_nothing_is_done_by_halves(visit, cohort_file):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        before = cohort_file.read_bytes()
        ben = {"name": BEN.name, "email": BEN.email}
        told = await change(browser, "mentor", "add", **ben, group="south")
        assert told.code == 400
        assert "cannot review" in words(told)
        told = await change(browser, "mentor", "change", email=INES.email)
        assert told.code == 400
        told = await change(browser, "mentor", "remove", email=ELIF.email)
        assert told.code == 409
        told = await change(browser, "mentor", "make", email=INES.email)
        assert told.code == 400
        assert cohort_file.read_bytes() == before
        assert roles(browser, INES) == (["north"], False)

    visit(story)
