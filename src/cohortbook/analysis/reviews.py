"""The rows of reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from cohortbook.store.schema import answers, review_history, reviews

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cohortbook.analysis.frames import Row
    from cohortbook.analysis.naming import Naming
    from cohortbook.analysis.places import Places


def review_rows(connection: Connection, places: Places, naming: Naming) -> list[Row]:
    """Return a row for each review, in the order in which answers were reviewed first."""
    first = (
        select(func.min(review_history.c.at))
        .where(review_history.c.review_id == reviews.c.id)
        .scalar_subquery()
    )
    same_place = and_(
        answers.c.group_id == reviews.c.group_id,
        answers.c.workbook_id == reviews.c.workbook_id,
        answers.c.exercise_id == reviews.c.exercise_id,
        answers.c.person_id.is_not_distinct_from(reviews.c.person_id),
        answers.c.value.is_not(None),
    )
    query = (
        select(reviews, first.label("first_at"), answers.c.updated_at.label("answered_at"))
        .outerjoin(answers, same_place)
        .order_by(reviews.c.number)
    )
    rows = []
    for row in connection.execute(query):
        if not places.known(row.group_id, row.workbook_id):
            continue
        definition = places.definition(row.group_id, row.workbook_id, row.exercise_id)
        feedback = naming.in_text(row.feedback) or ""
        rows.append(
            {
                "review": row.id,
                "group": row.group_id,
                "workbook": row.workbook_id,
                "exercise": row.exercise_id,
                "topic": None if definition is None else definition.topic,
                "person": naming.of(row.person_id),
                "state": row.state,
                "feedback": feedback,
                "words": len(feedback.split()),
                "levels": row.levels,
                "reviewer": naming.of(row.reviewer_id),
                "first_at": row.first_at,
                "at": row.at,
                "versions": row.version,
                "answered_at": row.answered_at,
            }
        )
    return rows
