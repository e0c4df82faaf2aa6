"""The API and the pages over HTTP, as browsers use them."""

import json
import re
import socket
import uuid

import httpx
import pytest

from roles import HOSTILE_NAME
from room_sockets import ROOM

PAGE = "/workbooks/north/01-first-steps"
ANCHOR = {"kind": "exercise", "ref": "where", "quote": None}


def new_thread(client, body="Where?", **headers):
    told = client.post(f"{ROOM}/threads", json={"anchor": ANCHOR, "body": body}, headers=headers)
    assert told.status_code == 201, told.text
    return told.json()


def error(response, status):
    assert response.status_code == status, response.text
    told = response.json()["error"]
    assert told["code"]
    return told["message"]


def visitor(page):
    found = re.search(r'<script type="application/json" id="cb-visitor">(.*?)</script>', page.text)
    return json.loads(found[1])


def test_a_room_as_each_sees_it(people):
    expected = {
        "member": {"answer", "comment", "account", "topics"},
        "mentor": {"comment", "review", "nudge"},
        "facilitator": {"comment", "review", "reveal", "nudge", "topics"},
    }
    for role, can in expected.items():
        told = people[role].get(ROOM).json()
        assert told["me"]["role"] == role
        assert {each for each, may in told["can"].items() if may} == can
        assert set(told["can"]) == set.union(*expected.values())
        names = {each["name"]: each["role"] for each in told["people"]}
        assert names == {
            "Ada North": "member",
            "Bilal North": "member",
            "Ines Moreau": "mentor",
            "Noor Haddad": "facilitator",
        }


def test_a_draft_is_rendered_by_the_one_sanitiser(people):
    body = "Where **exactly**? <img src=x onerror=alert(1)> [x](javascript:alert(1))"
    for role in ("member", "mentor"):
        told = people[role].post(f"{ROOM}/markdown", json={"body": body})
        assert told.status_code == 200, told.text
        assert "<strong>exactly</strong>" in told.json()["html"]
        assert "<img" not in told.json()["html"]
        assert "href" not in told.json()["html"]
    error(people["member"].post(f"{ROOM}/markdown", json={"body": "x" * 60_000}), 400)
    error(people["member"].post("/api/rooms/north/no-such/markdown", json={"body": "x"}), 404)


def test_a_thread_from_its_beginning_to_its_end(people):
    ada, bilal = people["member"], people["other member"]
    thread = new_thread(ada, "Where **exactly**?")
    (first,) = thread["comments"]
    assert first["author"]["name"] == "Ada North"
    assert "<strong>" in first["html"]

    replies = f"{ROOM}/threads/{thread['id']}/comments"
    reply = bilal.post(replies, json={"body": "Here <script>alert(1)</script>"}).json()
    assert "<script" not in reply["html"]

    path = f"{ROOM}/comments/{reply['id']}"
    edited = bilal.patch(path, json={"body": "There", "version": reply["version"]}).json()
    assert (edited["body"], edited["version"] > reply["version"]) == ("There", True)
    conflict = bilal.patch(path, json={"body": "Elsewhere", "version": reply["version"]})
    assert error(conflict, 409)
    assert conflict.json()["current"]["body"] == "There"
    assert error(ada.patch(path, json={"body": "No", "version": edited["version"]}), 403)
    assert error(people["mentor"].delete(f"{path}?version={edited['version']}"), 403)

    deleted = bilal.delete(f"{path}?version={edited['version']}").json()
    assert (deleted["deleted"], deleted["body"], deleted["html"]) == (True, None, "")

    settle = f"{ROOM}/threads/{thread['id']}"
    settled = bilal.patch(settle, json={"resolved": True, "version": thread["version"]})
    assert settled.json()["resolved"]
    assert error(ada.patch(settle, json={"resolved": False, "version": thread["version"]}), 409)


