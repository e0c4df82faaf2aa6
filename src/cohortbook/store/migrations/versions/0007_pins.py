"""States of simulations that were kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=24)
SLUG = sa.String(length=64)


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "pins",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("cell_id", sa.String(length=200), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("picture", sa.String(length=64), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_pins_person_id_people")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_pins")),
        sa.UniqueConstraint("id", name=op.f("uq_pins_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_pins_group_id_workbook_id"), "pins", ["group_id", "workbook_id"], unique=False
    )


def downgrade() -> None:
    """Go back to the revision before; kept states are forgotten."""
    op.drop_table("pins")
