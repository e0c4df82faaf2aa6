"""The desk over HTTP: who may, what it does, and what is kept afterwards."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from cohortbook.learning.rooms import RoomKey
from page_world import ADA, BEN, BOOK, ELIF, INES, NOOR

NORTH = RoomKey("north", BOOK)
PAGES = ("/desk", "/desk/workbooks", "/desk/people", f"/desk/cells/north/{BOOK}/visibility")


def text(response):
    return response.body.decode()


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


def version(response):
    return re.search(r'name="version" value="(\w+)"', text(response))[1]


def test_only_facilitators_see_the_desk(visit, cohort_file):
    async def story(browser, now):
        for who, code in ((ADA, 403), (INES, 403), (NOOR, 200)):
            await browser.sign_in(who)
            codes = [(await browser.ask(path)).code for path in PAGES]
            assert codes == [code] * len(PAGES), who
            assert ('href="/desk"' in text(await browser.ask("/"))) == (who is NOOR)

    visit(story)


def test_a_cell_that_is_not_there_is_not_found(visit):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        assert (await browser.ask(f"/desk/cells/north/{BOOK}/nothing")).code == 404
        assert (await browser.ask("/desk/cells/west/01-x/visibility")).code == 404

    visit(story)


@pytest.mark.parametrize("picture", ["/desk/timeline", "/desk/map", "/desk/map?measure=reviews"])
def test_a_plot_is_a_picture_that_stands_by_itself(visit, picture):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        response = await browser.ask(picture)
        assert response.headers["Content-Type"].startswith("image/svg+xml")
        drawn = text(response)
        assert drawn.startswith("<svg xmlns=")
        assert "&lt;Southern&gt; &amp; co" in drawn
        assert not re.search(r"<script|<style|href=|url\(", drawn)

    visit(story)


def test_a_closed_workbook_is_announced_and_shut_to_members(visit):
    room = f"/workbooks/north/{BOOK}"

    async def story(browser, now):
        now[0] -= timedelta(days=30)
        await browser.sign_in(ADA)
        home = await browser.ask("/")
        assert "Opens on 16 November" in words(home)
        assert room not in text(home)
        # There are no rooms behind these pages: only whether one is let in is asked here.
        services = browser.services
        assert services.resource(NORTH).closed
        await browser.sign_in(NOOR)
        fields = {"workbook": BOOK, "group": "north", "decision": "open"}
        assert (await browser.ask("/desk/openings", "POST", **fields)).code == 303
        assert not services.resource(NORTH).closed
        assert services.resource(RoomKey("south", BOOK)).closed
        assert "Northern depot: open" in words(await browser.ask("/desk/workbooks"))
        await browser.sign_in(ADA)
        assert room in text(await browser.ask("/"))

    visit(story)


def test_only_what_is_there_is_opened(visit):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        right = {"workbook": BOOK, "group": "", "decision": "closed"}
        for wrong in ({"workbook": "x"}, {"group": "west"}, {"decision": "ajar"}):
            assert (await browser.ask("/desk/openings", "POST", **right | wrong)).code == 400
        assert browser.services.openings.decisions() == {}

    visit(story)


def test_an_announcement_is_on_the_home_page_of_those_it_is_for(visit):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        said = {"body": "We meet **at four**.", "group": "north", "until": "2026-11-25"}
        assert (await browser.ask("/desk/announcements", "POST", **said)).code == 303
        assert "at four" in words(await browser.ask("/desk/workbooks"))
        await browser.sign_in(ELIF)
        assert "at four" not in words(await browser.ask("/"))
        await browser.sign_in(ADA)
        assert "<strong>at four</strong>" in text(await browser.ask("/"))
        assert browser.services.announced_in("north")[0]["html"].startswith("<p>We meet")
        now[0] += timedelta(days=2)
        assert "at four" not in words(await browser.ask("/"))

    visit(story)


def test_an_announcement_can_be_ended(visit):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        await browser.ask("/desk/announcements", "POST", body="Soon.")
        page = text(await browser.ask("/desk/workbooks"))
        end = re.search(r'action="(/desk/announcements/\w+/end)"', page)[1]
        assert (await browser.ask(end, "POST")).code == 303
        assert "Soon." not in words(await browser.ask("/"))
        assert (await browser.ask(end, "POST")).code == 404

    visit(story)


def test_somebody_new_is_in_the_file_and_comes_in(visit, cohort_file):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        seen = version(await browser.ask("/desk/people"))
        new = {"name": "Mia Lang", "email": "mia@example.org", "group": "south"}
        edit = new | {"action": "add", "version": seen}
        assert (await browser.ask("/desk/people/edit", "POST", **edit)).code == 303
        written = cohort_file.read_text("utf-8")
        assert written.startswith("# Kept by hand.\n")
        assert "mia@example.org" in written
        mia = browser.services.people.by_email("mia@example.org")
        assert mia.member_of == {"south"}
        made = await browser.ask("/desk/people/links", "POST", person=mia.person_id)
        link = re.search(r'value="http://[^"/]+(/join/[^"]+)"', text(made))[1]
        assert (await browser.ask(link, "POST")).code == 303
        assert "Good to see you, Mia" in words(await browser.ask("/"))

    visit(story)


def test_a_file_that_changed_meanwhile_is_left_alone(visit, cohort_file):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        seen = version(await browser.ask("/desk/people"))
        by_hand = cohort_file.read_text("utf-8") + "# Another remark.\n"
        cohort_file.write_text(by_hand, "utf-8")
        edit = {"email": BEN.email, "action": "remove", "version": seen}
        assert (await browser.ask("/desk/people/edit", "POST", **edit)).code == 409
        assert cohort_file.read_text("utf-8") == by_hand
        assert browser.services.people.by_email(BEN.email) is not None

    visit(story)


def test_what_a_restart_would_change_besides_is_not_done_by_the_way(visit, cohort_file):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        by_hand = cohort_file.read_text("utf-8").replace("Northern depot", "The depot")
        cohort_file.write_text(by_hand, "utf-8")
        seen = version(await browser.ask("/desk/people"))
        edit = {"email": BEN.email, "action": "remove", "version": seen}
        response = await browser.ask("/desk/people/edit", "POST", **edit)
        assert response.code == 409
        assert "Restart the server" in words(response)
        assert cohort_file.read_text("utf-8") == by_hand

    visit(story)


def test_whoever_is_removed_is_out_at_once_and_whoever_moves_is_there(visit, cohort_file):
    async def story(browser, now):
        await browser.sign_in(BEN)
        hers = dict(browser.cookies)
        await browser.sign_in(NOOR)
        for edit in (
            {"email": ADA.email, "action": "move", "group": "south"},
            {"email": BEN.email, "action": "remove"},
        ):
            seen = version(await browser.ask("/desk/people"))
            response = await browser.ask("/desk/people/edit", "POST", **edit, version=seen)
            if edit["action"] == "remove":
                # A group is never left without members.
                assert response.code == 400
            else:
                assert response.code == 303
        assert browser.services.people.by_email(ADA.email).member_of == {"south"}
        seen = version(await browser.ask("/desk/people"))
        back = {"email": ADA.email, "action": "move", "group": "north", "version": seen}
        await browser.ask("/desk/people/edit", "POST", **back)
        seen = version(await browser.ask("/desk/people"))
        gone = {"email": BEN.email, "action": "remove", "version": seen}
        assert (await browser.ask("/desk/people/edit", "POST", **gone)).code == 303
        browser.cookies = hers
        assert (await browser.ask("/")).code == 302

    visit(story)


def test_a_link_can_be_withdrawn(visit, cohort_file):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        ada = browser.services.people.by_email(ADA.email)
        made = await browser.ask("/desk/people/links", "POST", person=ada.person_id)
        link = re.search(r'value="http://[^"/]+(/join/[^"]+)"', text(made))[1]
        page = await browser.ask("/desk/people")
        assert "invited" in words(page)
        known = re.search(r'name="link" value="(\w+)"', text(page))[1]
        assert (await browser.ask("/desk/people/revoke", "POST", link=known)).code == 303
        assert (await browser.ask(link, "POST")).code == 410

    visit(story)


def test_links_on_the_page_open_no_more_doors_than_a_members(visit, cohort_file):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        people = browser.services.people
        before = len(browser.services.sign_in.links())
        for who in (INES, NOOR):
            person_id = people.by_email(who.email).person_id
            made = await browser.ask("/desk/people/links", "POST", person=person_id)
            assert "/join/" not in text(made)
        assert len(browser.services.sign_in.links()) == before

    visit(story)


def test_a_table_is_looked_at_before_anything_changes(visit, cohort_file):
    table = "name;email;group\nMia Lang;mia@example.org;north\nAda;ada@example.org;south\nx;y;z\n"

    async def story(browser, now):
        await browser.sign_in(NOOR)
        before = cohort_file.read_text("utf-8")
        seen = version(await browser.ask("/desk/people"))
        sent = {"text": table, "version": seen}
        preview = await browser.ask("/desk/people/import", "POST", **sent)
        assert "Added: 1 · moved: 1 · unchanged: 0 · lines left out: 1" in words(preview)
        assert "Line 4" in words(preview)
        assert cohort_file.read_text("utf-8") == before
        done = await browser.ask("/desk/people/import", "POST", **sent, apply="1")
        assert done.code == 303
        people = browser.services.people
        assert people.by_email("mia@example.org").member_of == {"north"}
        assert people.by_email(ADA.email).member_of == {"south"}
        again = await browser.ask("/desk/people/import", "POST", **sent, apply="1")
        assert again.code == 409

    visit(story)


def test_what_is_no_table_is_said_so(visit, cohort_file):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        response = await browser.ask("/desk/people/import", "POST", text="a,b\n1,2\n")
        assert response.code == 400
        assert "a, b" in words(response)

    visit(story)
