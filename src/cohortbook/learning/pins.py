"""States of a simulation that somebody kept: its settings and a picture of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from cohortbook.clock import Clock, utc_now
from cohortbook.ids import new_id
from cohortbook.learning.authors import Actor, names_of
from cohortbook.learning.errors import NotFound, PinsFull, UploadUnkept
from cohortbook.learning.events import Outcome, append_event
from cohortbook.learning.idempotency import earlier_result, remember_result
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.learning.text import instant
from cohortbook.store.schema import pins

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from cohortbook.learning.upload_content import KeptContent
    from cohortbook.store.blobs import Blobs
    from cohortbook.store.database import Database

MOST_IN_A_ROOM = 200


@dataclass(frozen=True, slots=True)
class Pin:
    """A state of a simulation that somebody kept.

    Parameters
    ----------
    id : str
        Its own.
    room : RoomKey
        Where.
    cell_id : str
        Of the cell that draws the simulation.
    settings : list of dict
        How its controls were set, as the page that kept it says.
    picture : str or None
        Hash of what it looked like, where that could be taken.
    width, height : int or None
        Of the picture, in pixels.
    by : Actor
        Who kept it.
    at : datetime.datetime
        When, in UTC.
    """

    id: str
    room: RoomKey
    cell_id: str
    settings: list[dict[str, Any]]
    picture: str | None
    width: int | None
    height: int | None
    by: Actor
    at: datetime

    def to_json(self) -> dict[str, Any]:
        """Return it as pages know it."""
        size = None if self.picture is None else {"width": self.width, "height": self.height}
        return {
            "id": self.id,
            "cell_id": self.cell_id,
            "settings": self.settings,
            "picture": size,
            "by": self.by.to_json(),
            "at": instant(self.at),
        }


class Pins:
    """The kept states of all rooms' simulations.

    Parameters
    ----------
    database : Database
        Where they are kept.
    blobs : Blobs
        Where their pictures are.
    clock : Clock
        What time it is.
    """

    def __init__(self, database: Database, blobs: Blobs, clock: Clock = utc_now) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock

    def keep(  # noqa: PLR0913
        self,
        room: RoomKey,
        cell_id: str,
        settings: Sequence[dict[str, Any]],
        picture: KeptContent | None,
        person_id: str,
        idempotency_key: str | None = None,
    ) -> Outcome[Pin]:
        """Keep a state durably.

        Parameters
        ----------
        room, cell_id, settings, picture, person_id
            Where, of which simulation, how it is set, what it looks like, by whom.
        idempotency_key : str, optional
            The same person with the same key gets the same pin again.

        Returns
        -------
        Outcome of Pin
            With ``pin.kept``.

        Raises
        ------
        PinsFull
            When the room has as many as a room may.
        UploadUnkept
            When the disk does not take the picture.
        """
        now = self._clock()
        with self._database.begin() as connection:
            earlier = earlier_result(connection, person_id, idempotency_key, "pin")
            if earlier is not None:
                return Outcome(_one(connection, room, earlier))
            living = select(func.count()).where(in_room(pins, room), pins.c.removed_at.is_(None))
            if connection.execute(living).scalar_one() >= MOST_IN_A_ROOM:
                raise PinsFull(MOST_IN_A_ROOM)
            pin_id = new_id("pin")
            connection.execute(
                insert(pins).values(
                    id=pin_id,
                    group_id=room.group,
                    workbook_id=room.workbook,
                    cell_id=cell_id,
                    settings=list(settings),
                    picture=None if picture is None else self._put(picture.content),
                    width=None if picture is None else picture.width,
                    height=None if picture is None else picture.height,
                    person_id=person_id,
                    at=now,
                )
            )
            remember_result(connection, person_id, idempotency_key, "pin", result_id=pin_id, at=now)
            data = {"pin_id": pin_id, "cell_id": cell_id}
            event = append_event(
                connection, room, "pin.kept", at=now, actor_id=person_id, data=data
            )
            return Outcome(_one(connection, room, pin_id), (event,))

    def remove(self, room: RoomKey, pin_id: str, person_id: str) -> Outcome[None]:
        """Remove a pin and its picture; where it is spoken of, its words stay.

        Raises
        ------
        NotFound
            When there is none of this id in the room.
        """
        now = self._clock()
        with self._database.begin() as connection:
            pin = _one(connection, room, pin_id)
            connection.execute(
                update(pins)
                .where(pins.c.id == pin_id)
                .values(removed_at=now, picture=None, settings=[])
            )
            data = {"pin_id": pin_id, "cell_id": pin.cell_id}
            event = append_event(
                connection, room, "pin.removed", at=now, actor_id=person_id, data=data
            )
        return Outcome(None, (event,))

    def in_room(self, room: RoomKey) -> list[Pin]:
        """Return a room's pins, oldest first."""
        with self._database.read() as connection:
            return _load(connection, in_room(pins, room))

    def get(self, pin_id: str) -> Pin:
        """Return a pin.

        Raises
        ------
        NotFound
            When there is none of this id, or no longer.
        """
        with self._database.read() as connection:
            return _only(_load(connection, pins.c.id == pin_id))

    def picture(self, pin: Pin) -> bytes:
        """Return what a pin's state looked like, as a file of its own.

        Raises
        ------
        NotFound
            When it has no picture.
        OSError
            When that is not where it should be.
        """
        if pin.picture is None:
            msg = "There is no picture of this state."
            raise NotFound(msg)
        return self._blobs.get(pin.picture)

    def _put(self, content: bytes) -> str:
        try:
            return self._blobs.put(content)
        except OSError as error:
            raise UploadUnkept from error


def _one(connection: Connection, room: RoomKey, pin_id: str) -> Pin:
    return _only(_load(connection, in_room(pins, room) & (pins.c.id == pin_id)))


def _only(found: Sequence[Pin]) -> Pin:
    if not found:
        msg = "This state is no longer kept."
        raise NotFound(msg)
    return found[0]


def _load(connection: Connection, which: ColumnElement[bool]) -> list[Pin]:
    living = select(pins).where(which, pins.c.removed_at.is_(None)).order_by(pins.c.number)
    rows = connection.execute(living).all()
    names = names_of(connection, {row.person_id for row in rows})
    return [
        Pin(
            id=row.id,
            room=RoomKey(row.group_id, row.workbook_id),
            cell_id=row.cell_id,
            settings=row.settings,
            picture=row.picture,
            width=row.width,
            height=row.height,
            by=names[row.person_id],
            at=row.at,
        )
        for row in rows
    ]
