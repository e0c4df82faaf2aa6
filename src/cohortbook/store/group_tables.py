"""The tables of what groups decide about themselves."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from cohortbook.store.columns import ID_LENGTH, SLUG_LENGTH, counter, metadata, person
from cohortbook.store.types import Instant

# `other_group_id` is the group that somebody moves to, that a split makes, or that a
# merge goes into; `title` is that of the group which a split makes or a merge ends.
group_decisions = Table(
    "group_decisions",
    metadata,
    counter("number"),
    Column("id", String(ID_LENGTH), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("group_id", String(SLUG_LENGTH), nullable=False),
    Column("other_group_id", String(SLUG_LENGTH), nullable=True),
    Column("title", Text, nullable=True),
    person("by"),
    Column("at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    UniqueConstraint("id"),
    Index(None, "group_id"),
    Index(None, "other_group_id"),
    sqlite_autoincrement=True,
)

group_decision_people = Table(
    "group_decision_people",
    metadata,
    Column("decision_id", String(ID_LENGTH), ForeignKey("group_decisions.id"), primary_key=True),
    Column("person_id", String(ID_LENGTH), ForeignKey("people.id"), primary_key=True),
)

# The group is the one for which somebody agrees; none where a facilitator does.
group_decision_steps = Table(
    "group_decision_steps",
    metadata,
    counter("number"),
    Column("decision_id", String(ID_LENGTH), ForeignKey("group_decisions.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("group_id", String(SLUG_LENGTH), nullable=True),
    person("by", nullable=True),
    Column("at", Instant, nullable=False),
    Index(None, "decision_id"),
    sqlite_autoincrement=True,
)
