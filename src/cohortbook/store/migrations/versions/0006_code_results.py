"""What came of running code, the last time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=24)
SLUG = sa.String(length=64)


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "code_results",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("exercise_id", SLUG, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("outputs", sa.JSON(), nullable=False),
        sa.Column("cut", sa.Boolean(), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("began", INSTANT, nullable=False),
        sa.Column("ended", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_code_results_person_id_people")
        ),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_code_results_by_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_code_results")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_code_results_group_id_workbook_id_exercise_id"),
        "code_results",
        ["group_id", "workbook_id", "exercise_id"],
        unique=False,
    )


def downgrade() -> None:
    """Go back to the revision before; results are forgotten."""
    op.drop_table("code_results")
