"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=24)
SLUG = sa.String(length=64)


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "document_updates",
        sa.Column("seq", COUNTER, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_document_updates")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_document_updates_key_seq"), "document_updates", ["key", "seq"], unique=False
    )
    op.create_table(
        "documents",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("snapshot_seq", COUNTER, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_documents")),
    )
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "threads",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("anchor_kind", sa.String(length=16), nullable=False),
        sa.Column("anchor_ref", sa.String(length=200), nullable=False),
        sa.Column("anchor_quote", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("resolved", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_threads")),
        sa.UniqueConstraint("id", name=op.f("uq_threads_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_threads_group_id_workbook_id"),
        "threads",
        ["group_id", "workbook_id"],
        unique=False,
    )
    op.create_table(
        "answer_history",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("exercise_id", SLUG, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("by", ID, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_answer_history_by_people")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_answer_history_person_id_people")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_answer_history")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_answer_history_group_id_workbook_id_exercise_id"),
        "answer_history",
        ["group_id", "workbook_id", "exercise_id"],
        unique=False,
    )
    op.create_table(
        "answers",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("exercise_id", SLUG, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("updated_by", ID, nullable=True),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("revision", COUNTER, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_answers_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["people.id"], name=op.f("fk_answers_updated_by_people")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_answers")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_answers_group",
        "answers",
        ["group_id", "workbook_id", "exercise_id"],
        unique=True,
        sqlite_where=sa.text("person_id IS NULL"),
        postgresql_where=sa.text("person_id IS NULL"),
    )
    op.create_index(
        "uq_answers_person",
        "answers",
        ["group_id", "workbook_id", "exercise_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("person_id IS NOT NULL"),
        postgresql_where=sa.text("person_id IS NOT NULL"),
    )
    op.create_table(
        "comments",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("thread_id", ID, nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("edited_at", INSTANT, nullable=True),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_comments_author_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_comments_thread_id_threads")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_comments")),
        sa.UniqueConstraint("id", name=op.f("uq_comments_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_comments_thread_id"), "comments", ["thread_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", COUNTER, autoincrement=True, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name=op.f("fk_events_actor_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_events_group_id_workbook_id_id"),
        "events",
        ["group_id", "workbook_id", "id"],
        unique=False,
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("result_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_idempotency_keys_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_table(
        "individual_hand_ins",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("exercise_id", SLUG, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_individual_hand_ins_person_id_people")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_individual_hand_ins")),
        sa.UniqueConstraint(
            "group_id",
            "workbook_id",
            "exercise_id",
            "person_id",
            name=op.f("uq_individual_hand_ins_group_id_workbook_id_exercise_id_person_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "join_links",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("nonce_sha256", SLUG, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_join_links_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_links")),
    )
    op.create_index(op.f("ix_join_links_person_id"), "join_links", ["person_id"], unique=False)
    op.create_table(
        "reveals",
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("exercise_id", SLUG, nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("revision", COUNTER, nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_reveals_by_people")),
        sa.PrimaryKeyConstraint("group_id", "workbook_id", "exercise_id", name=op.f("pk_reveals")),
    )
    op.create_table(
        "reviews",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("exercise_id", SLUG, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("reviewer_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_reviews_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["people.id"], name=op.f("fk_reviews_reviewer_id_people")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reviews")),
        sa.UniqueConstraint("id", name=op.f("uq_reviews_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_reviews_group",
        "reviews",
        ["group_id", "workbook_id", "exercise_id"],
        unique=True,
        sqlite_where=sa.text("person_id IS NULL"),
        postgresql_where=sa.text("person_id IS NULL"),
    )
    op.create_index(
        "uq_reviews_person",
        "reviews",
        ["group_id", "workbook_id", "exercise_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("person_id IS NOT NULL"),
        postgresql_where=sa.text("person_id IS NOT NULL"),
    )
    op.create_table(
        "roles",
        sa.Column("number", COUNTER, autoincrement=True, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("group_id", SLUG, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_roles_person_id_people")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_roles")),
        sa.UniqueConstraint(
            "person_id", "role", "group_id", name=op.f("uq_roles_person_id_role_group_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_roles_group_id"), "roles", ["group_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("token_sha256", SLUG, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sessions_person_id_people")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_person_id"), "sessions", ["person_id"], unique=False)
    op.create_table(
        "visits",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("group_id", SLUG, nullable=False),
        sa.Column("workbook_id", SLUG, nullable=False),
        sa.Column("event_id", COUNTER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_visits_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", "group_id", "workbook_id", name=op.f("pk_visits")),
    )
    op.create_table(
        "comment_versions",
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_comment_versions_by_people")),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_versions_comment_id_comments")
        ),
        sa.PrimaryKeyConstraint("comment_id", "version", name=op.f("pk_comment_versions")),
    )
    op.create_table(
        "review_history",
        sa.Column("review_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("reviewer_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_review_history_review_id_reviews")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["people.id"], name=op.f("fk_review_history_reviewer_id_people")
        ),
        sa.PrimaryKeyConstraint("review_id", "version", name=op.f("pk_review_history")),
    )


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("review_history")
    op.drop_table("comment_versions")
    op.drop_table("visits")
    op.drop_table("sessions")
    op.drop_table("roles")
    op.drop_table("reviews")
    op.drop_table("reveals")
    op.drop_table("join_links")
    op.drop_table("individual_hand_ins")
    op.drop_table("idempotency_keys")
    op.drop_table("events")
    op.drop_table("comments")
    op.drop_table("answers")
    op.drop_table("answer_history")
    op.drop_table("threads")
    op.drop_table("people")
    op.drop_table("documents")
    op.drop_table("document_updates")
