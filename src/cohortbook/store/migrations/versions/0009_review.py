"""Handing in again, what a mentor keeps, calibration, and review between groups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=24)
SLUG = sa.String(length=64)


def _counter(table: str) -> tuple[sa.Column[int], sa.PrimaryKeyConstraint]:
    return (
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{table}")),
    )


def _place() -> tuple[sa.Column[str], ...]:
    names = ("group_id", "workbook_id", "exercise_id")
    return tuple(sa.Column(name, SLUG, nullable=False) for name in names)


def _refers(table: str, column: str, to: str = "people") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("review_history", sa.Column("answer", sa.JSON(none_as_null=True), nullable=True))
    _make_mentors_tables()
    _make_peers_tables()


def _make_mentors_tables() -> None:
    op.create_table(
        "review_hand_ins",
        *_counter("review_hand_ins"),
        *_place(),
        sa.Column("review_id", ID, nullable=False),
        sa.Column("review_version", sa.Integer(), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        _refers("review_hand_ins", "review_id", "reviews"),
        _refers("review_hand_ins", "by"),
        _once("review_hand_ins", "review_id", "review_version"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_review_hand_ins_group_id_workbook_id"),
        "review_hand_ins",
        ["group_id", "workbook_id"],
    )
    op.create_table(
        "review_phrases",
        *_counter("review_phrases"),
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        _refers("review_phrases", "person_id"),
        _once("review_phrases", "id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_review_phrases_person_id"), "review_phrases", ["person_id"])
    op.create_table(
        "review_settings",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        _refers("review_settings", "person_id"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_review_settings")),
    )
    op.create_table(
        "calibration_ratings",
        *_counter("calibration_ratings"),
        *_place(),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("revision", COUNTER, nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        _refers("calibration_ratings", "person_id"),
        _once(
            "calibration_ratings",
            "group_id",
            "workbook_id",
            "exercise_id",
            "person_id",
            "revision",
        ),
        sqlite_autoincrement=True,
    )


def _make_peers_tables() -> None:
    op.create_table(
        "peer_rounds",
        *_counter("peer_rounds"),
        sa.Column("id", ID, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("exercise_id", SLUG, nullable=False),
        sa.Column("each", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("opened_by", ID, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        _refers("peer_rounds", "opened_by"),
        _once("peer_rounds", "id"),
        _once("peer_rounds", "workbook_id", "exercise_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "peer_reviews",
        *_counter("peer_reviews"),
        sa.Column("id", ID, nullable=False),
        sa.Column("round_id", ID, nullable=False),
        sa.Column("reviewer_group", SLUG, nullable=False),
        sa.Column("author_group", SLUG, nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("given_by", ID, nullable=True),
        sa.Column("given_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=True),
        sa.Column("rated_by", ID, nullable=True),
        _refers("peer_reviews", "round_id", "peer_rounds"),
        _refers("peer_reviews", "given_by"),
        _refers("peer_reviews", "rated_by"),
        _once("peer_reviews", "id"),
        _once("peer_reviews", "round_id", "reviewer_group", "author_group"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Go back to the revision before; what was said between groups is forgotten."""
    for table in (
        "peer_reviews",
        "peer_rounds",
        "calibration_ratings",
        "review_settings",
        "review_phrases",
        "review_hand_ins",
    ):
        op.drop_table(table)
    op.drop_column("review_history", "answer")
