"""Which workbooks are open, whatever the schedule says, and what is announced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=24)
SLUG = sa.String(length=64)


def _by(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_by_people")
    return sa.ForeignKeyConstraint(["by"], ["people.id"], name=name)


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "openings",
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        _by("openings"),
        sa.PrimaryKeyConstraint("workbook_id", "group_id", name=op.f("pk_openings")),
    )
    op.create_table(
        "announcements",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        _by("announcements"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_announcements")),
        sa.UniqueConstraint("id", name=op.f("uq_announcements_id")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Go back to the revision before; all of it is forgotten."""
    op.drop_table("announcements")
    op.drop_table("openings")
