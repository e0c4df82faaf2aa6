"""A mentor's office: the threads into which they were called, from all their groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohortbook.learning.rooms import RoomKey
from cohortbook.learning.text import instant
from cohortbook.server.pages.plain_text import plain_text

if TYPE_CHECKING:
    from cohortbook.access.principal import Principal
    from cohortbook.learning.threads import Thread
    from cohortbook.server.pages.sources import Sources
    from cohortbook.stamp.manifest import Manifest

ABOUT_LENGTH = 140


def office(sources: Sources, reader: Principal) -> list[dict[str, Any]]:
    """Return the threads that wait for a word of `reader`, the longest first, as JSON.

    A thread goes when they have written in it, or when it is settled.
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
    return [
        _call(sources, manifest, call.room, threads[call.room][call.thread_id])
        | {"comment_id": call.comment_id, "by": call.author, "at": instant(call.at)}
        for call in calls
        if call.thread_id in threads[call.room]
    ]


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
