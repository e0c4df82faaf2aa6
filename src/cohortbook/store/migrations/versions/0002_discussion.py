"""Mentions, reactions, how far everybody has read, and where a passage stood."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=24)


def upgrade() -> None:
    """Go to this revision."""
    # Never made anew: comments refer to it.
    with op.batch_alter_table("threads", recreate="never") as threads:
        threads.add_column(sa.Column("anchor_position", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "comment_mentions",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("after_comment", COUNTER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_mentions_comment_id_comments")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_comment_mentions_person_id_people")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_comment_mentions")),
        sa.UniqueConstraint(
            "comment_id",
            "person_id",
            "kind",
            name=op.f("uq_comment_mentions_comment_id_person_id_kind"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_comment_mentions_person_id"), "comment_mentions", ["person_id"], unique=False
    )
    op.create_table(
        "comment_reactions",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_reactions_comment_id_comments")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_comment_reactions_person_id_people")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_comment_reactions")),
        sa.UniqueConstraint(
            "comment_id",
            "person_id",
            "name",
            name=op.f("uq_comment_reactions_comment_id_person_id_name"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "read_marks",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("thread_id", ID, nullable=False),
        sa.Column("comment_number", COUNTER, nullable=False),
        sa.Column("mention_number", COUNTER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_read_marks_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_read_marks_thread_id_threads")
        ),
        sa.PrimaryKeyConstraint("person_id", "thread_id", name=op.f("pk_read_marks")),
    )


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("read_marks")
    op.drop_table("comment_reactions")
    op.drop_table("comment_mentions")
    with op.batch_alter_table("threads", recreate="never") as threads:
        threads.drop_column("anchor_position")
