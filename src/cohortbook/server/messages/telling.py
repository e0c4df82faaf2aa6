"""What a message says: its words in the reader's language, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from cohortbook.learning.authors import actor_of
from cohortbook.learning.messages.message import Message
from cohortbook.server.pages.home_places import room_path
from cohortbook.server.pages.plain_text import plain_text
from cohortbook.server.pages.review_queue import review_path
from cohortbook.server.words import t
from cohortbook.stamp.manifest import Manifest
from cohortbook.store.review_tables import review_settings
from cohortbook.store.schema import comments, reviews

if TYPE_CHECKING:
    from cohortbook.cohort.model import Cohort
    from cohortbook.store.database import Database

EXCERPT_LENGTH = 280
REVIEW_PATH = "/review"
_PROMPT_LENGTH = 110


@dataclass(frozen=True, slots=True)
class Item:
    """A message in words.

    Parameters
    ----------
    kind : str
        Of the message.
    text : str
        What happened.
    excerpt : str
        Somebody's own words about it; may be empty.
    workbook, group : str
        Titles of where.
    path : str
        Where it leads on our server.
    """

    kind: str
    text: str
    excerpt: str
    workbook: str
    group: str
    path: str


class Teller:
    """Puts messages in words.

    Parameters
    ----------
    cohort : callable
        Returns the cohort as it is now, for titles of groups.
    manifest : callable
        Returns the manifest as it is now.
    database : Database
        Where the words are.
    """

    def __init__(
        self,
        cohort: Callable[[], Cohort],
        manifest: Callable[[], Manifest],
        database: Database,
    ) -> None:
        self._cohort = cohort
        self._manifest = manifest
        self._database = database

    def items(self, told: tuple[Message, ...]) -> list[Item]:
        """Put messages to a person in words of the language that is spoken."""
        with self._database.read() as connection:
            return [self._item(connection, each) for each in told]

    def for_hook(self, message: Message) -> Item:
        """Put a message to a program in words: they speak of others in it."""
        with self._database.read() as connection:
            item = self._item(connection, message)
            who = _actor(connection, message)
        return replace(item, text=t(f"message.hook.{message.kind}", who=who, group=item.group))

    def _item(self, connection: Connection, message: Message) -> Item:
        manifest = self._manifest()
        entry = manifest.workbook(message.room.workbook)
        workbook = entry.title if entry else message.room.workbook
        if message.kind == "waiting" and _judges_blind(connection, message):
            # The prompt, too, is made for its group.
            words, group = t("message.waiting"), t("message.group.hidden")
            return Item(message.kind, words, "", workbook, group, REVIEW_PATH)
        excerpt, path = _WAYS[message.kind](connection, message, manifest)
        kind = "feedback.own" if _is_of_one(connection, message) else message.kind
        known = self._cohort().groups.get(message.room.group)
        return Item(
            kind=message.kind,
            text=t(f"message.{kind}", who=_actor(connection, message)),
            excerpt=excerpt,
            workbook=workbook,
            group=known.title if known else message.room.group,
            path=path,
        )


def _actor(connection: Connection, message: Message) -> str:
    actor = actor_of(connection, message.actor_id)
    return t("message.somebody") if actor is None else actor.name


def _judges_blind(connection: Connection, message: Message) -> bool:
    this = review_settings.c.person_id == message.person_id
    return bool(connection.execute(select(review_settings.c.blind).where(this)).scalar())


def _comment(connection: Connection, message: Message, _: Manifest) -> tuple[str, str]:
    comment = message.about["comment_id"]
    body = connection.execute(select(comments.c.body).where(comments.c.id == comment))
    path = f"{_room(message)}#comment-{comment}"
    return plain_text(body.scalar_one_or_none() or "", EXCERPT_LENGTH), path


def _feedback(connection: Connection, message: Message, manifest: Manifest) -> tuple[str, str]:
    this = reviews.c.id == message.about["review_id"]
    said = connection.execute(select(reviews.c.feedback).where(this)).scalar_one_or_none()
    words = plain_text(said or "", EXCERPT_LENGTH) or _prompt(message, manifest)
    return words, f"{_room(message)}#exercise-{message.about['exercise_id']}"


def _waiting(_: Connection, message: Message, manifest: Manifest) -> tuple[str, str]:
    path = review_path(message.room.workbook, message.about["exercise_id"])
    return _prompt(message, manifest), path


def _nudge(_: Connection, message: Message, __: Manifest) -> tuple[str, str]:
    return "", _room(message)


def _prompt(message: Message, manifest: Manifest) -> str:
    stamp = manifest.stamp(message.room.group, message.room.workbook)
    definition = None if stamp is None else stamp.exercise(message.about["exercise_id"])
    return "" if definition is None else plain_text(definition.prompt, _PROMPT_LENGTH)


def _room(message: Message) -> str:
    return room_path(message.room.group, message.room.workbook)


def _is_of_one(connection: Connection, message: Message) -> bool:
    if message.kind != "feedback":
        return False
    this = reviews.c.id == message.about["review_id"]
    whose = connection.execute(select(reviews.c.person_id).where(this)).scalar_one_or_none()
    return whose is not None


# What somebody wrote about it, and where it leads.
_WAYS: Mapping[str, Callable[[Connection, Message, Manifest], tuple[str, str]]] = {
    "mention": _comment,
    "call": _comment,
    "reply": _comment,
    "feedback": _feedback,
    "waiting": _waiting,
    "nudge": _nudge,
}
