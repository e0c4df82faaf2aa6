"""What waits for somebody: calls they have not answered, mentions they have not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from cohortbook.learning.calls import open_calls
from cohortbook.learning.rooms import RoomKey, in_any_room
from cohortbook.store.schema import comment_mentions, comments, people, read_marks, threads

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from cohortbook.store.database import Database


@dataclass(frozen=True, slots=True)
class Addressed:
    """A comment that somebody wrote to somebody.

    Parameters
    ----------
    room : RoomKey
        Where.
    thread_id, comment_id : str
        Which.
    author : str
        Name of who wrote it.
    body : str
        Markdown.
    at : datetime.datetime
        When it was written, in UTC.
    """

    room: RoomKey
    thread_id: str
    comment_id: str
    author: str
    body: str
    at: datetime


class AddressedComments:
    """Comments that wait for a person, in several rooms at once.

    Parameters
    ----------
    database : Database
        Where everything is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def calls(self, person_id: str, rooms: Iterable[RoomKey]) -> list[Addressed]:
        """Return the calls that a mentor has not answered: of each thread the first, oldest first.

        Parameters
        ----------
        person_id : str
            The mentor.
        rooms : iterable of RoomKey
            Where.
        """
        mine = open_calls().where(comment_mentions.c.person_id == person_id).subquery()
        found: dict[str, Addressed] = {}
        for each in self._comments(rooms, comments.c.id.in_(select(mine.c.comment_id))):
            found.setdefault(each.thread_id, each)
        return list(found.values())

    def unread_mentions(self, person_id: str, rooms: Iterable[RoomKey]) -> list[Addressed]:
        """Return the comments that mention somebody and that they have not read, oldest first.

        Parameters
        ----------
        person_id : str
            Who.
        rooms : iterable of RoomKey
            Where.
        """
        marks = read_marks.alias("mine")
        seen = func.coalesce(marks.c.comment_number, 0)
        seen_mention = func.coalesce(marks.c.mention_number, 0)
        mine = (
            select(comment_mentions.c.comment_id)
            .join(comments, comments.c.id == comment_mentions.c.comment_id)
            .outerjoin(
                marks,
                (marks.c.thread_id == comments.c.thread_id) & (marks.c.person_id == person_id),
            )
            .where(
                comment_mentions.c.person_id == person_id,
                comments.c.author_id != person_id,
                or_(comments.c.number > seen, comment_mentions.c.number > seen_mention),
            )
        )
        return self._comments(rooms, comments.c.id.in_(mine))

    def _comments(self, rooms: Iterable[RoomKey], *where: ColumnElement[bool]) -> list[Addressed]:
        wanted = list(rooms)
        if not wanted:
            return []
        columns: tuple[Any, ...] = (
            threads.c.group_id,
            threads.c.workbook_id,
            comments.c.thread_id,
            comments.c.id,
            comments.c.body,
            comments.c.created_at,
            people.c.name,
        )
        query = (
            select(*columns)
            .select_from(comments)
            .join(threads, threads.c.id == comments.c.thread_id)
            .join(people, people.c.id == comments.c.author_id)
            .where(in_any_room(threads, wanted), comments.c.deleted_at.is_(None), *where)
            .order_by(comments.c.number)
        )
        with self._database.read() as connection:
            return [
                Addressed(
                    RoomKey(row.group_id, row.workbook_id),
                    row.thread_id,
                    row.id,
                    row.name,
                    row.body,
                    row.created_at,
                )
                for row in connection.execute(query)
            ]
