"""How a mentor wants to review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from cohortbook.store.review_tables import review_settings

if TYPE_CHECKING:
    from cohortbook.store.database import Database


class ReviewSettings:
    """What each mentor has chosen.

    Parameters
    ----------
    database : Database
        Where it is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def blind(self, person_id: str) -> bool:
        """Say whether names are hidden from somebody until they have reviewed."""
        query = select(review_settings.c.blind).where(review_settings.c.person_id == person_id)
        with self._database.read() as connection:
            return bool(connection.execute(query).scalar_one_or_none())

    def choose_blind(self, person_id: str, *, blind: bool) -> None:
        """Hide names from somebody, or show them again."""
        this = review_settings.c.person_id == person_id
        with self._database.begin() as connection:
            done = connection.execute(update(review_settings).where(this).values(blind=blind))
            if done.rowcount != 1:
                connection.execute(insert(review_settings).values(person_id=person_id, blind=blind))
