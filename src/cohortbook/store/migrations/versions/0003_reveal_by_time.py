"""Answers may be revealed by nobody: when their time has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.String(length=24)


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("reveals") as reveals:
        reveals.alter_column("by", existing_type=ID, nullable=True)


def downgrade() -> None:
    """Go back to the revision before; what nobody revealed is closed again."""
    op.execute(sa.text('DELETE FROM reveals WHERE "by" IS NULL'))
    with op.batch_alter_table("reveals") as reveals:
        reveals.alter_column("by", existing_type=ID, nullable=False)
