"""What people and other programs are told outside the pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=24)
SLUG = sa.String(length=64)
RECIPIENT = sa.String(length=80)


def _refers(table: str, column: str, to: str = "people") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "message_choices",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("rhythms", sa.JSON(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=True),
        sa.Column("quiet", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        _refers("message_choices", "person_id"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_message_choices")),
    )
    op.create_table(
        "message_cursor",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("event_id", COUNTER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_message_cursor")),
    )
    op.create_table(
        "letters",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("recipient", RECIPIENT, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        _refers("letters", "person_id"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_letters")),
        sa.UniqueConstraint("id", name=op.f("uq_letters_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_letters_state_next_at"), "letters", ["state", "next_at"])
    op.create_index(op.f("ix_letters_recipient"), "letters", ["recipient"])
    op.create_table(
        "messages",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("recipient", RECIPIENT, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("event_id", COUNTER, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("letter_id", ID, nullable=True),
        sa.Column("dropped_at", INSTANT, nullable=True),
        _refers("messages", "person_id"),
        _refers("messages", "actor_id"),
        _refers("messages", "letter_id", "letters"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "event_id", "kind", "recipient", name=op.f("uq_messages_event_id_kind_recipient")
        ),
        sqlite_autoincrement=True,
    )
    columns = ["recipient", "kind", "subject"]
    op.create_index(op.f("ix_messages_recipient_kind_subject"), "messages", columns)
    op.create_index(op.f("ix_messages_letter_id"), "messages", ["letter_id"])
    op.create_index(op.f("ix_messages_due_at"), "messages", ["due_at"])


def downgrade() -> None:
    """Go back to the revision before; what waited to be sent is forgotten."""
    for table in ("messages", "letters", "message_cursor", "message_choices"):
        op.drop_table(table)