def test_a_request_that_is_repeated_is_done_once(people):
    key = {"Idempotency-Key": uuid.uuid4().hex}
    first, again = (new_thread(people["member"], "Once", **key) for _ in range(2))
    assert first == again
    threads = people["member"].get(ROOM).json()["threads"]
    assert [each["id"] for each in threads].count(first["id"]) == 1
    # Keys that differ only at their end are different keys.
    long = [{"Idempotency-Key": "k" * 150 + end} for end in "ab"]
    assert len({new_thread(people["member"], "Twice", **each)["id"] for each in long}) == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"anchor": ANCHOR, "body": "x", "author": "per_noor"}, "author"),
        ({"anchor": ANCHOR}, "body"),
        ({"anchor": ANCHOR, "body": 5}, "body"),
        ({"anchor": ANCHOR, "body": "x" * 20_001}, "body"),
        ({"anchor": "where", "body": "x"}, "anchor"),
        ([], "body"),
        ("", "body"),
    ],
)
def test_what_is_wrong_in_a_request_is_named(people, body, field):
    assert field in error(people["member"].post(f"{ROOM}/threads", json=body), 400)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000, b"null", b"100%"])
def test_what_is_no_json_is_said(people, content):
    message = error(people["member"].post(f"{ROOM}/threads", content=content), 400)
    assert "%%" not in message


@pytest.mark.parametrize("query", ["", "?version=", "?version=soon"])
def test_a_version_that_is_none_is_said(people, query):
    comment = new_thread(people["member"])["comments"][0]
    path = f"{ROOM}/comments/{comment['id']}"
    assert "version" in error(people["member"].delete(path + query), 400)


def test_a_request_that_is_too_large_is_refused(people):
    content = b'{"body": "' + b"x" * 300_000 + b'"}'
    error(people["member"].post(f"{ROOM}/threads", content=content), 413)


