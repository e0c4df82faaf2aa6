"""What is left after the server's process was killed in the middle of writing."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager

from live_cohort import EXERCISES, GROUPS, LargeCohort, room
from live_crowd import Member, Place, members, writing_client
from pycrdt import Doc, Text, create_sync_message, handle_sync_message

from serving import Server

WRITERS = 8
_PAUSE = 0.01  # seconds between what one of them types


class Diary:
    """What was sent to the server, and how much of it was acknowledged."""

    def __init__(self) -> None:
        self.words: dict[str, list[str]] = {}
        self.comments: list[str] = []

    @property
    def acknowledged(self) -> int:
        return len(self.comments) + sum(len(each) for each in self.words.values())


async def write_until_killed(
    server: Server, cohort: LargeCohort, turn: int, *, seconds: float
) -> Diary:
    """Let several members write at once, kill the server, and say what it had acknowledged."""
    sessions = cohort.sessions[GROUPS[0]][: WRITERS + 1]
    places = [Place(server.url, session) for session in sessions]
    diary = Diary()
    killing = asyncio.get_running_loop().call_later(
        seconds, server.process.send_signal, signal.SIGKILL
    )
    try:
        async with members(places[:WRITERS], f"{room()}/document?acks=1") as writers:
            for each in writers:
                await each.until(lambda member: member.sent == member.acknowledged == 1)
            typing = [
                asyncio.create_task(_type(each, f"{turn}.{number}"))
                for number, each in enumerate(writers)
            ]
            talking = asyncio.create_task(_talk(places[-1], diary))
            await asyncio.gather(*typing, talking)
            for number, each in enumerate(writers):
                # One acknowledgement was for what was said while synchronising.
                words = [_word(f"{turn}.{number}", n) for n in range(each.acknowledged - 1)]
                diary.words.setdefault(EXERCISES[number], []).extend(words)
    finally:
        killing.cancel()
    server.process.wait()
    return diary


async def lost(server: Server, cohort: LargeCohort, diary: Diary) -> int:
    """Count what was acknowledged and is not there."""
    reader = Place(server.url, cohort.sessions[GROUPS[0]][0])
    doc: Doc = Doc()
    async with reader.socket(f"{room()}/document") as socket:
        await socket.send(create_sync_message(doc))
        while True:
            message = await socket.recv()
            if message[0] == 0:
                handle_sync_message(message[1:], doc)
                if message[1] == 1:
                    break
    missing = 0
    for exercise, words in diary.words.items():
        text = str(doc.get(f"text:{exercise}", type=Text))
        missing += sum(word not in text for word in words)
    async with writing_client(reader) as client:
        threads = (await client.get(room())).json()["threads"]
    there = {comment["id"] for thread in threads for comment in thread["comments"]}
    return missing + sum(each not in there for each in diary.comments)


async def kill_again_and_again(
    serve: Callable[[], AbstractContextManager[Server]], cohort: LargeCohort, *, times: int
) -> tuple[int, int]:
    """Return how many changes were acknowledged, and how many of them were lost."""
    chance = random.Random(7)
    written = Diary()
    for turn in range(times):
        with serve() as server:
            # What an earlier kill left is read before anything new is written.
            seconds = chance.uniform(1.5, 3.5)
            diary = await write_until_killed(server, cohort, turn, seconds=seconds)
        for exercise, words in diary.words.items():
            written.words.setdefault(exercise, []).extend(words)
        written.comments.extend(diary.comments)
    with serve() as server:
        return written.acknowledged, await lost(server, cohort, written)


def _word(who: str, number: int) -> str:
    return f"[{who}.{number}]"


async def _type(member: Member, who: str) -> None:
    with contextlib.suppress(Exception):
        number = 0
        while True:
            await member.write(_word(who, number))
            number += 1
            await asyncio.sleep(_PAUSE)
    # Acknowledgements that were on their way when the server died count as well.
    await member.listening


async def _talk(place: Place, diary: Diary) -> None:
    anchor = {"kind": "exercise", "ref": EXERCISES[0], "quote": None}
    with contextlib.suppress(Exception):
        async with writing_client(place) as client:
            while True:
                new = {"anchor": anchor, "body": "Is this kept?"}
                answer = await client.post(f"{room()}/threads", json=new)
                if answer.status_code == 201:
                    diary.comments.append(answer.json()["comments"][0]["id"])
                await asyncio.sleep(_PAUSE)
