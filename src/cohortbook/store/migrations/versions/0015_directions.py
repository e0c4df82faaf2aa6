"""What groups chose on the direction dial."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "direction_choices",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("group_id", sa.String(length=64), nullable=False),
        sa.Column("setting", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_direction_choices_by_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_direction_choices")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_direction_choices_group_id"), "direction_choices", ["group_id"])


def downgrade() -> None:
    """Go back to the revision before; all of it is forgotten."""
    op.drop_table("direction_choices")
