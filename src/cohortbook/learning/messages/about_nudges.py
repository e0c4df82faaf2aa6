"""Messages about nudges: they are for the group's programs, never for single people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.learning.messages.message import Tiding

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cohortbook.learning.messages.message import Happening

SENT = frozenset({"nudge.sent"})


def nudges(_connection: Connection, event: Happening) -> list[Tiding]:
    """Tell hooks that the group got one."""
    about = {"nudge_id": event.data["nudge_id"]}
    return [Tiding(f"{event.room}/nudge/{event.id}", (), about)]
