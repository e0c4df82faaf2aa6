"""One thread or one comment of a room, or the error that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from cohortbook.learning.comments import Comment, load_comments
from cohortbook.learning.errors import NotFound
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.learning.threads import Thread, load_threads
from cohortbook.store.schema import comments, threads

if TYPE_CHECKING:
    from sqlalchemy import Connection


def require_thread(connection: Connection, room: RoomKey, thread_id: str) -> None:
    """Raise NotFound unless the room has such a thread."""
    here = select(threads.c.id).where(in_room(threads, room), threads.c.id == thread_id)
    if connection.execute(here).first() is None:
        raise _no_thread()


def room_of_thread(connection: Connection, thread_id: str) -> RoomKey:
    """Return where a thread is; NotFound when there is none such."""
    here = select(threads.c.group_id, threads.c.workbook_id).where(threads.c.id == thread_id)
    found = connection.execute(here).first()
    if found is None:
        raise _no_thread()
    return RoomKey(found.group_id, found.workbook_id)


def one_thread(connection: Connection, room: RoomKey, thread_id: str) -> Thread:
    """Return a thread; NotFound when the room has none such."""
    found = load_threads(connection, room, [thread_id])
    if not found:
        raise _no_thread()
    return found[0]


def one_comment(connection: Connection, room: RoomKey, comment_id: str) -> Comment:
    """Return a comment or its tombstone; NotFound when the room has none such."""
    found = load_comments(connection, room, comments.c.id == comment_id)
    if not found:
        msg = "There is no such comment here."
        raise NotFound(msg)
    return found[0]


def living_comment(connection: Connection, room: RoomKey, comment_id: str) -> Comment:
    """Return a comment; NotFound when the room has none such, or only its tombstone."""
    found = one_comment(connection, room, comment_id)
    if found.deleted:
        msg = "This comment has been deleted."
        raise NotFound(msg)
    return found


def _no_thread() -> NotFound:
    msg = "There is no such thread here."
    return NotFound(msg)
