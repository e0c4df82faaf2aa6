"""Whoever is invited gets one mail with a link, where mail is sent; else the page shows the link."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from cohortbook.cohort.reader import read_cohort
from cohortbook.delivery.smtp import SmtpServer
from cohortbook.server.messages.settings import MailSettings, MessageSettings
from mail_server import mail_server
from organised import COHORT_TEXT
from page_server import run_story, text
from page_world import ADA, NOOR, Person, empty_data  # noqa: F401 - a fixture

BASE = "https://learn.example.org"
MIA = {"name": "Mia http://evil.example/x", "email": "Mia@Example.org"}
FROM_TABLE = "name;email;group\nMia Lang;mia@example.org;north\nBen Okri;ben@example.org;south\n"


@pytest.fixture
def tell(empty_data, tmp_path):  # noqa: F811
    """Tell a story of `COHORT_TEXT`, with a mail server unless it is to do without."""

    def run(story, *, by_mail=True, **changes):
        file = tmp_path / "cohort.yaml"
        file.write_text(COHORT_TEXT)

        with mail_server() as box:

            async def told(browser, now):
                services, cohort = browser.services, read_cohort(file)
                services.served.become(cohort)
                services.membership.follow(cohort)
                if by_mail:
                    writer = services.messaging.postman._writer
                    writer._cohort = replace(writer._cohort, **changes)
                await story(browser, box, now)

            mail = MailSettings("Us", "us@example.org", SmtpServer("127.0.0.1", box.port))
            settings = MessageSettings(BASE, mail, {}) if by_mail else None
            run_story(empty_data, tmp_path, told, settings)

    return run


def parts(mail):
    return (
        mail.get_body(("plain",)).get_content(),
        mail.get_body(("html",)).get_content(),
    )


def link_in(mail):
    plain, html = parts(mail)
    (link,) = set(re.findall(rf"{BASE}(/join/[\w.-]+)", plain))
    assert f'href="{BASE}{link}"' in html
    return link


async def rounds(browser, now, **span):
    now[0] += timedelta(**span)
    await browser.services.messaging.postman.round()


def test_whoever_is_invited_by_their_group_gets_one_mail_and_comes_in(tell):
    async def story(browser, box, now):
        await browser.sign_in(ADA)
        page = await browser.ask("/groups/north/invitations", "POST", **MIA)
        assert "Mia http://evil.example/x gets a mail" in text(page)
        # Whoever invites somebody cannot come in for them.
        assert "/join/" not in text(page)
        for _ in range(3):
            await rounds(browser, now, minutes=20)
        (mail,) = box.mails
        assert (mail["To"], mail["Subject"]) == ("mia@example.org", "You are invited: Autumn")
        for each in parts(mail):
            assert "From inbox to board" in each
            assert "until 8 December" in each
            for word in ("evil", "Mia", "Ada", "Northern", "north"):
                assert word not in each.replace("mia@example.org", "")
        link = link_in(mail)
        browser.cookies.clear()
        await browser.ask(link)
        assert (await browser.ask(link, "POST")).code == 303
        assert "Northern depot" in text(await browser.ask("/"))

    tell(story)


def test_a_mail_goes_out_at_night_and_is_tried_again_with_a_link_that_works(tell):
    async def story(browser, box, now):
        now[0] = now[0].replace(hour=23)
        await browser.sign_in(ADA)
        await browser.ask("/groups/north/invitations", "POST", **MIA)
        box.at_rcpt.append("451 come again")
        await rounds(browser, now, seconds=1)
        assert box.mails == []
        await rounds(browser, now, hours=8)
        (mail,) = box.mails
        links = [
            each.revoked_at is None
            for each in browser.services.sign_in.links()
            if each.email == "mia@example.org"
        ]
        assert links == [False, True]
        browser.cookies.clear()
        await browser.ask(link_in(mail))
        assert (await browser.ask(link_in(mail), "POST")).code == 303

    tell(story)


def test_who_is_taken_back_or_came_in_some_other_way_gets_none(tell):
    async def story(browser, box, now):
        services = browser.services
        await browser.sign_in(ADA)
        page = await browser.ask("/groups/north/invitations", "POST", **MIA)
        decision = re.search(r"/groups/north/decisions/\w+", text(page))[0]
        assert (await browser.ask(decision, "POST", answer="undo")).code == 303
        await browser.ask("/groups/north/invitations", "POST", name="Kim", email="kim@example.org")
        kim = services.people.by_email("kim@example.org").person_id
        services.sign_in.redeem(services.sign_in.create_link(kim).token)
        await rounds(browser, now, minutes=1)
        assert box.mails == []

    tell(story)


@pytest.mark.parametrize(
    ("chosen", "of_cohort", "accepted", "greeting"),
    [
        (None, None, "de-DE", "Hallo,"),
        (None, None, "en", "Hello,"),
        (None, "de", "en", "Hallo,"),
        (None, "en", "de-DE", "Hello,"),
        ("de", "en", "en", "Hallo,"),
    ],
)
def test_it_is_in_the_language_of_the_cohort_or_of_who_invites(
    chosen, of_cohort, accepted, greeting, tell
):
    async def story(browser, box, now):
        await browser.sign_in(NOOR)
        if chosen:
            mia = browser.services.people.know("Mia", "mia@example.org")
            browser.services.people.choose_language(mia, chosen)
        headers = {"Accept-Language": accepted}
        await browser.ask("/groups/north/invitations", "POST", headers=headers, **MIA)
        await rounds(browser, now, seconds=1)
        (mail,) = box.mails
        assert parts(mail)[0].startswith(greeting)
        assert mail["Content-Language"] == ("de" if greeting == "Hallo," else "en")

    tell(story, language=of_cohort)


def test_whoever_the_desk_adds_gets_one_and_whom_it_moves_none(tell):
    async def story(browser, box, now):
        await browser.sign_in(NOOR)
        page = text(await browser.ask("/desk/people"))
        version = re.search(r'name="version" value="(\w+)"', page)[1]
        assert "They get a mail with a link" in page
        sent = {"text": FROM_TABLE, "version": version}
        preview = text(await browser.ask("/desk/people/import", "POST", **sent))
        assert "Whoever is added gets a mail" in preview
        # Somebody whom a person wrote into the file meanwhile is none of the desk's.
        file = browser.services.stamps.programme_folder / "cohort.yaml"
        file.write_text(file.read_text() + "      - {name: Kim, email: kim@example.org}\n")
        version = re.search(
            r'name="version" value="(\w+)"', text(await browser.ask("/desk/people"))
        )[1]
        done = await browser.ask(
            "/desk/people/import", "POST", **(sent | {"version": version}), apply="1"
        )
        assert done.headers["Location"] == "/desk/people?mailed=1"
        assert "1 mail with a link is on its way" in text(
            await browser.ask("/desk/people?mailed=1")
        )
        assert browser.services.people.by_email("kim@example.org") is not None
        await rounds(browser, now, seconds=1)
        assert [each["To"] for each in box.mails] == ["mia@example.org"]
        assert (await browser.ask("/desk/people?mailed=x")).code == 200

    tell(story)


def test_who_cannot_be_reached_by_mail_gets_a_link_from_who_invites(tell):
    async def story(browser, box, now):
        await browser.sign_in(NOOR)
        services = browser.services
        mia = services.people.know("Mia", "mia@example.org")
        stopped = services.messaging.choices.of(mia).stopped()
        services.messaging.choices.keep(mia, stopped)
        page = text(await browser.ask("/groups/north/invitations", "POST", **MIA))
        assert "/join/" in page
        box.at_rcpt.append("550 nobody")
        kim = {"name": "Kim", "email": "kim@example.org"}
        page = text(await browser.ask("/groups/north/invitations", "POST", **kim))
        await rounds(browser, now, seconds=1)
        decision = re.search(r"/groups/north/decisions/\w+", page)[0]
        await browser.ask(decision, "POST", answer="undo")
        assert "/join/" in text(await browser.ask("/groups/north/invitations", "POST", **kim))
        assert box.mails == []

    tell(story)


def test_where_no_mail_is_sent_the_link_is_shown_as_ever(tell):
    async def story(browser, _box, _now):
        await browser.sign_in(ADA)
        assert "You get a link to hand on" in text(await browser.ask("/groups/north"))
        assert "/join/" in text(await browser.ask("/groups/north/invitations", "POST", **MIA))
        await browser.sign_in(NOOR)
        assert "Then make a link for them" in text(await browser.ask("/desk/people"))

    tell(story, by_mail=False)
