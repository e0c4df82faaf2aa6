"""The table of topics that groups added to their workbooks."""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, String, Table, Text, UniqueConstraint

from cohortbook.store.columns import SLUG_LENGTH, counter, metadata, person, room
from cohortbook.store.types import Instant

TITLE_LENGTH = 120

# The id is that of a topic and of an exercise at once: its text is kept as an answer.
own_topics = Table(
    "own_topics",
    metadata,
    counter("number"),
    Column("id", String(SLUG_LENGTH), nullable=False),
    *room(),
    Column("title", String(TITLE_LENGTH), nullable=False),
    Column("why", Text, nullable=False),
    Column("by_day", Date, nullable=True),
    person("by"),
    Column("at", Instant, nullable=False),
    Column("closed_at", Instant, nullable=True),
    Column("version", Integer, nullable=False),
    Column("promised_at", Instant, nullable=True),
    Column("followed_day", Date, nullable=True),
    # A group that came out of another one has its topics under the same ids.
    UniqueConstraint("group_id", "workbook_id", "id"),
    sqlite_autoincrement=True,
)
