"""Work that goes along when people go to another group: copied, and never taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, insert, or_, select

from cohortbook.ids import new_id
from cohortbook.learning.answer_history import AnswerKey, keep_version
from cohortbook.learning.own_topics import TOPICS_CHANGED
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.direction_tables import direction_choices
from cohortbook.store.own_topic_tables import own_topics
from cohortbook.store.schema import (
    answer_history,
    answers,
    code_results,
    document_updates,
    documents,
    individual_hand_ins,
    reveals,
    review_history,
    reviews,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import ColumnElement, Connection, Table

    from cohortbook.store.database import Database

_PLACE = ("workbook_id", "exercise_id", "person_id")


class TakingOver:
    """Copies work from one group to another.

    Parameters
    ----------
    database : Database
        Where it is kept.

    Notes
    -----
    Whatever the other group has already stays as it is. So nothing that somebody wrote
    there is lost, and doing it twice, as after a crash, changes nothing.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, source: str, target: str, people: Collection[str], *, whole: bool) -> None:
        """Copy what some people answered alone and, with `whole`, what the group did.

        Parameters
        ----------
        source, target : str
            Ids of the groups.
        people : collection of str
            Ids of those who go.
        whole : bool
            Whether the group's own answers, with their reviews, go along; and its own
            topics and the setting of its dial.

        Notes
        -----
        Answers and what was said of them keep their authors and times. What somebody
        handed in for a reveal that has not come stays unseen: where the other group has
        had its reveal, they hand in anew.
        """
        with self._database.begin() as connection:
            self._documents(connection, source, target, people, whole=whole)
            opened = _opened(connection, source)
            _answers(connection, source, target, _whose(answers, people, whole=whole))
            if whole:
                _reveals(connection, source, target)
            open_there = _opened(connection, target)
            theirs = individual_hand_ins.c.person_id.in_(list(people))
            for row in _rows(connection, individual_hand_ins, source, theirs):
                place = (row["workbook_id"], row["exercise_id"])
                if place in opened or place not in open_there:
                    _put(connection, individual_hand_ins, row, target, _PLACE)
            ran = _whose(code_results, people, whole=whole)
            for row in _rows(connection, code_results, source, ran):
                _put(connection, code_results, row, target, (*_PLACE, "began"))
            for row in _rows(connection, reviews, source, _whose(reviews, people, whole=whole)):
                _review(connection, row, target)
            if whole:
                for row in _rows(connection, own_topics, source, None):
                    _put(connection, own_topics, row, target, ("workbook_id", "id"))
                _direction(connection, source, target)
        self._database.announce(TOPICS_CHANGED)

    def _documents(
        self,
        connection: Connection,
        source: str,
        target: str,
        people: Collection[str],
        *,
        whole: bool,
    ) -> None:
        keys = {
            each
            for table in (documents, document_updates)
            for each in connection.execute(
                select(table.c.key).where(table.c.key.startswith(f"{source}/", autoescape=True))
            ).scalars()
        }
        for key in sorted(keys):
            person = key.partition("#")[2]
            if person not in people if person else not whole:
                continue
            new = f"{target}/{key[len(source) + 1 :]}"
            if any(
                connection.execute(select(each.c.key).where(each.c.key == new)).first()
                for each in (documents, document_updates)
            ):
                continue
            snapshot = connection.execute(
                select(documents.c.snapshot).where(documents.c.key == key)
            ).scalar_one_or_none()
            if snapshot is not None:
                # Any update of the new document has a higher number.
                values = {"key": new, "snapshot": snapshot, "snapshot_seq": 0}
                connection.execute(insert(documents).values(**values))
            log = document_updates.c
            later = select(log.body, log.person_id, log.at).where(log.key == key).order_by(log.seq)
            updates = [{**row, "key": new} for row in connection.execute(later).mappings()]
            if updates:
                connection.execute(insert(document_updates), updates)


def _whose(table: Table, people: Collection[str], *, whole: bool) -> ColumnElement[bool]:
    theirs = table.c.person_id.in_(list(people))
    return or_(table.c.person_id.is_(None), theirs) if whole else theirs


def _rows(
    connection: Connection, table: Table, source: str, where: ColumnElement[bool] | None
) -> Iterator[dict[str, Any]]:
    query = select(table).where(table.c.group_id == source)
    if where is not None:
        query = query.where(where)
    if "number" in table.c:
        query = query.order_by(table.c.number)
    yield from [dict(row) for row in connection.execute(query).mappings()]


def _put(
    connection: Connection, table: Table, row: dict[str, Any], target: str, same: tuple[str, ...]
) -> bool:
    """Write a row for the other group, unless it has one that is the `same`."""
    if _there(connection, table, row, target, same):
        return False
    values = {name: value for name, value in row.items() if name != "number"}
    connection.execute(insert(table).values({**values, "group_id": target}))
    return True


def _there(
    connection: Connection, table: Table, row: dict[str, Any], target: str, same: tuple[str, ...]
) -> bool:
    alike = [table.c[each].is_not_distinct_from(row[each]) for each in same]
    found = select(table.c.group_id).where(table.c.group_id == target, *alike)
    return connection.execute(found).first() is not None


def _answers(connection: Connection, source: str, target: str, where: ColumnElement[bool]) -> None:
    for row in _rows(connection, answers, source, where):
        if _there(connection, answers, row, target, _PLACE):
            continue
        room = RoomKey(target, row["workbook_id"])
        key = AnswerKey(room, row["exercise_id"], row["person_id"])
        by, at = row["updated_by"], row["updated_at"]
        revision = keep_version(connection, key, row["value"], by, at)
        _put(connection, answers, {**row, "revision": revision}, target, _PLACE)


def _opened(connection: Connection, group: str) -> set[tuple[str, str]]:
    query = select(reveals.c.workbook_id, reveals.c.exercise_id).where(reveals.c.group_id == group)
    return {(row.workbook_id, row.exercise_id) for row in connection.execute(query)}


def _reveals(connection: Connection, source: str, target: str) -> None:
    # What was copied before it counts as answered before the reveal.
    latest = connection.execute(select(func.max(answer_history.c.number))).scalar_one() or 0
    for row in _rows(connection, reveals, source, None):
        _put(connection, reveals, {**row, "revision": latest}, target, _PLACE[:2])


def _direction(connection: Connection, source: str, target: str) -> None:
    for row in list(_rows(connection, direction_choices, source, None))[-1:]:
        _put(connection, direction_choices, row, target, ())


def _review(connection: Connection, row: dict[str, Any], target: str) -> None:
    new = {**row, "id": new_id("rev")}
    if not _put(connection, reviews, new, target, _PLACE):
        return
    history = select(review_history).where(
        and_(review_history.c.review_id == row["id"], review_history.c.version <= row["version"])
    )
    for each in [dict(row) for row in connection.execute(history).mappings()]:
        connection.execute(insert(review_history).values({**each, "review_id": new["id"]}))
