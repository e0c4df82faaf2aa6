"""Documents and events over real WebSockets, with the server that people get."""

import asyncio
import json
import shutil
import struct
from contextlib import closing

import pytest
import websockets
from pycrdt import create_update_message

from factories import write_programme
from roles import cohort
from room_sockets import KERNEL_PROTOCOL, ROOM, close_code, listening, opened, typing
from serving import Served
from y_client import caret

SOUTH = ROOM.replace("north", "south")


def answer_of(client, exercise, group="north"):
    told = client.get(f"/api/review/01-first-steps/{exercise}").json()
    return next(each for each in told["groups"] if each["group"]["id"] == group)


async def until(condition):
    """Wait for what the server does a moment later by itself."""
    for _ in range(400):
        if await asyncio.to_thread(condition):
            return
        await asyncio.sleep(0.05)
    pytest.fail("it did not happen")


def test_two_members_type_into_one_answer_and_the_mentor_sees_it(people):
    async def run():
        async with typing(people["member"]) as ada, typing(people["other member"]) as bilal:
            await ada.write("We look ")
            await bilal.until(lambda y: str(y.text()).endswith("We look "))
            await bilal.write("at the board.")
            await asyncio.gather(ada.until_saved(), bilal.until_saved())
            await ada.until(lambda y: str(y.text()).endswith("We look at the board."))
            async with typing(people["mentor"]) as mentor:
                assert str(mentor.y.text()) == str(ada.y.text())
        mentor = people["mentor"]
        await until(lambda: (answer_of(mentor, "first-week")["answer"] or {}).get("value"))
        answer = answer_of(mentor, "first-week")["answer"]
        assert answer["value"].endswith("We look at the board.")
        assert answer["updated_by"]["name"] == "Bilal North"

    asyncio.run(run())


def test_what_an_answer_was_is_for_the_room_and_what_one_answers_alone_for_oneself(people):
    def history(role, exercise):
        return people[role].get(f"{ROOM}/answers/{exercise}/history")

    async def run():
        async with typing(people["other member"]) as bilal:
            await bilal.write("Kept in mind. ")
            await bilal.until_saved()
        for role in ("member", "mentor", "facilitator"):
            told = (await asyncio.to_thread(history, role, "first-week")).json()
            assert told[-1]["value"].endswith("Kept in mind. ")
            assert "Bilal North" in {each["name"] for each in told[-1]["by"]}
        assert history("other mentor", "first-week").status_code == 403
        assert history("member", "how-sure").json() == []
        for role in ("mentor", "facilitator", "outsider"):
            assert history(role, "how-sure").status_code == 403
        assert history("member", "no-such").status_code == 404

    asyncio.run(run())


async def told_of_carets(socket, end):
    """Listen for what is told of carets, until `end` is told."""
    told = b""
    async with asyncio.timeout(20):
        while end not in told:
            message = await socket.recv()
            told += message if message[0] == 1 else b""
    return told


def test_a_caret_has_the_name_of_whoever_is_signed_in_and_goes_with_them(people):
    claimed = {"exercise": "first-week", "user": {"id": "per_x", "name": "Ada North"}}

    async def run():
        path = f"{ROOM}/document"
        async with opened(people["member"], path) as ada:
            async with opened(people["other member"], path) as bilal:
                await bilal.send(caret(5, {**claimed, "writing": True}))
                told = await told_of_carets(ada, b"Bilal North")
                assert b"Ada North" not in told
                async with opened(people["mentor"], path) as late:
                    await late.send(caret(6, claimed))
                    assert b"Bilal North" in await told_of_carets(late, b"writing")
            told = await told_of_carets(ada, b"null")
            assert b"Ines" not in told

    asyncio.run(run())


@pytest.mark.parametrize("role", ["mentor", "facilitator"])
def test_who_may_only_read_is_closed_out_when_writing(people, role):
    async def run():
        async with typing(people["member"]) as ada, typing(people[role]) as reader:
            before = str(ada.y.text("what-else"))
            await reader.write("I know better", "what-else")
            await asyncio.wait_for(reader.socket.wait_closed(), 20)
            assert reader.socket.close_code == 4403
            await ada.write("!")
            await ada.until_saved()
            assert str(ada.y.text("what-else")) == before

    asyncio.run(run())


