"""What groups chose on the direction dial, and topics that they added to their workbooks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=24)
SLUG = sa.String(length=64)


def _number() -> sa.Column[int]:
    counter = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("number", counter, autoincrement=True, nullable=False)


def _by(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f(f"fk_{table}_by_people"))


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "direction_choices",
        _number(),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("setting", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        _by("direction_choices"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_direction_choices")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_direction_choices_group_id"), "direction_choices", ["group_id"])
    op.create_table(
        "own_topics",
        _number(),
        sa.Column("id", SLUG, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_day", sa.Date(), nullable=True),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _by("own_topics"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_own_topics")),
        sa.UniqueConstraint(
            "group_id", "workbook_id", "id", name=op.f("uq_own_topics_group_id_workbook_id_id")
        ),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Go back to the revision before; all of it is forgotten."""
    op.drop_table("own_topics")
    op.drop_table("direction_choices")
