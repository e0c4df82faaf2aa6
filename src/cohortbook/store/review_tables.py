"""The tables around reviews: handing in again, what a mentor keeps, calibration, peers."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from cohortbook.store.columns import (
    ID_LENGTH,
    SLUG_LENGTH,
    counter,
    exercise,
    metadata,
    person,
    room,
)
from cohortbook.store.types import Counter, Instant

# A group hands in again once for each thing that a mentor has said.
review_hand_ins = Table(
    "review_hand_ins",
    metadata,
    counter("number"),
    *room(),
    exercise(),
    Column("review_id", String(ID_LENGTH), ForeignKey("reviews.id"), nullable=False),
    Column("review_version", Integer, nullable=False),
    person("by"),
    Column("words", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("review_id", "review_version"),
    Index(None, "group_id", "workbook_id"),
    sqlite_autoincrement=True,
)

review_phrases = Table(
    "review_phrases",
    metadata,
    counter("number"),
    Column("id", String(ID_LENGTH), nullable=False),
    person("person_id"),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("id"),
    Index(None, "person_id"),
    sqlite_autoincrement=True,
)

review_settings = Table(
    "review_settings",
    metadata,
    Column("person_id", String(ID_LENGTH), ForeignKey("people.id"), primary_key=True),
    Column("blind", Boolean, nullable=False),
)

# What a mentor says of an answer for calibration only, as it was at one revision: members
# never see it.
calibration_ratings = Table(
    "calibration_ratings",
    metadata,
    counter("number"),
    *room(),
    exercise(),
    person("person_id"),
    Column("revision", Counter, nullable=False),
    Column("levels", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("group_id", "workbook_id", "exercise_id", "person_id", "revision"),
    sqlite_autoincrement=True,
)

peer_rounds = Table(
    "peer_rounds",
    metadata,
    counter("number"),
    Column("id", String(ID_LENGTH), nullable=False),
    Column("workbook_id", String(SLUG_LENGTH), nullable=False),
    exercise(),
    Column("each", Integer, nullable=False),
    Column("seed", Integer, nullable=False),
    person("opened_by"),
    Column("opened_at", Instant, nullable=False),
    UniqueConstraint("id"),
    UniqueConstraint("workbook_id", "exercise_id"),
    sqlite_autoincrement=True,
)

peer_reviews = Table(
    "peer_reviews",
    metadata,
    counter("number"),
    Column("id", String(ID_LENGTH), nullable=False),
    Column("round_id", String(ID_LENGTH), ForeignKey("peer_rounds.id"), nullable=False),
    Column("reviewer_group", String(SLUG_LENGTH), nullable=False),
    Column("author_group", String(SLUG_LENGTH), nullable=False),
    # As it was when the round was opened, so that nobody reviews a moving text.
    Column("answer", JSON, nullable=False),
    Column("levels", JSON, nullable=False),
    Column("feedback", Text, nullable=False),
    person("given_by", nullable=True),
    Column("given_at", Instant, nullable=True),
    Column("version", Integer, nullable=False),
    Column("useful", Integer, nullable=True),
    person("rated_by", nullable=True),
    UniqueConstraint("id"),
    UniqueConstraint("round_id", "reviewer_group", "author_group"),
    sqlite_autoincrement=True,
)
