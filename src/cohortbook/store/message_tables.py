"""The tables of what people and other programs are told outside the pages.

A message is about one thing, for one recipient; a letter is what goes out, one
message or many. Both keep ids only: what somebody deletes is not still found here.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from cohortbook.store.columns import ID_LENGTH, SLUG_LENGTH, counter, metadata, person, room
from cohortbook.store.types import Counter, Instant

RECIPIENT_LENGTH = 80
LANGUAGE_LENGTH = 16


# What somebody chose; what they did not is as it is for everybody.
message_choices = Table(
    "message_choices",
    metadata,
    Column("person_id", String(ID_LENGTH), ForeignKey("people.id"), primary_key=True),
    Column("rhythms", JSON, nullable=False),
    Column("timezone", String(64), nullable=True),
    Column("quiet", JSON(none_as_null=True), nullable=True),
    Column("at", Instant, nullable=False),
)

# Up to which event messages were made.
message_cursor = Table(
    "message_cursor",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("event_id", Counter, nullable=False),
    Column("at", Instant, nullable=False),
)

letters = Table(
    "letters",
    metadata,
    counter("number"),
    Column("id", String(ID_LENGTH), nullable=False),
    Column("recipient", String(RECIPIENT_LENGTH), nullable=False),
    person("person_id", nullable=True),
    Column("state", String(16), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("ended_at", Instant, nullable=True),
    Column("reason", Text, nullable=True),
    # Of a letter that invites somebody into a group; it tells of nothing else.
    Column("invited_to", String(SLUG_LENGTH), nullable=True),
    Column("language", String(LANGUAGE_LENGTH), nullable=True),
    UniqueConstraint("id"),
    Index(None, "state", "next_at"),
    Index(None, "recipient"),
    sqlite_autoincrement=True,
)

messages = Table(
    "messages",
    metadata,
    counter("number"),
    Column("recipient", String(RECIPIENT_LENGTH), nullable=False),
    person("person_id", nullable=True),
    Column("kind", String(16), nullable=False),
    Column("event_id", Counter, nullable=False),
    *room(),
    Column("subject", String(200), nullable=False),
    person("actor_id", nullable=True),
    Column("about", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("letter_id", String(ID_LENGTH), ForeignKey("letters.id"), nullable=True),
    Column("dropped_at", Instant, nullable=True),
    UniqueConstraint("event_id", "kind", "recipient"),
    Index(None, "recipient", "kind", "subject"),
    Index(None, "letter_id"),
    Index(None, "due_at"),
    sqlite_autoincrement=True,
)
