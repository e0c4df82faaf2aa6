"""Letters on their way: a real mail server, a real hook, a real database."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from cohortbook.cohort.hooks import Hook
from cohortbook.delivery.smtp import SmtpServer
from cohortbook.delivery.webhook import Webhook
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.messages.choices import Choices
from cohortbook.learning.messages.derivation import Reach
from cohortbook.learning.messages.outbox import Outbox
from cohortbook.learning.nudge_sending import NewNudge
from cohortbook.learning.reviews import Judgement
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.messages.postman import Postman
from cohortbook.server.messages.settings import MailSettings, MessageSettings
from cohortbook.store.message_tables import letters
from mail_server import mail_server
from page_server import run_story, text
from page_world import ADA, BEN, BOOK, EXERCISES, INES, NOOR, empty_data  # noqa: F401 - a fixture

ROOM = RoomKey("north", BOOK)
BASE = "https://learn.example.org"
HOSTILE = (
    '<script>alert(1)</script> & "quotes" ![x](https://evil.example/p.png) https://evil.example'
)


def settings(port, **changes):
    given = MailSettings("Our cohort", "cohort@example.org", SmtpServer("127.0.0.1", port))
    return MessageSettings(BASE, given, {}, **changes)


@pytest.fixture
def visit(empty_data, tmp_path):  # noqa: F811
    def run(story, messages=None):
        run_story(empty_data, tmp_path, story, messages)

    return run


class Desk:
    """What happens on the server, and a postman who goes when he is told."""

    def __init__(self, browser, now):
        self.services, self.now = browser.services, now

    def who(self, person):
        return self.services.people.by_email(person.email).person_id

    def mention(self, whom, body="look", by=ADA):
        said = f"@[x](person:{self.who(whom)}) {body}"
        anchor = Anchor("cell", "c")
        return self.services.discussion.start_thread(ROOM, anchor, said, self.who(by)).value

    async def pass_by(self, **span):
        self.now[0] += timedelta(**span)
        await self.services.messaging.postman.round()

    async def begin(self):
        await self.services.messaging.postman.round()
        return self


def parts(mail):
    plain = mail.get_body(("plain",)).get_content()
    return plain, mail.get_body(("html",)).get_content()


def test_a_mention_comes_as_a_mail_that_leads_to_it(visit):
    with mail_server() as box:

        async def story(browser, now):
            desk = await Desk(browser, now).begin()
            thread = desk.mention(BEN, HOSTILE)
            await desk.pass_by(minutes=3)
            (mail,) = box.mails
            assert (mail["To"], mail["From"]) == (
                "Ben Okri <ben@example.org>",
                "Our cohort <cohort@example.org>",
            )
            assert mail["Subject"] == "Ada Brandt mentioned you: First steps"
            href = f"{BASE}/workbooks/north/{BOOK}#comment-{thread.comments[0].id}"
            plain, html = parts(mail)
            assert href in plain
            assert f'href="{href}"' in html
            assert "<script>alert(1)</script>" in plain
            assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
            for there in re.findall(r'(?:src|href)="([^"]*)"', html):
                assert there.startswith(BASE)
            assert "<img" not in html
            assert "/join/" not in plain + html
            assert mail["Auto-Submitted"] == "auto-generated"

        visit(story, settings(box.port))


def test_a_mail_is_in_the_language_of_its_reader(visit):
    with mail_server() as box:

        async def story(browser, now):
            desk = await Desk(browser, now).begin()
            desk.services.people.choose_language(desk.who(BEN), "de")
            desk.mention(BEN)
            desk.mention(INES)
            await desk.pass_by(minutes=3)
            said = {mail["To"].addresses[0].display_name: mail for mail in box.mails}
            assert said["Ben Okri"]["Content-Language"] == "de"
            assert parts(said["Ben Okri"])[0].startswith("Hallo Ben,")
            assert '<html lang="de">' in parts(said["Ben Okri"])[1]
            assert parts(said["Ines Moreau"])[0].startswith("Hello Ines,")
            assert said["Ines Moreau"]["Subject"] == "Ada Brandt calls you: First steps"

        visit(story, settings(box.port))


def test_one_request_of_a_mail_program_stops_it(visit):
    with mail_server() as box:

        async def story(browser, now):
            desk = await Desk(browser, now).begin()
            desk.mention(BEN)
            await desk.pass_by(minutes=3)
            (mail,) = box.mails
            assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            link = re.fullmatch(rf"<{BASE}(/messages/stop/\S+)>", mail["List-Unsubscribe"])[1]
            browser.cookies.clear()
            looked = await browser.ask(link)
            assert (looked.code, "Stop all mail?" in text(looked)) == (200, True)
            asked = {"List-Unsubscribe": "One-Click", "_xsrf": ""}
            assert not desk.services.messaging.choices.of(desk.who(BEN)).silent
            stopped = await browser.ask(link, "POST", **asked)
            assert (stopped.code, "You get no more mail" in text(stopped)) == (200, True)
            desk.mention(BEN)
            await desk.pass_by(minutes=30)
            assert len(box.mails) == 1
            assert (await browser.ask(link[:-2], "POST")).code == 404

        visit(story, settings(box.port))


def test_a_letter_keeps_its_id_while_the_server_is_away_and_delays(visit):
    with mail_server() as box:
        port = box.port

    async def story(browser, now):
        desk = await Desk(browser, now).begin()
        desk.mention(BEN)
        await desk.pass_by(minutes=3)
        with desk.services.database.read() as connection:
            (letter,) = connection.execute(select(letters.c.id)).scalars()
        with mail_server(port=port) as box:
            box.at_rcpt.append("451 greylisted")
            await desk.pass_by(minutes=2)
            assert box.mails == []
            await desk.pass_by(minutes=6)
            (mail,) = box.mails
            assert mail["Message-ID"] == f"<{letter}@example.org>"
            await desk.pass_by(hours=5)
            assert len(box.mails) == 1

    visit(story, settings(port))


def test_who_is_refused_is_shown_to_the_facilitator_who_may_try_again(visit):
    with mail_server() as box:

        async def story(browser, now):
            desk = await Desk(browser, now).begin()
            box.at_rcpt.append("550 <b>no such user</b>")
            desk.mention(BEN)
            await desk.pass_by(minutes=3)
            await browser.sign_in(NOOR)
            page = text(await browser.ask("/messages/troubles"))
            assert "Ben Okri" in page
            assert "550 &lt;b&gt;no such user&lt;/b&gt;" in page
            again = await browser.ask("/messages/troubles", "POST", recipient=desk.who(BEN))
            assert again.code == 303
            await desk.pass_by(seconds=1)
            assert len(box.mails) == 1
            assert "Everybody was reached" in text(await browser.ask("/messages/troubles"))
            await browser.sign_in(ADA)
            assert (await browser.ask("/messages/troubles")).code == 403

        visit(story, settings(box.port))


def test_a_link_that_signs_in_is_there_only_where_the_operator_wants_it(visit):
    with mail_server() as box:
        given = settings(box.port)
        server = given.mail.server
        mail = MailSettings("", "cohort@example.org", server, sign_in_links=True)

        async def story(browser, now):
            desk = await Desk(browser, now).begin()
            desk.mention(BEN)
            await desk.pass_by(minutes=3)
            plain, _ = parts(box.mails[0])
            link = re.search(rf"{BASE}(/join/\S+)", plain)[1]
            assert "Join as Ben Okri" in text(await browser.ask(link))
            assert f"next=/workbooks/north/{BOOK}%23comment-" in link

        visit(story, MessageSettings(BASE, mail, {}))


def test_the_digest_holds_what_waits_and_what_was_said(visit):
    with mail_server() as box:

        async def story(browser, now):
            desk = await Desk(browser, now).begin()
            services = desk.services
            services.answers.record(ROOM, EXERCISES[0], "On Monday.", desk.who(ADA))
            said = Judgement("asks-for-more", "And **then**?")
            await desk.pass_by(hours=24)
            (waiting,) = box.mails
            plain, _ = parts(waiting)
            assert f"{BASE}/review/{BOOK}/first-week" in plain
            services.messaging.choices.keep(desk.who(ADA), Choices({"feedback": "daily"}))
            services.reviews.give(ROOM, "first-week", said, reviewer=desk.who(INES), version=0)
            await desk.pass_by(minutes=3)
            assert box.mails[1]["To"].addresses[0].addr_spec == BEN.email
            await desk.pass_by(hours=24)
            assert box.mails[2]["To"].addresses[0].addr_spec == ADA.email
            assert "> And then?" in parts(box.mails[2])[0]
            # What was only changed stays with the group; what it hands in again waits.
            services.answers.record(ROOM, EXERCISES[0], "On Tuesday.", desk.who(ADA))
            await desk.pass_by(hours=24)
            assert len(box.mails) == 3
            again = {"by": desk.who(ADA), "version": 1}
            services.hand_ins.hand_in(ROOM, "first-week", "Better?", **again)
            await desk.pass_by(hours=24)
            assert box.mails[3]["To"].addresses[0].addr_spec == INES.email
            assert "An answer waits for your review" in parts(box.mails[3])[0]

        visit(story, settings(box.port))


def test_a_mentor_who_judges_without_names_gets_none_by_mail(visit):
    with mail_server() as box:

        async def story(browser, now):
            desk = await Desk(browser, now).begin()
            ines = desk.who(INES)
            desk.services.review_settings.choose_blind(ines, blind=True)
            desk.services.answers.record(ROOM, EXERCISES[0], "On Monday.", desk.who(ADA))
            desk.mention(INES, "what do you of the Northern depot say to Ada?")
            await desk.pass_by(hours=24)
            (mail,) = box.mails
            for each in parts(mail):
                assert "An answer waits for your review" in each
                assert "A group calls you" in each
                assert f"{BASE}/review/office" in each
                assert "Northern" not in each
                assert "Ada" not in each
                assert "north" not in each.replace("northern", "")

        visit(story, settings(box.port))


def test_people_choose_on_their_page(visit):
    async def story(browser, now):
        desk = await Desk(browser, now).begin()
        await browser.sign_in(BEN)
        page = text(await browser.ask("/messages"))
        assert 'href="/messages"' in text(await browser.ask("/"))
        # Of what concerns mentors a member is not asked, nor of troubles.
        assert "rhythm.waiting" not in page
        assert "/messages/troubles" not in page
        fields = {
            "rhythm.mention": "daily",
            "timezone": "Asia/Kathmandu",
            "quiet_begins": "22:30",
            "quiet_ends": "06:00",
        }
        kept = await browser.ask("/messages", "POST", **fields)
        assert (kept.code, kept.headers["Location"]) == (303, "/messages?kept=1")
        found = desk.services.messaging.choices.of(desk.who(BEN))
        assert found.rhythm("mention") == "daily"
        assert (found.timezone, found.quiet.to_json()) == ("Asia/Kathmandu", ["22:30", "06:00"])
        for wrong in ({"quiet_begins": "noon"}, {"timezone": "x"}, {"rhythm.mention": "hourly"}):
            refused = await browser.ask("/messages", "POST", **(fields | wrong))
            assert refused.code == 400
        assert desk.services.messaging.choices.of(desk.who(BEN)) == found

    visit(story, settings(1))


def test_where_no_mail_is_sent_no_page_speaks_of_it(visit):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        assert "/messages" not in text(await browser.ask("/"))
        for path in ("/messages", "/messages/troubles", "/messages/stop/x"):
            assert (await browser.ask(path)).code == 404

    visit(story)
    hooks_only = MessageSettings(BASE, None, {"chat": Webhook("https://x.example", b"s")})
    visit(story, hooks_only)


class Chat(RequestHandler):
    """A program that hears of things, and is out of order at first."""

    def initialize(self, heard):
        self.heard = heard

    def post(self):
        self.heard.append((self.request.headers["webhook-id"], json.loads(self.request.body)))
        self.set_status(503 if len(self.heard) == 1 else 204)


def test_a_hook_that_is_out_of_order_is_told_again_under_the_same_id(visit):
    async def story(browser, now):
        desk, heard = Desk(browser, now), []
        listening, port = bind_unused_port()
        server = HTTPServer(Application([(r"/", Chat, {"heard": heard})]))
        server.add_socket(listening)
        reach = Reach(mail=False, hooks=(Hook("chat", None, ("mention",)),), timezone="UTC")
        services = desk.services
        given = MessageSettings(
            BASE, None, {"chat": Webhook(f"http://127.0.0.1:{port}/", b"s", private=True)}
        )
        postman = Postman(
            given,
            Outbox(services.database, reach, services.clock),
            services.messaging.postman._writer,
            services.sign_in,
            run=services.run,
            store=services.store,
            clock=services.clock,
        )
        await postman.round()
        desk.mention(BEN)
        for _ in range(3):
            await postman.round()
            now[0] += timedelta(minutes=2)
        server.stop()
        assert len(heard) == 2
        assert heard[0] == heard[1]
        assert heard[0][1]["type"] == "mention"

    visit(story, settings(1))


def test_a_hook_is_told_what_happened_and_where(visit):
    async def story(browser, now):
        desk = Desk(browser, now)
        hook = Hook("chat", None, ("mention",))
        outbox = Outbox(
            desk.services.database, Reach(mail=False, hooks=(hook,), timezone="UTC"), lambda: now[0]
        )
        outbox.make_messages()
        thread = desk.mention(BEN, "between us")
        outbox.make_messages()
        outbox.make_letters()
        (letter,) = outbox.claim()
        writer = desk.services.messaging.postman._writer
        body = writer.request(letter)
        assert body["type"] == "mention"
        assert body["data"]["text"] == "Ada Brandt mentioned somebody in Northern depot"
        comment = thread.comments[0].id
        assert body["data"]["url"] == f"{BASE}/workbooks/north/{BOOK}#comment-{comment}"
        assert "between us" not in str(body)

    visit(story, settings(1))


def test_a_hook_is_told_in_its_language_and_led_to_the_very_nudge(visit):
    async def story(browser, now):
        services = browser.services
        hooks = {
            name: Hook(name, None, ("nudge",), language=language)
            for name, language in (("chat", "de"), ("log", "en"))
        }
        reach = Reach(mail=False, hooks=tuple(hooks.values()), timezone="UTC")
        outbox = Outbox(services.database, reach, lambda: now[0])
        outbox.make_messages()
        noor = services.people.by_email(NOOR.email).person_id
        new = NewNudge(ROOM, "visibility", "challenge")
        nudge = services.nudges.send_by_hand(new, noor).value
        outbox.make_messages()
        outbox.make_letters()
        writer = services.messaging.postman._writer
        writer._cohort = replace(writer._cohort, hooks=hooks)
        told = {each.messages[0].hook_id: writer.request(each)["data"] for each in outbox.claim()}
        assert told["chat"]["text"] == "Ein Anstoß für Northern depot"
        assert told["log"]["text"] == "A nudge for Northern depot"
        for each in told.values():
            assert each["url"] == f"{BASE}/workbooks/north/{BOOK}#nudge-{nudge.id}"
            assert each["nudge_id"] == nudge.id

    visit(story, settings(1))
