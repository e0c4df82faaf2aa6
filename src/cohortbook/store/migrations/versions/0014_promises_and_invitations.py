"""Days of groups' own topics that are followed up, and letters that invite somebody."""

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
    with op.batch_alter_table("letters", recreate="never") as batch:
        batch.add_column(sa.Column("invited_to", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("language", sa.String(length=16), nullable=True))


def downgrade() -> None:
    """Go back to the revision before; invitations that wait are not sent."""
    op.execute("UPDATE letters SET state = 'dropped' WHERE invited_to IS NOT NULL")
    with op.batch_alter_table("letters", recreate="never") as batch:
        batch.drop_column("language")
        batch.drop_column("invited_to")
    with op.batch_alter_table("own_topics", recreate="never") as batch:
        batch.drop_column("followed_day")
        batch.drop_column("promised_at")
