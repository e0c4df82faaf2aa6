"""Phrases that a mentor keeps for the next feedback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, insert, select, update

from cohortbook.clock import Clock, utc_now
from cohortbook.ids import new_id
from cohortbook.learning.errors import NotFound, PhraseRefused
from cohortbook.learning.text import comment_body, storable
from cohortbook.store.review_tables import review_phrases

if TYPE_CHECKING:
    from cohortbook.store.database import Database

LONGEST_NAME = 60
MOST_PHRASES = 200


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with the name under which its mentor finds it.

    Parameters
    ----------
    id, name : str
        Itself, and what it is called.
    body : str
        Markdown.
    """

    id: str
    name: str
    body: str

    def to_json(self) -> dict[str, str]:
        """Return the phrase as its mentor's page knows it."""
        return {"id": self.id, "name": self.name, "body": self.body}


class Phrases:
    """The phrases of mentors; each has their own, and nobody sees another's.

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

    def of(self, person_id: str) -> list[Phrase]:
        """Return somebody's phrases, in the order in which they were kept."""
        query = (
            select(review_phrases)
            .where(review_phrases.c.person_id == person_id)
            .order_by(review_phrases.c.number)
        )
        with self._database.read() as connection:
            return [Phrase(row.id, row.name, row.body) for row in connection.execute(query)]

    def keep(self, person_id: str, name: str, body: str) -> Phrase:
        """Keep a phrase.

        Raises
        ------
        PhraseRefused
            When the name is empty or too long, or there are too many.
        CommentEmpty, CommentTooLong
            When there is no word in it, or more than 10,000 characters.
        """
        phrase = Phrase(new_id("phr"), _name(name), comment_body(body))
        mine = review_phrases.c.person_id == person_id
        with self._database.begin() as connection:
            count = select(func.count()).select_from(review_phrases).where(mine)
            if connection.execute(count).scalar_one() >= MOST_PHRASES:
                msg = f"You keep {MOST_PHRASES} phrases already."
                raise PhraseRefused(msg, mend="Remove one that you do not use.")
            connection.execute(
                insert(review_phrases).values(
                    **phrase.to_json(), person_id=person_id, at=self._clock()
                )
            )
        return phrase

    def rename(self, person_id: str, phrase_id: str, name: str) -> Phrase:
        """Call a phrase something else; NotFound when it is not theirs."""
        this = and_(review_phrases.c.id == phrase_id, review_phrases.c.person_id == person_id)
        with self._database.begin() as connection:
            connection.execute(update(review_phrases).where(this).values(name=_name(name)))
            row = connection.execute(select(review_phrases).where(this)).first()
        if row is None:
            raise _no_phrase()
        return Phrase(row.id, row.name, row.body)

    def remove(self, person_id: str, phrase_id: str) -> None:
        """Forget a phrase; NotFound when it is not theirs."""
        this = and_(review_phrases.c.id == phrase_id, review_phrases.c.person_id == person_id)
        with self._database.begin() as connection:
            if connection.execute(delete(review_phrases).where(this)).rowcount != 1:
                raise _no_phrase()


def _name(given: str) -> str:
    name = " ".join(storable(given).split())
    if not name or len(name) > LONGEST_NAME:
        msg = f"The name of a phrase has 1 to {LONGEST_NAME} characters."
        raise PhraseRefused(msg, mend="Choose a short one.")
    return name


def _no_phrase() -> NotFound:
    msg = "You keep no such phrase."
    return NotFound(msg)
