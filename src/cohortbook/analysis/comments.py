"""The rows of comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from cohortbook.learning.authors import FORMER, roles_in
from cohortbook.store.schema import comment_mentions, comment_reactions, comments, threads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Table

    from cohortbook.analysis.frames import Row
    from cohortbook.analysis.naming import Naming
    from cohortbook.analysis.places import Places


def comment_rows(connection: Connection, places: Places, naming: Naming) -> list[Row]:
    """Return a row for each comment, in the order in which they were written."""
    mentions = _counts(connection, comment_mentions)
    reactions = _counts(connection, comment_reactions)
    roles: dict[str, Mapping[str, str]] = {}
    query = (
        select(comments, *(threads.c[name] for name in ("group_id", "workbook_id", "resolved")))
        .add_columns(threads.c.anchor_kind, threads.c.anchor_ref)
        .join(threads, threads.c.id == comments.c.thread_id)
        .order_by(comments.c.number)
    )
    rows: list[Row] = []
    seen: set[str] = set()
    for row in connection.execute(query):
        if not places.known(row.group_id, row.workbook_id):
            continue
        if row.group_id not in roles:
            roles[row.group_id] = roles_in(connection, row.group_id)
        exercise = row.anchor_ref if row.anchor_kind == "exercise" else None
        found = exercise and places.definition(row.group_id, row.workbook_id, exercise)
        body = naming.in_text(row.body)
        rows.append(
            {
                "thread": row.thread_id,
                "comment": row.id,
                "group": row.group_id,
                "workbook": row.workbook_id,
                "anchor": row.anchor_kind,
                "exercise": exercise,
                "topic": found.topic if found else None,
                "author": naming.of(row.author_id),
                "role": roles[row.group_id].get(row.author_id, FORMER),
                "first": row.thread_id not in seen,
                "body": body,
                "words": None if body is None else len(body.split()),
                "mentions": mentions.get(row.id, 0),
                "reactions": reactions.get(row.id, 0),
                "created_at": row.created_at,
                "edited_at": row.edited_at,
                "deleted": row.deleted_at is not None,
                "resolved": row.resolved,
            }
        )
        seen.add(row.thread_id)
    return rows


def _counts(connection: Connection, table: Table) -> dict[str, int]:
    query = select(table.c.comment_id, func.count().label("n")).group_by(table.c.comment_id)
    return {row.comment_id: row.n for row in connection.execute(query)}