@pytest.mark.parametrize(
    ("role", "path", "code"),
    [
        ("anonymous", f"{ROOM}/document", 4401),
        ("anonymous", f"{ROOM}/events", 4401),
        ("outsider", f"{ROOM}/document", 4403),
        ("outsider", f"{ROOM}/events", 4403),
        ("other mentor", f"{ROOM}/events", 4403),
        ("mentor", f"{ROOM}/own-document", 4403),
        ("facilitator", f"{ROOM}/own-document", 4403),
        ("facilitator", "/api/rooms/north/no-such/events", 4404),
    ],
)
def test_who_does_not_belong_in_is_told_by_the_code(people, role, path, code):
    assert asyncio.run(close_code(people[role], path)) == code


@pytest.mark.parametrize("kind", ["document", "own-document", "events"])
def test_pages_of_others_cannot_open_a_socket(people, kind):
    async def run():
        with pytest.raises(websockets.InvalidStatus, match="403"):
            async with opened(people["member"], f"{ROOM}/{kind}", origin="http://evil.test"):
                pass

    asyncio.run(run())


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"\x00\x02\x05\x01", 4400),
        (create_update_message(b"\xff\xff\xff\xff\xff\xff\x7f\x01\x01\x00"), 4400),
        (b"\x00\x00\x06\xff\xff\xff\xff\xff\x7f", 4400),
        (b"\x00" * (2**20 + 1), 4413),
    ],
    ids=["short", "hostile update", "hostile state", "large"],
)
def test_what_makes_no_sense_closes_that_socket_only(people, message, code):
    async def run():
        async with typing(people["member"]) as ada, typing(people["other member"]) as bad:
            await bad.socket.send(message)
            await asyncio.wait_for(bad.socket.wait_closed(), 20)
            assert bad.socket.close_code == code
            await ada.write(".")
            await ada.until_saved()

    asyncio.run(run())


def test_what_a_member_writes_alone_is_seen_by_nobody_until_all_have_handed_in(people):
    ada, bilal = people["member"], people["other member"]
    hand_in = f"{ROOM}/individual/how-sure/hand-in"

    async def run():
        async with listening(people["mentor"]) as events:
            async with typing(ada, "own-document") as hers, typing(bilal, "own-document") as his:
                hers.y.values("how-sure")["value"] = 4
                await hers.send()
                await hers.until_saved()
                async with typing(ada) as shared:
                    assert not shared.y.values("how-sure").to_py()
                assert not his.y.values("how-sure").to_py()
                # At once, before the server would have recorded it by itself.
                first = (await asyncio.to_thread(ada.post, hand_in)).json()
                assert (first["revealed"], first["answers"]) == (False, [])
                for role in ("other member", "mentor", "facilitator"):
                    told = (await asyncio.to_thread(people[role].get, ROOM)).json()
                    assert told["individual"]["how-sure"]["answers"] == []
                his.y.values("how-sure")["value"] = 2
                await his.send()
                await his.until_saved()
                second = (await asyncio.to_thread(bilal.post, hand_in)).json()
            assert second["revealed"]
            assert sorted(each["value"] for each in second["answers"]) == [2, 4]
            await events.until("individual.revealed")

    asyncio.run(run())


