"""Files over HTTP: taken in by content, shown to whoever may see the answer."""

from __future__ import annotations

import asyncio
import io

import httpx
from PIL import Image

from room_sockets import ROOM, typing

PROOF, OWN = f"{ROOM}/uploads/proof", f"{ROOM}/uploads/own-proof"
POLICY = "default-src 'none'; img-src 'self'; sandbox"


def picture(colour="red"):
    into = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(into, "PNG")
    return into.getvalue()


def sent(client, address=PROOF, content=None, name="board.png"):
    return client.post(address, params={"name": name}, content=content or picture())


def kept(*arguments, **options):
    told = sent(*arguments, **options)
    assert told.status_code == 201, told.text
    return told.json()


def refused(told, status):
    assert told.status_code == status, told.text
    return told.json()["error"]["code"]


def test_a_picture_is_kept_and_shown_to_the_room(people):
    made = kept(people["member"])
    assert made | {"id": "", "size": 0} == {
        "id": "",
        "name": "board.png",
        "type": "image/png",
        "size": 0,
        "width": 30,
        "height": 20,
    }
    for role in ("member", "other member", "mentor", "facilitator"):
        told = people[role].get(f"/uploads/{made['id']}")
        assert told.status_code == 200, role
        assert told.headers["Content-Type"] == "image/png"
        assert told.headers["X-Content-Type-Options"] == "nosniff"
        assert told.headers["Content-Security-Policy"] == POLICY
        assert told.headers["Cache-Control"].startswith("private")
        assert "Content-Disposition" not in told.headers
        assert Image.open(io.BytesIO(told.content)).size == (30, 20)
        small = people[role].get(f"/uploads/{made['id']}/small")
        assert small.headers["Content-Type"] == "image/webp"
    for role in ("outsider", "other mentor"):
        assert people[role].get(f"/uploads/{made['id']}").status_code == 403
        assert people[role].get(f"/uploads/{made['id']}/small").status_code == 403
    assert people["member"].get("/uploads/upl_aaaaaaaaaaaaaaaaaaaa").status_code == 404


def test_what_is_no_picture_is_only_ever_saved(people):
    page = b"<!doctype html><script>alert(1)</script>"
    made = kept(people["member"], content=page, name='../"q\u00e4\r\n.html')
    assert (made["type"], made["name"]) == ("text/plain", "q\u00e4.html")
    told = people["member"].get(f"/uploads/{made['id']}")
    assert told.content == page
    assert told.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert told.headers["Content-Disposition"] == "attachment; filename*=UTF-8''q%C3%A4.html"
    assert people["member"].get(f"/uploads/{made['id']}/small").status_code == 404


def test_what_cannot_be_kept_is_refused_with_the_reason(people):
    member = people["member"]
    assert refused(member.post(PROOF), 400) == "upload-empty"
    assert refused(sent(member, content=b"\x00\x01\x02"), 415) == "upload-not-accepted"
    assert refused(sent(member, content=picture()[:50]), 400) == "upload-damaged"
    assert refused(sent(member, content=b"x" * 2_000_001), 413) == "upload-too-large"
    assert kept(member, content=b"x" * 2_000_000)["size"] == 2_000_000
    parts = (b"x" * 500_000 for _ in range(5))
    assert refused(member.post(PROOF, content=parts), 413) == "upload-too-large"
    assert sent(member, f"{ROOM}/uploads/first-week").status_code == 404
    assert sent(member, f"{ROOM}/uploads/none").status_code == 404


def test_a_file_without_the_token_is_refused(people, server):
    cookies = dict(people["member"].cookies)
    with httpx.Client(base_url=server.url, cookies=cookies) as forged:
        assert forged.post(PROOF).status_code == 403


async def answered(client, made):
    """Say in somebody's own answer that it consists of a file."""
    async with typing(client, "own-document") as document:
        document.y.values("own-proof")[made.pop("id")] = made
        await document.send()
        await document.until_saved()


def test_a_file_answered_alone_is_for_its_author_until_the_reveal(fresh):
    ada, bilal, ines, noor = (
        fresh(f"{each}@example.org") for each in ("ada", "bilal", "ines", "noor")
    )
    files = {each: kept(each, OWN) for each in (ada, bilal)}
    address = {each: f"/uploads/{made['id']}" for each, made in files.items()}

    def seen(by, of):
        return by.get(address[of]).status_code == 200

    assert seen(ada, ada)
    assert not any(seen(each, ada) for each in (bilal, ines, noor))

    room = f"{ROOM}/individual/own-proof"
    asyncio.run(answered(ada, files[ada]))
    assert ada.post(f"{room}/hand-in").status_code == 200
    assert not seen(ines, ada)
    assert noor.post(f"{room}/reveal").status_code == 200
    assert all(seen(each, ada) for each in (ada, bilal, ines, noor))
    # Bilal has not handed in: the reveal is not of his.
    assert seen(bilal, bilal)
    assert not any(seen(each, bilal) for each in (ada, ines, noor))
