"""The name of a room: one group's copy of one workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, tuple_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Table


@dataclass(frozen=True, slots=True, order=True)
class RoomKey:
    """Which room.

    Parameters
    ----------
    group, workbook : str
        Their ids. As text: ``group/workbook``.
    """

    group: str
    workbook: str

    def __str__(self) -> str:
        """Render as ``group/workbook``."""
        return f"{self.group}/{self.workbook}"

    @classmethod
    def parse(cls, text: str) -> RoomKey:
        """Read the text form.

        Raises
        ------
        ValueError
            When it is not two parts around one slash.
        """
        group, slash, workbook = text.partition("/")
        if not (group and slash and workbook) or "/" in workbook:
            msg = f"not the name of a room: {text!r}"
            raise ValueError(msg)
        return cls(group, workbook)


@dataclass(frozen=True, slots=True, order=True)
class OwnRoom(RoomKey):
    """A kernel of one's own in a room, to try a simulation alone.

    Parameters
    ----------
    group, workbook : str
        Of the room.
    person_id : str
        Whose.
    """

    person_id: str

    def __str__(self) -> str:
        """Render as ``group/workbook#person``."""
        return f"{self.group}/{self.workbook}#{self.person_id}"

    @property
    def room(self) -> RoomKey:
        """The room that everybody is in."""
        return RoomKey(self.group, self.workbook)


def in_room(table: Table, room: RoomKey) -> ColumnElement[bool]:
    """Return the condition that a row of `table` belongs to `room`."""
    return and_(table.c.group_id == room.group, table.c.workbook_id == room.workbook)


def in_any_room(table: Table, rooms: Iterable[RoomKey]) -> ColumnElement[bool]:
    """Return the condition that a row of `table` belongs to one of `rooms`."""
    # One list and no chain of conditions: SQLite takes a chain of at most 1000.
    return tuple_(table.c.group_id, table.c.workbook_id).in_(
        [(each.group, each.workbook) for each in rooms]
    )
