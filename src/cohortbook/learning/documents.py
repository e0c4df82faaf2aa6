"""The durable log of updates behind the live documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from cohortbook.clock import Clock, utc_now
from cohortbook.store.schema import document_updates, documents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohortbook.store.database import Database


class Documents:
    """Y documents, as a snapshot and the updates since.

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

    def load(self, key: str) -> list[bytes]:
        """Return everything needed to build a document again.

        Parameters
        ----------
        key : str
            ``group/workbook``, or ``group/workbook#person`` for an own document.

        Returns
        -------
        list of bytes
            The snapshot if there is one, then the updates since, in order;
            applied one after the other to an empty document they make it.
        """
        with self._database.read() as connection:
            snapshot = connection.execute(
                select(documents.c.snapshot).where(documents.c.key == key)
            ).scalar_one_or_none()
            later = connection.execute(
                select(document_updates.c.body)
                .where(document_updates.c.key == key)
                .order_by(document_updates.c.seq)
            ).scalars()
            return [*([] if snapshot is None else [snapshot]), *later]

    def append(self, key: str, updates: Sequence[tuple[bytes, str | None]]) -> int:
        """Add updates in one durable transaction.

        Parameters
        ----------
        key : str
            Which document.
        updates : sequence of (bytes, str or None)
            Each update with the id of who made it; None for the server.

        Returns
        -------
        int
            The number of the last update of the document. When this returns the
            updates are on the disk.
        """
        now = self._clock()
        with self._database.begin() as connection:
            if updates:
                numbers = connection.execute(
                    insert(document_updates).returning(document_updates.c.seq),
                    [
                        {"key": key, "body": body, "person_id": person_id, "at": now}
                        for body, person_id in updates
                    ],
                ).scalars()
                return int(max(numbers))
            last, snapshot = connection.execute(
                select(
                    select(func.max(document_updates.c.seq))
                    .where(document_updates.c.key == key)
                    .scalar_subquery(),
                    select(documents.c.snapshot_seq)
                    .where(documents.c.key == key)
                    .scalar_subquery(),
                )
            ).one()
        return int(last or snapshot or 0)

    def compact(self, key: str, snapshot: bytes, upto: int) -> bool:
        """Put a snapshot in the place of the updates it contains.

        Parameters
        ----------
        key : str
            Which document.
        snapshot : bytes
            One update that makes the document as it was after update `upto`.
        upto : int
            As `append` returned it. Later updates stay.

        Returns
        -------
        bool
            False when a later snapshot is there already; nothing is changed then.
        """
        with self._database.begin() as connection:
            held = connection.execute(
                select(documents.c.snapshot_seq).where(documents.c.key == key)
            ).scalar_one_or_none()
            if held is not None and held >= upto:
                return False
            values = {"snapshot": snapshot, "snapshot_seq": upto}
            if held is None:
                connection.execute(insert(documents).values(key=key, **values))
            else:
                connection.execute(update(documents).where(documents.c.key == key).values(**values))
            connection.execute(
                delete(document_updates).where(
                    document_updates.c.key == key, document_updates.c.seq <= upto
                )
            )
        return True
