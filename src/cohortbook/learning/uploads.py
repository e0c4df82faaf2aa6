"""Files that people answer with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, tuple_

from cohortbook.clock import Clock, utc_now
from cohortbook.ids import new_id
from cohortbook.learning.errors import NotFound, UploadsFull, UploadUnkept
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.store.schema import answer_history, answers, pins, uploads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Row, Table

    from cohortbook.learning.answers import Exercise
    from cohortbook.learning.upload_content import KeptContent
    from cohortbook.store.blobs import Blobs
    from cohortbook.store.database import Database

MOST_IN_A_ROOM = 500_000_000  # bytes

# Long enough to be brought back in a page that stayed open.
_UNUSED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody uploaded.

    Parameters
    ----------
    id : str
        Its own.
    room : RoomKey
        Where.
    exercise_id : str
        To which exercise.
    person_id : str
        By whom.
    individual : bool
        Whether it belongs to an answer that is for nobody else's eyes until the reveal.
    name, media_type : str
        What it was called; what it is.
    size : int
        In bytes.
    width, height : int or None
        Of a picture, in pixels.
    content, small : str or None
        Hashes of what is kept; `small` of pictures only.
    """

    id: str
    room: RoomKey
    exercise_id: str
    person_id: str
    individual: bool
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    content: str
    small: str | None

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in a page."""
        return self.media_type.startswith("image/")

    def to_json(self) -> dict[str, Any]:
        """Return what an answer says of it."""
        return {
            "id": self.id,
            "name": self.name,
            "type": self.media_type,
            "size": self.size,
            "width": self.width,
            "height": self.height,
        }


class Uploads:
    """The files of all rooms.

    Parameters
    ----------
    database : Database
        Where it is kept which there are.
    blobs : Blobs
        Where their contents are.
    clock : Clock
        What time it is.

    Notes
    -----
    Which files an answer consists of, the answer says; a file of which no answer
    says so, and none ever did, goes away after a day. `add` and `sweep` have to
    run in one thread.
    """

    def __init__(self, database: Database, blobs: Blobs, clock: Clock = utc_now) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock

    def add(
        self, room: RoomKey, exercise: Exercise, person_id: str, name: str, kept: KeptContent
    ) -> Upload:
        """Keep a file durably.

        Parameters
        ----------
        room, exercise, person_id
            Where, to what, by whom.
        name : str
            What it is called; `cohortbook.workbook.kinds.upload.clean_name` returned it.
        kept : KeptContent
            What it is.

        Raises
        ------
        UploadsFull
            When the room holds as much as a room may.
        UploadUnkept
            When the disk does not take it.
        """
        with self._database.read() as connection:
            held = connection.execute(
                select(func.coalesce(func.sum(uploads.c.size), 0)).where(in_room(uploads, room))
            ).scalar_one()
        if held + len(kept.content) > MOST_IN_A_ROOM:
            raise UploadsFull(held, MOST_IN_A_ROOM)
        try:
            content = self._blobs.put(kept.content)
            small = None if kept.small is None else self._blobs.put(kept.small)
        except OSError as error:
            raise UploadUnkept from error
        identifier = new_id("upl")
        values = {
            "id": identifier,
            "group_id": room.group,
            "workbook_id": room.workbook,
            "exercise_id": exercise.id,
            "individual": exercise.individual,
            "person_id": person_id,
            "name": name,
            "media_type": kept.media_type,
            "size": len(kept.content),
            "width": kept.width,
            "height": kept.height,
            "content": content,
            "small": small,
            "at": self._clock(),
        }
        with self._database.begin() as connection:
            connection.execute(insert(uploads).values(**values))
        return self.get(identifier)

    def get(self, upload_id: str) -> Upload:
        """Return a file.

        Raises
        ------
        NotFound
            When there is none of this id.
        """
        with self._database.read() as connection:
            row = connection.execute(select(uploads).where(uploads.c.id == upload_id)).first()
        if row is None:
            msg = "There is no such file."
            raise NotFound(msg)
        return _upload(row)

    def content(self, upload: Upload, *, small: bool = False) -> bytes:
        """Return what is in a file, or the small picture of one.

        Raises
        ------
        NotFound
            When there is no small one.
        OSError
            When it is not where it should be.
        """
        name = upload.small if small else upload.content
        if name is None:
            msg = "There is no small picture of this file."
            raise NotFound(msg)
        return self._blobs.get(name)

    def sweep(self) -> int:
        """Remove files that no answer ever kept; return how many.

        Contents go that neither a file nor a pin names.
        """
        before = self._clock() - _UNUSED_FOR
        with self._database.begin() as connection:
            old = select(uploads.c.id).where(uploads.c.at < before)
            known = {*connection.execute(old).scalars()}
            used = {*_used(connection, answers), *_used(connection, answer_history)}
            unused = known - used
            for each in unused:
                connection.execute(delete(uploads).where(uploads.c.id == each))
            columns = (uploads.c.content, uploads.c.small, pins.c.picture)
            named = [connection.execute(select(each)).scalars().all() for each in columns]
        self._blobs.keep_only({name for each in named for name in each if name})
        return len(unused)


def _used(connection: Connection, table: Table) -> Iterator[str]:
    """Go through the ids of files in the answers to exercises that have any."""
    place = [table.c[each] for each in ("group_id", "workbook_id", "exercise_id")]
    with_files = select(uploads.c.group_id, uploads.c.workbook_id, uploads.c.exercise_id)
    values = select(table.c.value).where(tuple_(*place).in_(with_files))
    for value in connection.execute(values).scalars():
        for each in value if isinstance(value, list) else ():
            if isinstance(each, dict) and isinstance(each.get("id"), str):
                yield each["id"]


def _upload(row: Row[Any]) -> Upload:
    return Upload(
        id=row.id,
        room=RoomKey(row.group_id, row.workbook_id),
        exercise_id=row.exercise_id,
        person_id=row.person_id,
        individual=row.individual,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        width=row.width,
        height=row.height,
        content=row.content,
        small=row.small,
    )
