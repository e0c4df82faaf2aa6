"""The tables, as data.

A room is named by two columns, `group_id` and `workbook_id`, in every table
that belongs to one. Times are UTC. A `number` or `seq` counts rows in the
order in which they were written and is never used twice.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from cohortbook.store import group_tables, review_tables
from cohortbook.store.columns import ID_LENGTH, SLUG_LENGTH, metadata
from cohortbook.store.columns import counter as _counter
from cohortbook.store.columns import exercise as _exercise
from cohortbook.store.columns import person as _person
from cohortbook.store.columns import room as _room
from cohortbook.store.types import Counter, Instant

# Named here, so that whoever has this module has all tables.
__all__ = ["group_tables", "metadata", "review_tables"]

people = Table(
    "people",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("email", String(320), nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("language", String(16), nullable=True),
    UniqueConstraint("email"),
)

roles = Table(
    "roles",
    metadata,
    _counter("number"),
    _person("person_id"),
    Column("role", String(16), nullable=False),
    Column("group_id", String(SLUG_LENGTH), nullable=True),
    UniqueConstraint("person_id", "role", "group_id"),
    Index(None, "group_id"),
    sqlite_autoincrement=True,
)

join_links = Table(
    "join_links",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    _person("person_id"),
    Column("nonce_sha256", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=True),
    Column("revoked_at", Instant, nullable=True),
    Index(None, "person_id"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    _person("person_id"),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index(None, "person_id"),
)

documents = Table(
    "documents",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("snapshot", LargeBinary, nullable=False),
    Column("snapshot_seq", Counter, nullable=False),
)

# No foreign key to people: an update is part of a text that others wrote on
# too, and has to stay when its author is erased.
document_updates = Table(
    "document_updates",
    metadata,
    _counter("seq"),
    Column("key", String(200), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("person_id", String(ID_LENGTH), nullable=True),
    Column("at", Instant, nullable=False),
    Index(None, "key", "seq"),
    sqlite_autoincrement=True,
)

answers = Table(
    "answers",
    metadata,
    _counter("number"),
    *_room(),
    _exercise(),
    _person("person_id", nullable=True),
    Column("kind", String(16), nullable=False),
    Column("value", JSON(none_as_null=True), nullable=True),
    Column("updated_by", String(ID_LENGTH), ForeignKey("people.id"), nullable=True),
    Column("updated_at", Instant, nullable=False),
    Column("revision", Counter, nullable=False),
    sqlite_autoincrement=True,
)
Index(
    "uq_answers_group",
    answers.c.group_id,
    answers.c.workbook_id,
    answers.c.exercise_id,
    unique=True,
    sqlite_where=answers.c.person_id.is_(None),
    postgresql_where=answers.c.person_id.is_(None),
)
Index(
    "uq_answers_person",
    answers.c.group_id,
    answers.c.workbook_id,
    answers.c.exercise_id,
    answers.c.person_id,
    unique=True,
    sqlite_where=answers.c.person_id.is_not(None),
    postgresql_where=answers.c.person_id.is_not(None),
)

answer_history = Table(
    "answer_history",
    metadata,
    _counter("number"),
    *_room(),
    _exercise(),
    _person("person_id", nullable=True),
    Column("value", JSON(none_as_null=True), nullable=True),
    Column("by", String(ID_LENGTH), ForeignKey("people.id"), nullable=True),
    Column("at", Instant, nullable=False),
    Index(None, "group_id", "workbook_id", "exercise_id"),
    sqlite_autoincrement=True,
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    *_room(),
    _exercise(),
    Column("individual", Boolean, nullable=False),
    _person("person_id"),
    Column("name", Text, nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("width", Integer, nullable=True),
    Column("height", Integer, nullable=True),
    Column("content", String(64), nullable=False),
    Column("small", String(64), nullable=True),
    Column("at", Instant, nullable=False),
    Index(None, "group_id", "workbook_id", "exercise_id"),
)

code_results = Table(
    "code_results",
    metadata,
    _counter("number"),
    *_room(),
    _exercise(),
    _person("person_id", nullable=True),
    Column("code", Text, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("outputs", JSON, nullable=False),
    Column("cut", Boolean, nullable=False),
    _person("by"),
    Column("began", Instant, nullable=False),
    Column("ended", Instant, nullable=False),
    Index(None, "group_id", "workbook_id", "exercise_id"),
    sqlite_autoincrement=True,
)

individual_hand_ins = Table(
    "individual_hand_ins",
    metadata,
    _counter("number"),
    *_room(),
    _exercise(),
    _person("person_id"),
    Column("at", Instant, nullable=False),
    UniqueConstraint("group_id", "workbook_id", "exercise_id", "person_id"),
    sqlite_autoincrement=True,
)

reveals = Table(
    "reveals",
    metadata,
    Column("group_id", String(SLUG_LENGTH), primary_key=True),
    Column("workbook_id", String(SLUG_LENGTH), primary_key=True),
    Column("exercise_id", String(SLUG_LENGTH), primary_key=True),
    _person("by", nullable=True),
    Column("at", Instant, nullable=False),
    Column("revision", Counter, nullable=False),
)

threads = Table(
    "threads",
    metadata,
    _counter("number"),
    Column("id", String(ID_LENGTH), nullable=False),
    *_room(),
    Column("anchor_kind", String(16), nullable=False),
    Column("anchor_ref", String(200), nullable=False),
    Column("anchor_quote", JSON(none_as_null=True), nullable=True),
    Column("resolved", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("anchor_position", JSON(none_as_null=True), nullable=True),
    UniqueConstraint("id"),
    Index(None, "group_id", "workbook_id"),
    sqlite_autoincrement=True,
)

comments = Table(
    "comments",
    metadata,
    _counter("number"),
    Column("id", String(ID_LENGTH), nullable=False),
    Column("thread_id", String(ID_LENGTH), ForeignKey("threads.id"), nullable=False),
    _person("author_id"),
    Column("body", Text, nullable=True),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_at", Instant, nullable=True),
    Column("deleted_at", Instant, nullable=True),
    UniqueConstraint("id"),
    Index(None, "thread_id"),
    sqlite_autoincrement=True,
)

comment_versions = Table(
    "comment_versions",
    metadata,
    Column("comment_id", String(ID_LENGTH), ForeignKey("comments.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=True),
    _person("by"),
    Column("at", Instant, nullable=False),
)

# `after_comment` is the number of the last comment there was when the mention was
# made, by an edit perhaps: what somebody wrote after it answers it.
comment_mentions = Table(
    "comment_mentions",
    metadata,
    _counter("number"),
    Column("comment_id", String(ID_LENGTH), ForeignKey("comments.id"), nullable=False),
    _person("person_id"),
    Column("kind", String(16), nullable=False),
    Column("after_comment", Counter, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("comment_id", "person_id", "kind"),
    Index(None, "person_id"),
    sqlite_autoincrement=True,
)

comment_reactions = Table(
    "comment_reactions",
    metadata,
    _counter("number"),
    Column("comment_id", String(ID_LENGTH), ForeignKey("comments.id"), nullable=False),
    _person("person_id"),
    Column("name", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("comment_id", "person_id", "name"),
    sqlite_autoincrement=True,
)

# How far somebody has read a thread: up to which comment, and which mentions there
# were by then, since an edit can add one to a comment that was read long ago.
read_marks = Table(
    "read_marks",
    metadata,
    Column("person_id", String(ID_LENGTH), ForeignKey("people.id"), primary_key=True),
    Column("thread_id", String(ID_LENGTH), ForeignKey("threads.id"), primary_key=True),
    Column("comment_number", Counter, nullable=False),
    Column("mention_number", Counter, nullable=False),
    Column("at", Instant, nullable=False),
)

# States of simulations. Of a removed one, that it was there is all that is kept.
pins = Table(
    "pins",
    metadata,
    _counter("number"),
    Column("id", String(ID_LENGTH), nullable=False),
    *_room(),
    Column("cell_id", String(200), nullable=False),
    Column("settings", JSON, nullable=False),
    Column("picture", String(64), nullable=True),
    Column("width", Integer, nullable=True),
    Column("height", Integer, nullable=True),
    _person("person_id"),
    Column("at", Instant, nullable=False),
    Column("removed_at", Instant, nullable=True),
    UniqueConstraint("id"),
    Index(None, "group_id", "workbook_id"),
    sqlite_autoincrement=True,
)

reviews = Table(
    "reviews",
    metadata,
    _counter("number"),
    Column("id", String(ID_LENGTH), nullable=False),
    *_room(),
    _exercise(),
    _person("person_id", nullable=True),
    Column("state", String(16), nullable=False),
    Column("feedback", Text, nullable=False),
    Column("levels", JSON, nullable=False),
    _person("reviewer_id"),
    Column("at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("id"),
    sqlite_autoincrement=True,
)
Index(
    "uq_reviews_group",
    reviews.c.group_id,
    reviews.c.workbook_id,
    reviews.c.exercise_id,
    unique=True,
    sqlite_where=reviews.c.person_id.is_(None),
    postgresql_where=reviews.c.person_id.is_(None),
)
Index(
    "uq_reviews_person",
    reviews.c.group_id,
    reviews.c.workbook_id,
    reviews.c.exercise_id,
    reviews.c.person_id,
    unique=True,
    sqlite_where=reviews.c.person_id.is_not(None),
    postgresql_where=reviews.c.person_id.is_not(None),
)

review_history = Table(
    "review_history",
    metadata,
    Column("review_id", String(ID_LENGTH), ForeignKey("reviews.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("feedback", Text, nullable=False),
    Column("levels", JSON, nullable=False),
    _person("reviewer_id"),
    Column("at", Instant, nullable=False),
    # What was judged; of an individual exercise nothing.
    Column("answer", JSON(none_as_null=True), nullable=True),
)

events = Table(
    "events",
    metadata,
    _counter("id"),
    *_room(),
    Column("type", String(32), nullable=False),
    _person("actor_id", nullable=True),
    Column("at", Instant, nullable=False),
    Column("data", JSON, nullable=False),
    Index(None, "group_id", "workbook_id", "id"),
    sqlite_autoincrement=True,
)

visits = Table(
    "visits",
    metadata,
    Column("person_id", String(ID_LENGTH), ForeignKey("people.id"), primary_key=True),
    Column("group_id", String(SLUG_LENGTH), primary_key=True),
    Column("workbook_id", String(SLUG_LENGTH), primary_key=True),
    Column("event_id", Counter, nullable=False),
    Column("at", Instant, nullable=False),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("person_id", String(ID_LENGTH), ForeignKey("people.id"), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("action", String(32), nullable=False),
    Column("result_id", String(ID_LENGTH), nullable=False),
    Column("at", Instant, nullable=False),
)
