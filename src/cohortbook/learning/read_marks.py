"""How far somebody has read the threads of a room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from cohortbook.clock import Clock, utc_now
from cohortbook.learning.errors import NotFound
from cohortbook.learning.lookup import require_thread
from cohortbook.learning.mentions import last_mentions
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.store.schema import comments, read_marks, threads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from cohortbook.learning.comments import Comment
    from cohortbook.learning.threads import Thread
    from cohortbook.store.database import Database


@dataclass(frozen=True, slots=True)
class ReadMark:
    """How far somebody has read one thread.

    Parameters
    ----------
    comment_number : int
        Number of the last comment they have seen.
    mention_number : int
        Number of the last mention of them that there was by then.
    """

    comment_number: int = 0
    mention_number: int = 0


UNREAD = ReadMark()


def is_read(comment: Comment, person_id: str, mark: ReadMark) -> bool:
    """Say whether a comment holds nothing new for somebody.

    What they wrote themselves is read, and so is a tombstone. A comment they have
    seen is unread again when an edit mentions them in it.
    """
    if comment.deleted or comment.author.id == person_id:
        return True
    mentioned = [each.number for each in comment.mentions if each.person_id == person_id]
    return comment.number <= mark.comment_number and all(
        number <= mark.mention_number for number in mentioned
    )


def read_to(thread: Thread, person_id: str, mark: ReadMark) -> str | None:
    """Return the id of the comment up to which somebody has read all of a thread.

    Returns
    -------
    str or None
        None when the first comment is unread already.
    """
    last = None
    for comment in thread.comments:
        if not is_read(comment, person_id, mark):
            break
        last = comment.id
    return last


class ReadMarks:
    """The read marks of all people.

    Parameters
    ----------
    database : Database
        Where they are kept.
    clock : Clock
        What time it is.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def read_to(
        self, room: RoomKey, person_id: str, among: Iterable[Thread]
    ) -> dict[str, str | None]:
        """Return how far somebody has read, by thread id; see `read_to`."""
        with self._database.read() as connection:
            marks = _load(connection, room, person_id)
        return {each.id: read_to(each, person_id, marks.get(each.id, UNREAD)) for each in among}

    def mark(self, room: RoomKey, thread_id: str, comment_id: str, person_id: str) -> bool:
        """Note that somebody has read a thread up to a comment; never goes back.

        Returns
        -------
        bool
            Whether that is news.

        Raises
        ------
        NotFound
            When the room has no such thread, or the thread no such comment.
        """
        with self._database.begin() as connection:
            require_thread(connection, room, thread_id)
            number = connection.execute(
                select(comments.c.number).where(
                    comments.c.thread_id == thread_id, comments.c.id == comment_id
                )
            ).scalar()
            if number is None:
                msg = "There is no such comment in this thread."
                raise NotFound(msg)
            return bool(self._advance(connection, room, person_id, {thread_id: number}))

    def mark_all(self, room: RoomKey, person_id: str) -> dict[str, str]:
        """Note that somebody has read everything there is in a room.

        Returns
        -------
        dict
            The last comment of each thread for which that is news.
        """
        last = (
            select(comments.c.thread_id, func.max(comments.c.number).label("number"))
            .join(threads, threads.c.id == comments.c.thread_id)
            .where(in_room(threads, room))
            .group_by(comments.c.thread_id)
            .subquery()
        )
        query = select(comments.c.thread_id, comments.c.id, comments.c.number).join(
            last, last.c.number == comments.c.number
        )
        with self._database.begin() as connection:
            ends = {row.thread_id: row for row in connection.execute(query)}
            numbers = {thread_id: row.number for thread_id, row in ends.items()}
            moved = self._advance(connection, room, person_id, numbers)
        return {thread_id: ends[thread_id].id for thread_id in moved}

    def _advance(
        self, connection: Connection, room: RoomKey, person_id: str, numbers: Mapping[str, int]
    ) -> list[str]:
        held = _load(connection, room, person_id)
        mentions = last_mentions(connection, room, person_id)
        moved = {}
        for thread_id, number in numbers.items():
            before = held.get(thread_id, UNREAD)
            last = max(before.mention_number, mentions.get(thread_id, 0))
            now = ReadMark(number, last)
            if number >= before.comment_number and now != before:
                moved[thread_id] = now
        for thread_id in moved:
            this = (read_marks.c.person_id == person_id, read_marks.c.thread_id == thread_id)
            connection.execute(delete(read_marks).where(*this))
        if moved:
            connection.execute(
                insert(read_marks),
                [
                    {
                        "person_id": person_id,
                        "thread_id": thread_id,
                        "comment_number": mark.comment_number,
                        "mention_number": mark.mention_number,
                        "at": self._clock(),
                    }
                    for thread_id, mark in moved.items()
                ],
            )
        return list(moved)


def _load(connection: Connection, room: RoomKey, person_id: str) -> dict[str, ReadMark]:
    query = (
        select(read_marks)
        .join(threads, threads.c.id == read_marks.c.thread_id)
        .where(in_room(threads, room), read_marks.c.person_id == person_id)
    )
    return {
        row.thread_id: ReadMark(row.comment_number, row.mention_number)
        for row in connection.execute(query)
    }
