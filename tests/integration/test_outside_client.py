"""Our documents are open to any client of y-protocols: here the ones of Yjs itself."""

import asyncio
import random

import pytest

from outside_client import outside_client
from room_sockets import ROOM, typing

NAME = "text:first-week"


def test_it_gets_what_is_there_and_others_get_what_it_writes(people):
    async def run():
        async with typing(people["member"]) as ada:
            await ada.write("Before it came. ")
            await ada.until_saved()
            async with outside_client(people["other member"]) as bilal:
                await bilal.until(synced=True)
                assert (await bilal.ask("text", name=NAME)) == str(ada.y.text())
                await bilal.ask("insert", name=NAME, words="Ünï🙂, said from outside. ")
                await ada.until(lambda y: "Ünï🙂, said from outside." in str(y.text()))
                await ada.write("After it came.")
                held = await bilal.until_holds(lambda it: it.endswith("came."), "text", NAME)
                assert held == str(ada.y.text())

    asyncio.run(run())


def test_a_choice_made_there_is_one_here_and_the_other_way_round(people):
    name = "value:where"

    async def run():
        async with (
            typing(people["member"]) as ada,
            outside_client(people["other member"]) as bilal,
        ):
            await bilal.until(synced=True)
            await bilal.ask("set", name=name, key="value", value="b")
            await ada.until(lambda y: y.values("where").to_py() == {"value": "b"})
            ada.y.values("where")["value"] = "a"
            await ada.send()
            await bilal.until_holds(lambda it: it == {"value": "a"}, "map", name)
            await bilal.ask("unset", name=name, key="value")
            await ada.until(lambda y: y.values("where").to_py() == {})

    asyncio.run(run())


async def scribble(write, remove, chance, marks):
    for mark in marks:
        if chance.random() < 0.7:
            await write(chance.randrange(30), mark)
        else:
            await remove(chance.randrange(10), 2)
        await asyncio.sleep(0)


@pytest.mark.parametrize("seed", range(3))
def test_what_two_kinds_of_client_write_at_once_becomes_one_text(people, seed):
    async def run():
        async with (
            typing(people["member"]) as ada,
            outside_client(people["other member"]) as bilal,
        ):
            await bilal.until(synced=True)

            async def insert(at, words):
                ada.y.text().insert(min(at, len(ada.y.text())), words)
                await ada.send()

            async def remove(at, length):
                text = ada.y.text()
                if len(text) > at + length:
                    del text[at : at + length]
                await ada.send()

            await asyncio.gather(
                scribble(insert, remove, random.Random(seed), "abcdefghij" * 5),
                scribble(
                    lambda at, words: bilal.ask("insert", name=NAME, at=at, words=words),
                    lambda at, length: bilal.ask("remove", name=NAME, at=at, length=length),
                    random.Random(seed + 100),
                    "ABCDEFGHIJ" * 5,
                ),
            )
            await ada.write(f"<ada {seed}>")
            await bilal.ask("insert", name=NAME, words=f"<bilal {seed}>")
            await ada.until(lambda y: f"<bilal {seed}>" in str(y.text()))
            held = await bilal.until_holds(lambda it: f"<ada {seed}>" in it, "text", NAME)
            assert held == str(ada.y.text())
            await ada.until_saved()
            async with typing(people["mentor"]) as later:
                assert str(later.y.text()) == held

    asyncio.run(run())


def test_what_was_written_while_it_was_away_is_put_together(people):
    async def run():
        async with (
            typing(people["member"]) as ada,
            outside_client(people["other member"]) as bilal,
        ):
            await bilal.until(synced=True)
            await bilal.ask("disconnect")
            await bilal.until(synced=False)
            await bilal.ask("insert", name=NAME, at=0, words="(offline) ")
            await ada.write(" (meanwhile)")
            await ada.until_saved()
            assert "(offline)" not in str(ada.y.text())
            await bilal.ask("connect")
            await bilal.until(synced=True)
            await ada.until(lambda y: str(y.text()).startswith("(offline) "))
            assert (await bilal.ask("text", name=NAME)) == str(ada.y.text())

    asyncio.run(run())


@pytest.mark.parametrize("role", ["mentor", "facilitator"])
def test_who_may_only_read_sees_all_of_it_and_is_closed_out_when_writing(people, role):
    async def run():
        async with typing(people["member"]) as ada:
            await ada.write("For all to read. ")
            await ada.until_saved()
            async with outside_client(people[role]) as reader:
                await reader.until(synced=True)
                before = await reader.ask("text", name=NAME)
                assert before == str(ada.y.text())
                await reader.ask("insert", name=NAME, words="I know better")
                await reader.until(gaveUp=4403)
                # It still holds what it may not write, and tries to hand that in on its way in.
                await reader.ask("connect")
                await reader.until(gaveUp=4403)
            await ada.write("!")
            await ada.until_saved()
            assert str(ada.y.text()) == before + "!"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("role", "kind", "code"),
    [
        ("anonymous", "document", 4401),
        ("outsider", "document", 4403),
        ("mentor", "own-document", 4403),
    ],
)
def test_who_does_not_belong_in_is_refused_as_documented(people, role, kind, code):
    async def run():
        async with outside_client(people[role], kind=kind) as outside:
            await outside.until(gaveUp=code)
            assert (await outside.ask("text", name=NAME)) == ""

    asyncio.run(run())


def test_a_room_that_does_not_exist_is_told_by_the_code(people):
    async def run():
        elsewhere = ROOM.replace("01-first-steps", "no-such")
        async with outside_client(people["member"], room=elsewhere) as outside:
            await outside.until(gaveUp=4404)

    asyncio.run(run())
