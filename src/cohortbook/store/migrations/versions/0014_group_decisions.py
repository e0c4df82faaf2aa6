"""What groups decide about themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0011"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=24)
SLUG = sa.String(length=64)


def _names(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=name)


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "group_decisions",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("other_group_id", SLUG, nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("closes_at", INSTANT, nullable=False),
        _names("group_decisions", "by", "people"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_group_decisions")),
        sa.UniqueConstraint("id", name=op.f("uq_group_decisions_id")),
        sqlite_autoincrement=True,
    )
    for column in ("group_id", "other_group_id"):
        op.create_index(op.f(f"ix_group_decisions_{column}"), "group_decisions", [column])
    op.create_table(
        "group_decision_people",
        sa.Column("decision_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        _names("group_decision_people", "decision_id", "group_decisions"),
        _names("group_decision_people", "person_id", "people"),
        sa.PrimaryKeyConstraint("decision_id", "person_id", name=op.f("pk_group_decision_people")),
    )
    op.create_table(
        "group_decision_steps",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("decision_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("group_id", SLUG, nullable=True),
        sa.Column("by", ID, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        _names("group_decision_steps", "decision_id", "group_decisions"),
        _names("group_decision_steps", "by", "people"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_group_decision_steps")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_group_decision_steps_decision_id"), "group_decision_steps", ["decision_id"]
    )


def downgrade() -> None:
    """Go back to the revision before; all of it is forgotten."""
    op.drop_table("group_decision_steps")
    op.drop_table("group_decision_people")
    op.drop_table("group_decisions")