def test_a_stream_that_is_taken_up_again_tells_exactly_what_was_missed(people):
    ada = people["member"]
    anchor = {"kind": "exercise", "ref": "where", "quote": None}
    thread = ada.post(f"{ROOM}/threads", json={"anchor": anchor, "body": "Where?"}).json()
    replies = f"{ROOM}/threads/{thread['id']}/comments"

    async def say(words):
        assert (await asyncio.to_thread(ada.post, replies, json={"body": words})).status_code == 201

    async def run():
        known = (await asyncio.to_thread(ada.get, ROOM)).json()["last_event_id"]
        async with listening(people["mentor"], since=known) as first:
            await say("one")
            known = (await first.until("comment.created"))["id"]
            assert first.ids == [known]
        for number in range(20):
            await say(f"missed {number}")
        async with listening(people["mentor"], since=known) as again:
            while len(again.ids) < 20:
                await again.until("comment.created")
            await asyncio.gather(*(say(f"live {number}") for number in range(10)))
            while len(again.ids) < 30:
                await again.until("comment.created")
            bodies = [each["data"]["comment"]["body"] for each in again.heard if "id" in each]
        async with listening(people["mentor"]) as whole:
            while whole.ids[-1:] != again.ids[-1:]:
                await whole.until("comment.created")
        assert bodies[:20] == [f"missed {number}" for number in range(20)]
        assert sorted(bodies[20:]) == sorted(f"live {number}" for number in range(10))
        assert again.ids == [each for each in whole.ids if each > known]
        assert whole.ids == sorted(set(whole.ids))

    asyncio.run(run())


def test_an_id_that_was_never_given_hides_nothing(people):
    async def run():
        async with listening(people["mentor"], since=10**9) as stream:
            anchor = {"kind": "exercise", "ref": "where", "quote": None}
            new = {"anchor": anchor, "body": "After a backup was put back"}
            await asyncio.to_thread(people["member"].post, f"{ROOM}/threads", json=new)
            await stream.until("thread.created")

    asyncio.run(run())


def test_people_see_who_is_there(people):
    async def present(stream, *names):
        while [each["name"] for each in (await stream.until("presence"))["people"]] != list(names):
            pass

    async def run():
        async with listening(people["facilitator"], room=SOUTH) as noor:
            async with listening(people["outsider"], room=SOUTH):
                await present(noor, "Chiara South", "Noor Haddad")
            await present(noor, "Noor Haddad")

    asyncio.run(run())


def kernel_of(client):
    """Open the page and wait until its simulation runs; return the id of the kernel."""
    client.get("/workbooks/north/01-first-steps").raise_for_status()
    asyncio.run(until(lambda: client.get(f"{ROOM}/kernel").json()["state"] == "ready"))
    return client.get(f"{ROOM}/kernel").json()["kernel_id"]


def test_signing_out_closes_what_is_open(people, fresh):
    ada = fresh("ada@example.org")
    channels = f"/api/kernels/{kernel_of(ada)}/channels?session_id=s"

    async def run():
        async with (
            opened(ada, channels, subprotocols=[KERNEL_PROTOCOL]) as simulation,
            opened(ada, f"{ROOM}/events?since=1000000000") as events,
            opened(ada, f"{ROOM}/document") as document,
            listening(people["member"]) as another_device,
        ):
            body = {"_xsrf": ada.cookies["_xsrf"]}
            left = await asyncio.to_thread(ada.post, "/sign-out", data=body)
            assert left.status_code == 303
            for each in (events, document):
                await asyncio.wait_for(each.wait_closed(), 20)
                assert each.close_code == 4401
            await asyncio.wait_for(simulation.wait_closed(), 20)
            assert simulation.close_code == 4403
            await another_device.socket.send('{"type":"ping"}')
            await another_device.until("beat")

    asyncio.run(run())


def test_what_somebody_moves_is_told_with_the_name_that_the_server_knows(people):
    def moving(control, **more):
        return json.dumps({"type": "moving", "control": control, **more})

    async def run():
        async with listening(people["member"]) as ada, listening(people["other member"]) as bilal:
            for word in ("{", "[]", "3", '{"type":"moving"}', moving(3), moving("x" * 200)):
                await ada.socket.send(word)
            await ada.socket.send(moving("a1b2", person={"id": "per_x", "name": "Somebody else"}))
            await ada.socket.send(moving("too-soon"))
            told = await bilal.until("simulation.moved")
            assert told["control"] == "a1b2"
            assert told["person"]["name"].startswith("Ada")
            await bilal.socket.send('{"type":"ping"}')
            await bilal.until("beat")
            moves = [each for each in bilal.heard if each["type"] == "simulation.moved"]
            assert moves == [told]

    asyncio.run(run())


