"""Files that people answer with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=24)
SLUG = sa.String(length=64)
HASH = sa.String(length=64)


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "uploads",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("exercise_id", SLUG, nullable=False),
        sa.Column("individual", sa.Boolean(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("content", HASH, nullable=False),
        sa.Column("small", HASH, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_uploads_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index(
        op.f("ix_uploads_group_id_workbook_id_exercise_id"),
        "uploads",
        ["group_id", "workbook_id", "exercise_id"],
        unique=False,
    )


def downgrade() -> None:
    """Go back to the revision before; which files there are is forgotten."""
    op.drop_table("uploads")
