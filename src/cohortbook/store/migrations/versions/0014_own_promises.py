"""Since when a group's own topic has its day, and which of its days was followed up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision; days that were set before are taken for those of the beginning."""
    with op.batch_alter_table("own_topics", recreate="never") as batch:
        batch.add_column(sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("followed_day", sa.Date(), nullable=True))
    op.execute("UPDATE own_topics SET promised_at = at WHERE by_day IS NOT NULL")


def downgrade() -> None:
    """Go back to the revision before."""
    with op.batch_alter_table("own_topics", recreate="never") as batch:
        batch.drop_column("followed_day")
        batch.drop_column("promised_at")
