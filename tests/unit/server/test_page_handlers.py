from __future__ import annotations

import re
from datetime import timedelta

import pytest

from page_server import run_story, text
from page_world import ADA, BOOK, ELIF, INES, NOOR, empty_data  # noqa: F401 - one is a fixture


@pytest.fixture
def visit(empty_data, tmp_path):  # noqa: F811
    return lambda story: run_story(empty_data, tmp_path, story)


def session_cookie(response):
    lines = response.headers.get_list("Set-Cookie")
    return next(line for line in lines if line.startswith("cohortbook_session="))


def test_a_stranger_is_led_to_the_sign_in_page(visit):
    async def story(browser, now):
        for path in ("/", "/review", f"/review/{BOOK}/first-week"):
            response = await browser.ask(path)
            assert response.code == 302
            assert response.headers["Location"].startswith("/sign-in?next=/")
        assert "Open your link" in text(await browser.ask("/sign-in"))

    visit(story)


def test_looking_at_a_link_does_not_use_it(visit):
    async def story(browser, now):
        link = await browser.link(ADA)
        for _ in range(3):
            response = await browser.ask(link)
            assert response.code == 200
            assert "Join as Ada Brandt" in text(response)
        assert "cohortbook_session" not in browser.cookies
        joined = await browser.ask(link, "POST")
        assert (joined.code, joined.headers["Location"]) == (303, "/")
        assert "Good to see you, Ada" in text(await browser.ask("/"))

    visit(story)


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(visit):
    async def story(browser, now):
        plain = session_cookie(await browser.sign_in(ADA))
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(plain.split("; "))
        assert "Secure" not in plain
        link = await browser.link(ADA)
        https = {"X-Forwarded-Proto": "https"}
        assert "; Secure" in session_cookie(await browser.ask(link, "POST", headers=https))

    visit(story)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("/workbooks/north/01-x", "/workbooks/north/01-x"), ("//evil.example", "/"), ("x", "/")],
)
def test_joining_leads_on_within_this_server_only(visit, wanted, found):
    async def story(browser, now):
        response = await browser.sign_in(ADA, next=wanted)
        assert response.headers["Location"] == found

    visit(story)


def test_links_that_do_not_work_say_why(visit):
    async def story(browser, now):
        used = await browser.link(ADA)
        await browser.ask(used)
        await browser.ask(used, "POST")
        expired = await browser.link(ADA, valid_for=timedelta(hours=1))
        made = browser.services.sign_in.create_link(
            browser.services.people.by_email(ADA.email).person_id
        )
        browser.services.sign_in.revoke_link(made.id)
        now[0] += timedelta(hours=2)
        for link, status, words in (
            (used, 410, "This link has been used"),
            (expired, 410, "This link is too old"),
            (f"/join/{made.token}", 410, "This link was withdrawn"),
            (f"{used}x", 404, "This link is not complete"),
        ):
            for method in ("GET", "POST"):
                response = await browser.ask(link, method)
                assert response.code == status
                assert words in text(response)
                assert "Join as" not in text(response)

    visit(story)


def test_joining_as_somebody_else_ends_the_session_before(visit):
    async def story(browser, now):
        await browser.sign_in(ADA)
        before = browser.cookies["cohortbook_session"]
        page = await browser.ask(await browser.link(ELIF))
        assert "Joining signs Ada Brandt out" in text(page)
        await browser.sign_in(ELIF)
        assert browser.services.sign_in.principal(before) is None
        assert "Good to see you, Elif" in text(await browser.ask("/"))

    visit(story)


def test_signing_out_ends_the_session_itself(visit):
    async def story(browser, now):
        await browser.sign_in(ADA)
        token = browser.cookies["cohortbook_session"]
        response = await browser.ask("/sign-out", "POST")
        assert response.headers["Location"] == "/sign-in?signed-out=1"
        assert "cohortbook_session" not in browser.cookies
        assert browser.services.sign_in.principal(token) is None
        assert (await browser.ask("/")).code == 302

    visit(story)


def test_forms_from_other_sites_are_refused(visit):
    async def story(browser, now):
        link = await browser.link(ADA)
        await browser.ask(link)
        assert (await browser.ask(link, "POST", _xsrf="forged")).code == 403
        assert (await browser.ask(link)).code == 200
        await browser.sign_in(ADA)
        assert (await browser.ask("/sign-out", "POST", _xsrf="forged")).code == 403
        assert (await browser.ask("/")).code == 200

    visit(story)


@pytest.mark.parametrize(("person", "status"), [(ADA, 403), (INES, 200), (NOOR, 200), (ELIF, 403)])
def test_review_is_for_those_who_review(visit, person, status):
    async def story(browser, now):
        await browser.sign_in(person)
        assert (await browser.ask("/review")).code == status
        assert (await browser.ask(f"/review/{BOOK}/first-week")).code == status
        home = text(await browser.ask("/"))
        assert ('href="/review"' in home) == (status == 200)

    visit(story)


def test_an_exercise_that_is_not_there_is_not_found(visit):
    async def story(browser, now):
        await browser.sign_in(INES)
        for path in (f"/review/{BOOK}/no-such", "/review/no-such/first-week", "/nothing"):
            response = await browser.ask(path)
            assert response.code == 404
            assert "There is no page here" in text(response)

    visit(story)


def test_pages_allow_no_scripts_but_our_own(visit):
    async def story(browser, now):
        await browser.sign_in(NOOR)
        for path in ("/", "/review", f"/review/{BOOK}/first-week", "/sign-in?next=/review"):
            response = await browser.ask(path)
            policy = response.headers["Content-Security-Policy"]
            assert "script-src 'self';" in policy
            assert response.headers["Cache-Control"] == "no-store"
            inline = (
                r"<script(?![^>]*\b(?:src=|type=\"application/json\"))|<style|\sstyle=|\son\w+="
            )
            assert not re.search(inline, text(response))

    visit(story)
