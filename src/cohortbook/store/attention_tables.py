"""The tables of what is noticed, and of what groups are asked and say to it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from cohortbook.store.columns import ID_LENGTH, SLUG_LENGTH, counter, metadata, person, room
from cohortbook.store.types import Instant

# A day is one of the cohort's time zone; nothing finer is kept about reading.
reading_days = Table(
    "reading_days",
    metadata,
    Column("person_id", String(ID_LENGTH), ForeignKey("people.id"), primary_key=True),
    Column("group_id", String(SLUG_LENGTH), primary_key=True),
    Column("workbook_id", String(SLUG_LENGTH), primary_key=True),
    Column("topic", String(SLUG_LENGTH), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("seconds", Integer, nullable=False),
    Column("moves", Integer, nullable=False),
)

visit_days = Table(
    "visit_days",
    metadata,
    Column("person_id", String(ID_LENGTH), ForeignKey("people.id"), primary_key=True),
    Column("group_id", String(SLUG_LENGTH), primary_key=True),
    Column("workbook_id", String(SLUG_LENGTH), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("visits", Integer, nullable=False),
)

# Up to when each person's time is used up: no second counts twice.
reading_clocks = Table(
    "reading_clocks",
    metadata,
    Column("person_id", String(ID_LENGTH), ForeignKey("people.id"), primary_key=True),
    Column("used_until", Instant, nullable=False),
)

nudges = Table(
    "nudges",
    metadata,
    counter("number"),
    Column("id", String(ID_LENGTH), nullable=False),
    *room(),
    Column("topic", String(SLUG_LENGTH), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("rule", String(SLUG_LENGTH), nullable=True),
    person("sent_by", nullable=True),
    Column("sent_at", Instant, nullable=False),
    Column("words", Text, nullable=False),
    Column("facts", JSON(none_as_null=True), nullable=True),
    Column("quote", JSON(none_as_null=True), nullable=True),
    Column("follows", String(ID_LENGTH), nullable=True),
    Column("outcome", String(16), nullable=True),
    Column("outcome_at", Instant, nullable=True),
    UniqueConstraint("id"),
    # A promise is asked about once, whoever asks.
    UniqueConstraint("follows"),
    Index(None, "group_id", "workbook_id"),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    Column("nudge_id", String(ID_LENGTH), ForeignKey("nudges.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("choice", String(16), nullable=False),
    Column("by_day", Date, nullable=True),
    Column("words", Text, nullable=False),
    person("by"),
    Column("at", Instant, nullable=False),
)

account_agreements = Table(
    "account_agreements",
    metadata,
    Column("nudge_id", String(ID_LENGTH), ForeignKey("nudges.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("person_id", String(ID_LENGTH), ForeignKey("people.id"), primary_key=True),
    Column("at", Instant, nullable=False),
)

nudge_replies = Table(
    "nudge_replies",
    metadata,
    counter("number"),
    Column("id", String(ID_LENGTH), nullable=False),
    Column("nudge_id", String(ID_LENGTH), ForeignKey("nudges.id"), nullable=False),
    person("by"),
    Column("body", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("id"),
    Index(None, "nudge_id"),
    sqlite_autoincrement=True,
)
