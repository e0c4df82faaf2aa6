"""The rows of answers and of exercises."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from cohortbook.analysis.naming import Naming
from cohortbook.store.schema import answer_history, answers, people, reveals

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from cohortbook.analysis.frames import Row
    from cohortbook.analysis.places import Places
    from cohortbook.workbook.exercise import ExerciseDefinition

_TEXTS = frozenset({"text", "code"})
_NUMBERS = frozenset({"number", "scale"})


def names(connection: Connection) -> dict[str, str]:
    """Return the names of everybody who is or was in the cohort, by id."""
    query = select(people.c.id, people.c.name).order_by(people.c.created_at, people.c.id)
    return {row.id: row.name for row in connection.execute(query)}


def answer_rows(
    connection: Connection, places: Places, naming: Naming, *, unrevealed: bool
) -> list[Row]:
    """Return a row for each answer that there is now."""
    shown = {tuple(row) for row in connection.execute(select(*reveals.c[:3]))}
    history = _histories(connection)
    query = select(answers).where(answers.c.value.is_not(None)).order_by(answers.c.number)
    rows = []
    for row in connection.execute(query):
        place = (row.group_id, row.workbook_id, row.exercise_id)
        if not places.known(*place[:2]):
            continue
        if row.person_id is not None and place not in shown and not unrevealed:
            continue
        definition = places.definition(*place)
        changes, first_at = history.get((*place, row.person_id), (0, None))
        text = in_words(definition, row.kind, row.value)
        rows.append(
            {
                **_where(place, definition),
                "kind": row.kind,
                "individual": row.person_id is not None,
                "person": naming.of(row.person_id),
                "value": row.value,
                "text": text,
                "number": float(row.value) if row.kind in _NUMBERS else None,
                "words": None if text is None else len(text.split()),
                "changes": changes,
                "first_at": first_at,
                "updated_at": row.updated_at,
                "updated_by": naming.of(row.updated_by),
            }
        )
    return sorted(
        rows,
        key=lambda row: (
            places.order(row["group"], row["workbook"], row["exercise"]),
            row["person"] or "",
        ),
    )


def exercise_rows(connection: Connection, places: Places, members: Counter[str]) -> list[Row]:
    """Return a row for each exercise that a group has now."""
    counted = Counter(
        (row.group_id, row.workbook_id, row.exercise_id)
        for row in connection.execute(select(answers).where(answers.c.value.is_not(None)))
    )
    rows = []
    for group, workbook, definition in places.everywhere():
        count = counted[group, workbook, definition.id]
        wanted = members[group] if definition.individual else 1
        rows.append(
            {
                **_where((group, workbook, definition.id), definition),
                "kind": definition.kind,
                "individual": definition.individual,
                "required": definition.required,
                "prompt": definition.prompt,
                "members": members[group],
                "answers": count,
                "complete": count >= wanted if definition.answerable else None,
            }
        )
    return rows


def in_words(definition: ExerciseDefinition | None, kind: str, value: Any) -> str | None:
    """Return an answer in words; None for kinds that are more than words, or numbers."""
    if kind in _TEXTS:
        return str(value)
    if kind == "goal" and isinstance(value, dict):
        return str(value.get("text") or "") or None
    options = {} if definition is None else definition.options
    labels = {each["id"]: each["label"] for each in options.get("choices") or ()}
    labels |= {each["id"]: each["label"] for each in options.get("items") or ()}
    if kind in ("choice", "order"):
        chosen = value if isinstance(value, list) else [value]
        return "; ".join(str(labels.get(each, each)) for each in chosen)
    return None


def _where(place: tuple[str, str, str], definition: ExerciseDefinition | None) -> Row:
    group, workbook, exercise = place
    return {
        "group": group,
        "workbook": workbook,
        "exercise": exercise,
        "topic": None if definition is None else definition.topic,
    }


_Whose = tuple[str, str, str, str | None]


def _histories(connection: Connection) -> dict[_Whose, tuple[int, datetime]]:
    kept = answer_history.c
    whose = (kept.group_id, kept.workbook_id, kept.exercise_id, kept.person_id)
    query = select(*whose, func.count().label("changes"), func.min(kept.at).label("first"))
    return {
        (row.group_id, row.workbook_id, row.exercise_id, row.person_id): (row.changes, row.first)
        for row in connection.execute(query.group_by(*whose))
    }