def test_who_writes_a_reply_is_told_with_the_name_that_the_server_knows(people):
    def replying(thread):
        return json.dumps({"type": "replying", "thread": thread, "person": {"name": "Nobody"}})

    async def run():
        async with listening(people["member"]) as ada, listening(people["mentor"]) as ines:
            for thread in (3, "thr_a", "thr_too_soon"):
                await ada.socket.send(replying(thread))
            told = await ines.until("comment.writing")
            assert told["thread_id"] == "thr_a"
            assert told["person"]["name"].startswith("Ada")
            await ines.socket.send('{"type":"ping"}')
            await ines.until("beat")
            assert [each for each in ines.heard if each["type"] == "comment.writing"] == [told]

    asyncio.run(run())


def test_where_somebody_reads_is_told_to_who_is_there_and_to_who_comes(people):
    def reading(place, at, **more):
        return json.dumps({"type": "reading", "place": place, "at": at, **more})

    async def run():
        async with listening(people["member"]) as ada, listening(people["mentor"]) as ines:
            for word in (reading(3, 0), reading("a", "0"), reading("a", 2), reading("a", -1)):
                await ada.socket.send(word)
            await ada.socket.send(reading("block:a:0", 0.256, person_id="per_x"))
            told = await ines.until("reading")
            [spot] = told["spots"].values()
            assert spot == {"place": "block:a:0", "at": 0.26}
            async with listening(people["other member"]) as bilal:
                assert bilal.last("reading")["spots"] == told["spots"]

    asyncio.run(run())


def test_who_leads_is_known_by_the_name_of_their_session_until_they_leave(people):
    def leading(*, on, **more):
        return json.dumps({"type": "leading", "on": on, **more})

    async def run():
        async with listening(people["mentor"]) as ines:
            assert ines.last("leading")["person"] is None
            async with listening(people["member"]) as ada:
                for word in (leading(on=1), leading(on="yes")):
                    await ada.socket.send(word)
                await ada.socket.send(leading(on=True, person={"name": "Somebody else"}))
                told = await ines.until("leading")
                assert told["person"]["name"].startswith("Ada")
                async with listening(people["other member"]) as bilal:
                    assert bilal.last("leading")["person"] == told["person"]
                    await bilal.socket.send(leading(on=False))
                    await bilal.socket.send('{"type":"ping"}')
                    await bilal.until("beat")
            assert (await ines.until("leading"))["person"] is None
            said = [each["person"] for each in ines.heard if each["type"] == "leading"]
            assert said == [None, told["person"], None]

    asyncio.run(run())


def test_a_message_that_would_keep_the_server_busy_ends_the_connection(fresh):
    ada = fresh("ada@example.org")
    channels = f"/api/kernels/{kernel_of(ada)}/channels?session_id=s"
    table = struct.pack("<7Q", 6, 56, 61, 61, 61, 61, 61)
    malformed = [
        "{}",
        b"",
        b"1234567",
        b"\xff" * 4096,
        struct.pack("<Q", 2**40),
        struct.pack("<3Q", 2, 0, 0),
        table[:-1],
        table + b"shel",
        struct.pack("<7Q", 6, 60, 56, 56, 56, 56, 56) + b"shell",
    ]

    async def run():
        with pytest.raises(websockets.InvalidStatus, match="400"):
            await opened(ada, channels)
        for each in malformed:
            async with opened(ada, channels, subprotocols=[KERNEL_PROTOCOL]) as simulation:
                await simulation.send(each)
                await asyncio.wait_for(simulation.wait_closed(), 20)
                assert simulation.close_code == 4400, each
        told = await asyncio.to_thread(ada.get, f"{ROOM}/kernel")
        assert told.json()["state"] == "ready"

    asyncio.run(run())


