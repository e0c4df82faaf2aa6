"""A mentor's office: the threads into which they were called, from all their groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohortbook.learning.rooms import RoomKey
from cohortbook.learning.text import instant
from cohortbook.server.pages.plain_text import plain_text
from cohortbook.server.pages.veil import REVIEWERS, veil_over
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cohortbook.access.principal import Principal
    from cohortbook.learning.threads import Thread
    from cohortbook.server.pages.sources import Sources
    from cohortbook.stamp.manifest import Manifest

ABOUT_LENGTH = 140


def office(sources: Sources, reader: Principal) -> list[dict[str, Any]]:
    """Return the threads that wait for a word of `reader`, the longest first, as JSON.

    A thread goes when they have written in it, or when it is settled. Who judges without
    names reads and answers these without names too: what a group asks about an answer
    would tell whose it is.
    """
    manifest = sources.manifest()
    rooms = [
        RoomKey(stamp.group, stamp.workbook)
        for stamp in manifest.stamps
        if stamp.group in reader.mentor_of
    ]
    calls = sources.addressed.calls(reader.person_id, rooms)
    threads: dict[RoomKey, dict[str, Thread]] = {}
    for call in calls:
        if call.room not in threads:
            found = sources.discussion.threads(call.room)
            threads[call.room] = {each.id: each for each in found}
    told = [
        _call(sources, manifest, call.room, threads[call.room][call.thread_id])
        | {"comment_id": call.comment_id, "by": call.author, "at": instant(call.at)}
        for call in calls
        if call.thread_id in threads[call.room]
    ]
    if not sources.review_settings.blind(reader.person_id):
        return told
    veil = veil_over(sources, _labels(sources, reader), dict(_writers(told)))
    veiled: list[dict[str, Any]] = veil([{**each, "room": None} for each in told])
    return veiled


def _labels(sources: Sources, reader: Principal) -> dict[str, str]:
    # By names that have nothing to do with those of the groups.
    ordered = sorted(
        reader.mentor_of, key=lambda group: sources.items.id_of(RoomKey(group, ""), "")
    )
    return {
        group: t("review.veil.group", number=number)
        for number, group in enumerate(ordered, start=1)
        if group in sources.cohort.groups
    }


def _writers(calls: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Find who wrote in the threads, but for those who review."""
    for call in calls:
        for comment in call["thread"]["comments"]:
            if comment["author"]["role"] not in REVIEWERS:
                yield comment["author"]["id"], comment["author"]["name"]


def _call(sources: Sources, manifest: Manifest, room: RoomKey, thread: Thread) -> dict[str, Any]:
    entry = manifest.workbook(room.workbook)
    return {
        "room": str(room),
        "group": sources.cohort.groups[room.group].title,
        "workbook": entry.title if entry else room.workbook,
        "about": _about(manifest, room, thread),
        "thread": thread.to_json(),
    }


def _about(manifest: Manifest, room: RoomKey, thread: Thread) -> str | None:
    """Say what a thread hangs on, where words can say it."""
    if thread.anchor.kind == "exercise":
        stamp = manifest.stamp(room.group, room.workbook)
        definition = stamp.exercise(thread.anchor.ref) if stamp else None
        return plain_text(definition.prompt, ABOUT_LENGTH) if definition else None
    quote = thread.anchor.quote
    return None if quote is None else quote.exact
