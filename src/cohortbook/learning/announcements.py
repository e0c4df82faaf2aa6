"""What a facilitator says to all groups, or to some, until a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, or_, select, update

from cohortbook.clock import Clock, utc_now
from cohortbook.ids import new_id
from cohortbook.learning.authors import Actor, names_of
from cohortbook.learning.errors import NotFound
from cohortbook.learning.markdown import render
from cohortbook.learning.text import comment_body, instant
from cohortbook.store.desk_tables import announcements

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from cohortbook.store.database import Database


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is said, to whom and until when.

    Parameters
    ----------
    id : str
        Itself.
    body : str
        Markdown.
    groups : tuple of str or None
        To whom; None for all.
    until : datetime.date or None
        The last day on which it is shown, in the cohort's time zone; None until it is ended.
    by : Actor
        Who says it.
    at : datetime.datetime
        When, in UTC.
    """

    id: str
    body: str
    groups: tuple[str, ...] | None
    until: date | None
    by: Actor
    at: datetime

    def concerns(self, groups: Collection[str]) -> bool:
        """Say whether it is said to any of `groups`."""
        return self.groups is None or any(each in groups for each in self.groups)

    @property
    def html(self) -> str:
        """The words as sanitised HTML."""
        return render(self.body)

    def to_json(self) -> dict[str, Any]:
        """Return the announcement as pages show it."""
        return {
            "id": self.id,
            "html": self.html,
            "by": self.by.to_json(),
            "at": instant(self.at),
        }


class Announcements:
    """The announcements of a cohort.

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

    def make(
        self, body: str, by: str, *, groups: Collection[str] | None, until: date | None
    ) -> str:
        """Announce something; returns its id.

        Raises
        ------
        CommentEmpty, CommentTooLong
            Nothing is announced then.
        """
        kept, announcement_id = comment_body(body), new_id("ann")
        with self._database.begin() as connection:
            connection.execute(
                insert(announcements).values(
                    id=announcement_id,
                    body=kept,
                    groups=None if groups is None else sorted(groups),
                    until=until,
                    by=by,
                    at=self._clock(),
                )
            )
        return announcement_id

    def end(self, announcement_id: str) -> None:
        """Show it no longer.

        Raises
        ------
        NotFound
            When there is none that is still shown.
        """
        this = announcements.c.id == announcement_id
        with self._database.begin() as connection:
            done = connection.execute(
                update(announcements)
                .where(this, announcements.c.ended_at.is_(None))
                .values(ended_at=self._clock())
            )
        if done.rowcount != 1:
            msg = "This is announced no longer."
            raise NotFound(msg, mend="Load the page again.")

    def current(self, today: date, groups: Collection[str] | None = None) -> list[Announcement]:
        """Return what is shown on a day, the latest first.

        Parameters
        ----------
        today : datetime.date
            In the cohort's time zone.
        groups : collection of str, optional
            Only what is said to any of these.
        """
        until = announcements.c.until
        query = (
            select(announcements)
            .where(announcements.c.ended_at.is_(None), or_(until.is_(None), until >= today))
            .order_by(announcements.c.number.desc())
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            names = names_of(connection, {row.by for row in rows})
        found = [
            Announcement(
                id=row.id,
                body=row.body,
                groups=None if row.groups is None else tuple(row.groups),
                until=row.until,
                by=names[row.by],
                at=row.at,
            )
            for row in rows
        ]
        return [each for each in found if groups is None or each.concerns(groups)]