def test_a_stranger_cannot_fill_the_memory(server):
    """A body is not even read when it is announced to be large."""
    address = ("127.0.0.1", server.port)
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(
            b"POST /sign-out HTTP/1.1\r\nHost: x\r\nContent-Length: 90000000\r\n\r\n"
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 4") or not connection.recv(1)


def test_pages_of_others_cannot_write(people, server):
    session = people["member"].cookies["cohortbook_session"]
    with httpx.Client(base_url=server.url, cookies={"cohortbook_session": session}) as forged:
        told = forged.post(f"{ROOM}/threads", json={"anchor": ANCHOR, "body": "x"})
        error(told, 403)
        assert forged.post("/sign-out").status_code == 403
        assert forged.get(ROOM).status_code == 200


def test_a_review_is_given_by_those_who_may_and_never_lost(people):
    path = f"{ROOM}/reviews/first-week"
    review = {"state": "asks-for-more", "feedback": "Who?", "levels": {}, "version": 0}
    error(people["member"].put(path, json=review), 403)
    error(people["other mentor"].put(path, json=review), 403)
    first = people["mentor"].put(path, json=review).json()
    assert first["reviewer"]["name"] == "Ines Moreau"
    conflict = people["facilitator"].put(path, json={**review, "feedback": "Me too"})
    error(conflict, 409)
    assert conflict.json()["current"]["feedback"] == "Who?"
    assert "levels.depth" in error(
        people["mentor"].put(path, json={**review, "version": 1, "levels": {"depth": 1}}), 400
    )
    stranger = people["outsider"].get(ROOM.replace("north", "south")).json()["me"]["id"]
    wrong = {**review, "version": 1, "person_id": stranger}
    assert "person_id" in error(people["mentor"].put(path, json=wrong), 400)
    error(people["mentor"].put(f"{ROOM}/reviews/no-such", json=review), 404)
    told = people["member"].get(ROOM).json()["reviews"]
    assert "Who?" in [each["feedback"] for each in told]


def test_answers_are_revealed_by_the_facilitator_only(people):
    path = f"{ROOM.replace('north', 'south')}/individual/how-sure/reveal"
    for role in ("outsider", "other mentor", "member"):
        error(people[role].post(path), 403)
    assert people["facilitator"].post(path).json()["revealed"]


def test_what_is_right_is_kept_from_those_who_answer(people):
    """Nothing that a member can get tells the answer of a number, or how near is near enough."""
    paths = [PAGE, ROOM, f"{ROOM}/individual/how-sure", f"{ROOM}/kernel"]
    for path in paths:
        text = people["member"].get(path).text
        assert "tolerance" not in text, path
        assert "Look for a name." not in text, path
        assert '"answer":9' not in text.replace(" ", ""), path
    error(people["member"].get("/api/review/01-first-steps/how-many"), 403)
    assert people["mentor"].get("/api/review/01-first-steps/how-many").json()["exercise"]


def test_a_page_is_the_same_for_everybody_but_for_who_looks(people):
    ada, ines = people["member"].get(PAGE), people["mentor"].get(PAGE)
    assert visitor(ada)["me"]["name"] == "Ada North"
    assert (visitor(ines)["me"]["role"], visitor(ines)["may_review"]) == ("mentor", True)

    def without_visitor(page):
        return re.sub(r'(id="cb-visitor">).*?</script>', r"\1", page.text)

    assert without_visitor(ada) == without_visitor(ines)


def test_a_name_cannot_break_out_of_the_page(server, fresh):
    page = fresh("dov@example.org").get(PAGE.replace("north", "south"))
    assert visitor(page)["me"]["name"] == HOSTILE_NAME
    assert '<script src="x">' not in page.text
    assert '<script src="x">' not in fresh("chiara@example.org").get("/").text


def test_no_page_needs_another_host(people):
    for role, path in (("member", "/"), ("member", PAGE), ("mentor", "/review")):
        text = people[role].get(path).text
        assert re.findall(r"""(?:src|href|action)=["']?(?:https?:)?//[^"' >]+""", text) == []


HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def test_browsers_are_told_what_not_to_do_on_every_answer(people):
    paths = ["/", PAGE, ROOM, "/sign-in", "/join/no-such", "/no-such", "/api/no-such", "/review"]
    paths += ["/workbooks/north/no-such", "/workbooks/_files/no-such", "/voila/static/voila.js"]
    paths += [f"{ROOM}/document", "/api/kernels/00000000-0000-0000-0000-000000000000"]
    for role in ("anonymous", "member"):
        for path in paths:
            told = people[role].get(path)
            assert told.status_code < 500, path
            for name, value in HEADERS.items():
                assert told.headers.get(name) == value, (path, name)
            policy = told.headers["content-security-policy"]
            assert "default-src 'none'" in policy, path
            assert "frame-ancestors 'none'" in policy, path
            assert "unsafe-eval" not in policy, path
            script = re.search(r"script-src ([^;]*)", policy)
            assert script is None or set(script[1].split()) <= {"'self'", "blob:"}, path
            assert path == PAGE or "blob:" not in (script or [""])[0], path
            assert "server" not in told.headers, path


def test_what_is_about_people_is_not_stored_on_the_way(people):
    for path in ("/", PAGE, ROOM, "/sign-in"):
        told = people["member"].get(path)
        assert told.headers["cache-control"] == "no-store", path
        assert "etag" not in told.headers, path


def test_a_figure_is_for_the_cohort_and_nothing_else_is_there(people):
    (name,) = set(re.findall(r"_files/([0-9a-f]{16}-board\.png)", people["member"].get(PAGE).text))
    path = f"/workbooks/_files/{name}"
    for role in ("member", "outsider", "mentor", "facilitator"):
        told = people[role].get(path)
        assert (told.status_code, told.headers["content-type"]) == (200, "image/png")
        assert "immutable" in told.headers["cache-control"]
        assert "sandbox" in told.headers["content-security-policy"]
    assert people["anonymous"].get(path).status_code == 302
    for wrong in ("..%2fmanifest.json", f"..%2f_files%2f{name}", "manifest.json", f"{name}.html"):
        assert people["member"].get(f"/workbooks/_files/{wrong}").status_code == 404


def test_our_files_are_small_and_asked_for_once(people):
    page = people["member"].get(PAGE).text
    (script,) = set(re.findall(r"/static/page-[A-Z0-9]+\.js", page))
    told = people["anonymous"].get(script)
    assert told.headers["content-encoding"] == "gzip"
    assert "immutable" in told.headers["cache-control"]
    assert int(told.headers["content-length"]) < len(told.content) / 2
    again = people["anonymous"].get(script, headers={"If-None-Match": told.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = people["anonymous"].get(script, headers={"Accept-Encoding": "identity"})
    assert plain.content == told.content
    for wrong in ("..%2f__init__.py", "../__init__.py", "no-such.js", "%00", "x" * 300):
        assert people["anonymous"].get(f"/static/{wrong}").status_code == 404


def test_who_is_not_signed_in_is_led_to_the_door_and_back(people, server):
    with httpx.Client(base_url=server.url) as nobody:
        told = nobody.get(PAGE)
        assert told.status_code == 302
        assert told.headers["location"] == f"/sign-in?next={PAGE}"
        assert error(nobody.get(ROOM), 401)
        assert "cohortbook_session" not in nobody.cookies