def test_feedback_on_what_a_member_wrote_alone_is_told_to_nobody_else(people):
    ada = people["member"].get(ROOM).json()["me"]["id"]

    def give(person_id, version=0):
        review = {"state": "seen", "feedback": "Why?", "levels": {}, "version": version}
        path = f"{ROOM}/reviews/how-sure"
        told = people["mentor"].put(path, json={**review, "person_id": person_id})
        assert told.status_code == 200, told.text
        return told.json()["version"]

    def hand_in(version):
        said = {"words": "Because.", "version": version, "own": True}
        told = people["member"].post(f"{ROOM}/reviews/how-sure/hand-in", json=said)
        assert told.status_code == 201, told.text

    async def run():
        since = (await asyncio.to_thread(people["member"].get, ROOM)).json()["last_event_id"]
        async with (
            listening(people["member"], since) as hers,
            listening(people["other member"], since) as his,
        ):
            await asyncio.to_thread(hand_in, await asyncio.to_thread(give, ada))
            await asyncio.to_thread(give, None)
            assert (await hers.until("review.given"))["data"]["review"]["person_id"] == ada
            assert (await his.until("review.given"))["data"]["review"]["person_id"] is None
            assert (await hers.until("review.handed_in"))["data"]["hand_in"]["person_id"] == ada
            assert "review.handed_in" not in [each["type"] for each in his.heard]
        assert "Why?" in people["member"].get(ROOM).text
        assert "Because." in people["member"].get(ROOM).text
        assert "Because." not in people["other member"].get(ROOM).text
        reviews = people["other member"].get(ROOM).json()["reviews"]
        whose = [each["person_id"] for each in reviews if each["exercise_id"] == "how-sure"]
        assert whose == [None]

    asyncio.run(run())


def test_a_new_stamp_is_told_to_who_is_there_and_to_who_comes_later(server, tmp_path):
    shutil.copytree(server.outputs, tmp_path / "outputs")
    programme = write_programme(tmp_path / "programme", cohort=cohort(), widget=True)
    own = Served(programme, tmp_path)
    own.start()

    async def run(client):
        async with listening(client) as stream:
            path = programme / "01-first-steps.ipynb"
            path.write_text(path.read_text().replace("In mailboxes.", "In mailboxes and chats."))
            await asyncio.to_thread(own.stamp)
            changed = await stream.until("page.changed")
            await stream.until("workbook.restamped")
        room = (await asyncio.to_thread(client.get, ROOM)).json()
        assert changed["version"] == room["page_version"]
        async with listening(client) as later:
            await later.until("workbook.restamped")

    try:
        with closing(own.client("ada@example.org")) as client:
            page = client.get("/workbooks/north/01-first-steps")
            assert "chats" not in page.text
            asyncio.run(run(client))
            assert "chats" in client.get("/workbooks/north/01-first-steps").text
    finally:
        own.stop()


def test_everything_acknowledged_is_there_after_the_power_went(server, tmp_path):
    """A client types as fast as it can; the server is killed in the middle of it."""
    shutil.copytree(server.outputs, tmp_path / "outputs")
    programme = write_programme(tmp_path / "programme")
    own = Served(programme, tmp_path)
    own.start()

    async def type_until_it_dies(client):
        async with typing(client) as ada:
            killing = asyncio.get_running_loop().call_later(1.0, own.kill)
            number = 0
            try:
                while True:
                    await ada.write(f"{number},")
                    number += 1
                    await asyncio.sleep(0.002)
            except websockets.ConnectionClosed:
                killing.cancel()
            await ada.end()
            return ada.y

    async def read(client):
        async with typing(client) as again:
            return str(again.y.text())

    try:
        with (
            closing(own.client("ada@example.org")) as client,
            closing(own.client("noor@example.org")) as facilitator,
        ):
            y = asyncio.run(type_until_it_dies(client))
            assert y.acknowledged > 20
            own.start()
            kept = asyncio.run(read(client)).rstrip(",").split(",")
            # The first message that counts is the empty reply at the start.
            assert len(kept) >= y.acknowledged - 1
            assert kept == [str(number) for number in range(len(kept))]
            asyncio.run(until(lambda: answer_of(facilitator, "first-week")["answer"]))
            answer = answer_of(facilitator, "first-week")["answer"]
            assert answer["value"].startswith("0,1,2,")
    finally:
        own.stop()
