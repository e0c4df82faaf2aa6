"""The language that somebody chose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    # Never made anew: nearly everything refers to it.
    with op.batch_alter_table("people", recreate="never") as people:
        people.add_column(sa.Column("language", sa.String(length=16), nullable=True))


def downgrade() -> None:
    """Go back to the revision before; choices are forgotten."""
    with op.batch_alter_table("people", recreate="never") as people:
        people.drop_column("language")
