"""A group's page over HTTP: who sees it, what it takes on, and what it leads to."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from cohortbook.cohort.model import Person
from cohortbook.cohort.reader import read_cohort
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.veil import veil_over_all
from organised import COHORT_TEXT
from page_world import BOOK, EXERCISES

NAMES = ("ada", "ben", "chen", "elif", "dov", "ines", "noor")
ADA, BEN, CHEN, ELIF, DOV, INES, NOOR = (Person(each, f"{each}@example.org") for each in NAMES)
NORTH = RoomKey("north", BOOK)


def text(response):
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.body.decode()).split()))


def decision(response):
    return re.search(r'action="(/groups/[\w-]+/decisions/\w+)"', response.body.decode())[1]


@pytest.fixture
def tell(visit, tmp_path):
    """Tell a story of a cohort whose file says `changed`; by default groups may do everything."""

    def with_cohort(story, changed=COHORT_TEXT):
        file = tmp_path / "cohort.yaml"
        file.write_text(changed)

        async def told(browser, now):
            cohort = read_cohort(file)
            browser.services.served.become(cohort)
            browser.services.people.sync_roster(cohort)
            await story(browser, now)
            await browser.services.copies.wait()

        visit(told)
        return file.read_text()

    return with_cohort


def test_everybody_sees_the_page_of_their_group_and_of_no_other(tell):
    async def story(browser, _now):
        for person, may in (
            (ADA, "north"),
            (ELIF, "south"),
            (INES, "north"),
            (NOOR, "north south"),
        ):
            await browser.sign_in(person)
            for group in ("north", "south"):
                response = await browser.ask(f"/groups/{group}")
                assert response.code == (200 if group in may else 403)
        assert (await browser.ask("/groups/east")).code == 404
        assert (await browser.ask("/groups/east/invitations", "POST", name="x")).code == 404

    tell(story)


def test_mentors_read_and_members_change_what_is_left_to_them(tell):
    async def story(browser, _now):
        await browser.sign_in(INES)
        assert "Change something" not in text(await browser.ask("/groups/north"))
        assert (await browser.ask("/groups/north/merges", "POST", into="south")).code == 403
        await browser.sign_in(ADA)
        page = text(await browser.ask("/groups/north"))
        assert "Choose who moderates" in page
        assert "Go into another group" not in page
        assert (await browser.ask("/groups/north/merges", "POST", into="south")).code == 403

    tell(story, COHORT_TEXT.replace("split, merge", "split"))


def test_what_was_proposed_before_is_agreed_to_only_while_it_is_left_to_groups(tell):
    async def story(browser, _now):
        await browser.sign_in(ADA)
        await browser.ask("/groups/north/merges", "POST", into="south")
        services, cohort = browser.services, browser.services.cohort
        path = decision(await browser.ask("/groups/north"))
        services.served.become(read_cohort(services.stamps.programme_folder / "less.yaml"))
        await browser.sign_in(BEN)
        assert (await browser.ask(path, "POST", answer="agree")).code == 403
        services.served.become(cohort)
        assert (await browser.ask(path, "POST", answer="agree")).code == 303
        assert (await browser.ask(path, "POST", answer="perhaps")).code == 400
        assert (
            await browser.ask(path.replace("north", "south"), "POST", answer="agree")
        ).code == 403

    async def with_less(browser, now):
        folder = browser.services.stamps.programme_folder
        (folder / "less.yaml").write_text(COHORT_TEXT.replace("split, merge", "split"))
        await story(browser, now)

    tell(with_less)


def test_an_invitation_gives_a_link_once_and_makes_nothing_of_names(tell):
    async def story(browser, _now):
        await browser.sign_in(ADA)
        fields = {"name": "<b>Mia", "email": "mia@example.org"}
        shown = await browser.ask("/groups/north/invitations", "POST", **fields)
        html = shown.body.decode()
        assert "&lt;b&gt;Mia" in html
        assert "<b>Mia" not in html
        link = re.search(r"/join/[^\"]+", html)[0]
        again = await browser.ask("/groups/north")
        assert "/join/" not in again.body.decode()
        assert "Take it back" in text(again)
        assert (await browser.ask("/groups/north/invitations", "POST", **fields)).code == 409
        assert "Mia" in text(await browser.ask(link))
        await browser.sign_in(NOOR)
        taken = await browser.ask(
            decision(await browser.ask("/groups/north")), "POST", answer="undo"
        )
        assert taken.code == 303
        assert browser.services.people.by_email("mia@example.org") is None

    after = tell(story)
    assert after == COHORT_TEXT


def test_home_says_what_waits_for_the_reader(tell):
    async def story(browser, _now):
        await browser.sign_in(ADA)
        ben = browser.services.people.by_email(BEN.email).person_id
        await browser.ask("/groups/north/moderator", "POST", person=ben)
        assert "to decide" not in text(await browser.ask("/"))
        await browser.sign_in(BEN)
        assert "1 to decide" in text(await browser.ask("/"))
        page = await browser.ask("/groups/north")
        assert "One more of you has to agree" in text(page)
        await browser.ask(decision(page), "POST", answer="agree")
        assert "moderates" in text(await browser.ask("/groups/north"))
        assert "to decide" not in text(await browser.ask("/"))

    tell(story)


def test_a_split_leads_those_who_go_to_their_new_group_and_what_was_said_before(tell):
    async def story(browser, now):
        services = browser.services
        ada, ben = (services.people.by_email(each.email).person_id for each in (ADA, BEN))
        anchor = Anchor("exercise", "first-week")
        thread = services.discussion.start_thread(NORTH, anchor, "What <i>exactly</i>?", ada).value
        services.answers.record(NORTH, EXERCISES[0], "We look.", ada)
        await browser.sign_in(NOOR)
        made = await browser.ask("/groups/north/splits", "POST", person=ben, title="Night & day")
        assert made.headers["Location"] == "/groups/north"
        await services.copies.wait()
        now[0] += timedelta(minutes=1)
        services.discussion.reply(NORTH, thread.id, "Said later.", ada)
        desk = text(await browser.ask("/desk"))
        assert "A new group, Night & day, out of Northern depot: Ben Okri" in desk
        await browser.sign_in(BEN)
        assert (await browser.ask("/groups/north")).code == 403
        page = text(await browser.ask("/groups/night-day"))
        assert "Not all of them could be made" in page
        assert "What was said in Northern depot" in page
        archive = await browser.ask("/groups/night-day/from/north")
        assert "What &lt;i&gt;exactly&lt;/i&gt;?" in archive.body.decode()
        assert "Said later" not in text(archive)
        assert "We look" not in text(archive)
        assert "Night & day" in text(await browser.ask("/"))
        await browser.sign_in(ADA)
        assert (await browser.ask("/groups/night-day/from/north")).code == 403
        assert (await browser.ask("/groups/north/from/south")).code == 404

    after = tell(story)
    assert "  night-day:\n    title: " in after


def test_after_a_merge_what_the_other_group_wrote_is_there_to_be_read(tell):
    async def story(browser, _now):
        services = browser.services
        ada = services.people.by_email(ADA.email).person_id
        services.answers.record(NORTH, EXERCISES[0], "We **look** at <script>.", ada)
        services.discussion.start_thread(NORTH, Anchor("cell", "intro"), "And the guide?", ada)
        services.answers.record(NORTH, EXERCISES[2], ["a"], ada, ada)
        await browser.sign_in(NOOR)
        made = await browser.ask("/groups/north/merges", "POST", into="south")
        assert made.headers["Location"] == "/groups/south"
        assert (await browser.ask("/groups/north")).code == 404
        for reader in (ELIF, ADA, INES, NOOR):
            await browser.sign_in(reader)
            archive = await browser.ask("/groups/south/from/north")
            html = archive.body.decode()
            assert "We <strong>look</strong> at &lt;script&gt;" in html
            assert "And the guide?" in html
            # Nobody was to see it before the reveal, which never came.
            assert "The mailbox" not in html
        for page in ("/", "/desk", "/desk/people", "/review", "/attention"):
            assert (await browser.ask(page)).code == 200
        item = services.review_items.id_of(NORTH, "first-week")
        assert (await browser.ask(f"/review/{item}")).code == 404
        # What another group was given to review stays, and its name stays hidden.
        veil = veil_over_all(services.sources, ["north"], {})
        assert "Northern depot" not in veil.text("At the Northern depot.")

    after = tell(story)
    assert "north" not in after
