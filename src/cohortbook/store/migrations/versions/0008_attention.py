"""What is noticed of each topic, nudges, and the accounts that groups give."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=24)
SLUG = sa.String(length=64)


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_people")
    return sa.ForeignKeyConstraint([column], ["people.id"], name=name)


def _nudge(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_nudge_id_nudges")
    return sa.ForeignKeyConstraint(["nudge_id"], ["nudges.id"], name=name)


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "reading_days",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("topic", SLUG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        _person("reading_days", "person_id"),
        sa.PrimaryKeyConstraint(
            "person_id",
            "group_id",
            "workbook_id",
            "topic",
            "day",
            name=op.f("pk_reading_days"),
        ),
    )
    op.create_table(
        "visit_days",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        _person("visit_days", "person_id"),
        sa.PrimaryKeyConstraint(
            "person_id", "group_id", "workbook_id", "day", name=op.f("pk_visit_days")
        ),
    )
    op.create_table(
        "reading_clocks",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("used_until", INSTANT, nullable=False),
        _person("reading_clocks", "person_id"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reading_clocks")),
    )
    op.create_table(
        "nudges",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("topic", SLUG, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("rule", SLUG, nullable=True),
        sa.Column("sent_by", ID, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("quote", sa.JSON(), nullable=True),
        sa.Column("follows", ID, nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("outcome_at", INSTANT, nullable=True),
        _person("nudges", "sent_by"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_nudges")),
        sa.UniqueConstraint("id", name=op.f("uq_nudges_id")),
        sa.UniqueConstraint("follows", name=op.f("uq_nudges_follows")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_nudges_group_id_workbook_id"), "nudges", ["group_id", "workbook_id"], unique=False
    )
    op.create_table(
        "accounts",
        sa.Column("nudge_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.Column("by_day", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        _nudge("accounts"),
        _person("accounts", "by"),
        sa.PrimaryKeyConstraint("nudge_id", "version", name=op.f("pk_accounts")),
    )
    op.create_table(
        "account_agreements",
        sa.Column("nudge_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        _nudge("account_agreements"),
        _person("account_agreements", "person_id"),
        sa.PrimaryKeyConstraint(
            "nudge_id", "version", "person_id", name=op.f("pk_account_agreements")
        ),
    )
    op.create_table(
        "nudge_replies",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("nudge_id", ID, nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        _nudge("nudge_replies"),
        _person("nudge_replies", "by"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_nudge_replies")),
        sa.UniqueConstraint("id", name=op.f("uq_nudge_replies_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_nudge_replies_nudge_id"), "nudge_replies", ["nudge_id"], unique=False)


def downgrade() -> None:
    """Go back to the revision before; all of it is forgotten."""
    for table in (
        "nudge_replies",
        "account_agreements",
        "accounts",
        "nudges",
        "reading_clocks",
        "visit_days",
        "reading_days",
    ):
        op.drop_table(table)
