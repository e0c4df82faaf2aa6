"""What answers were: enough of it that nothing anybody made is lost, told as a few steps."""

from __future__ import annotations

import json
import os.path
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, delete, insert, select

from cohortbook.learning.authors import Actor, names_of
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.learning.text import instant
from cohortbook.store.schema import answer_history

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from cohortbook.store.database import Database

# Somebody who writes changes an answer several times a second: what stands for less than this
# is kept only where somebody else, or a large deletion, came next.
_FLEETING = timedelta(seconds=10)
_AT_ONCE = timedelta(seconds=1)

# Characters; so many are not written again in a moment.
_A_FEW_WORDS = 20

_PAUSE = timedelta(minutes=2)
_LONGEST_STEP = timedelta(minutes=10)
_TOGETHER = timedelta(seconds=10)
# What several can write at the same time.
_WRITTEN = frozenset({"text", "table", "goal", "upload", "code"})


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """Names an answer.

    Parameters
    ----------
    room : RoomKey
        Where.
    exercise_id : str
        To what.
    person_id : str or None
        Whose; None when it is the group's.
    """

    room: RoomKey
    exercise_id: str
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerVersion:
    """What an answer was at the end of a step.

    Parameters
    ----------
    revision : int
        Later versions have larger ones.
    value : object
        JSON; None when the answer was taken away.
    by : tuple of Actor
        Who made it so, in the order in which they came.
    began, at : datetime.datetime
        Of the step's first and last change, in UTC.
    """

    revision: int
    value: Any
    by: tuple[Actor, ...]
    began: datetime
    at: datetime

    def to_json(self) -> dict[str, Any]:
        """Return the version as pages know it."""
        return {
            "revision": self.revision,
            "value": self.value,
            "by": [each.to_json() for each in self.by],
            "began": instant(self.began),
            "at": instant(self.at),
        }


class AnswerHistory:
    """Tells what answers were.

    Parameters
    ----------
    database : Database
        Where it is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions(self, key: AnswerKey, kind: str) -> list[AnswerVersion]:
        """Return what an answer was, oldest first.

        Parameters
        ----------
        key : AnswerKey
            Which answer.
        kind : str
            Of its exercise, such as ``text``.

        Returns
        -------
        list of AnswerVersion
            Changes by one person with short pauses are one step; so is what
            several write at the same time. A step ends before much is deleted.
        """
        query = select(answer_history).where(_of(key)).order_by(answer_history.c.number)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            names = names_of(connection, {row.by for row in rows if row.by})
        return [_version(step, names) for step in _steps(rows, together=kind in _WRITTEN)]


def keep_version(
    connection: Connection, key: AnswerKey, value: Any, by: str | None, now: datetime
) -> int:
    """Keep what an answer is from now on; return its revision.

    A version of the same person that stood for a moment only gives way to it.
    """
    mine = _of(key)
    newest = select(answer_history).where(mine).order_by(answer_history.c.number.desc()).limit(1)
    last = connection.execute(newest).first()
    if last is not None and not _takes_away(last.value, value):
        fleeting = _FLEETING if last.by == by else _AT_ONCE
        connection.execute(
            delete(answer_history).where(
                mine,
                answer_history.c.by == by,
                answer_history.c.at >= _start_of(fleeting, now),
                *([answer_history.c.number == last.number] if last.by == by else []),
            )
        )
    kept = insert(answer_history).values(
        group_id=key.room.group,
        workbook_id=key.room.workbook,
        exercise_id=key.exercise_id,
        person_id=key.person_id,
        value=value,
        by=by,
        at=now,
    )
    return int(connection.execute(kept.returning(answer_history.c.number)).scalar_one())


def _start_of(span: timedelta, moment: datetime) -> datetime:
    since_midnight = timedelta(
        hours=moment.hour,
        minutes=moment.minute,
        seconds=moment.second,
        microseconds=moment.microsecond,
    )
    return moment - since_midnight % span


def _of(key: AnswerKey) -> ColumnElement[bool]:
    whose = answer_history.c.person_id
    return and_(
        in_room(answer_history, key.room),
        answer_history.c.exercise_id == key.exercise_id,
        whose.is_(None) if key.person_id is None else whose == key.person_id,
    )


def _takes_away(before: Any, after: Any) -> bool:
    """Whether most of what stood there is gone."""
    held, now = _written(before), _written(after)
    kept = len(os.path.commonprefix([held, now]))
    kept += len(os.path.commonprefix([held[kept:][::-1], now[kept:][::-1]]))
    gone = len(held) - kept
    return gone >= _A_FEW_WORDS and gone > len(held) / 2


def _written(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _steps(rows: Iterable[Row[Any]], *, together: bool) -> list[list[Row[Any]]]:
    steps: list[list[Row[Any]]] = []
    for row in rows:
        if steps and _continues(steps[-1], row, together=together):
            steps[-1].append(row)
        else:
            steps.append([row])
    return steps


def _continues(step: list[Row[Any]], row: Row[Any], *, together: bool) -> bool:
    last = step[-1]
    pause = row.at - last.at
    if pause > _PAUSE or row.at - step[0].at > _LONGEST_STEP or _takes_away(last.value, row.value):
        return False
    if row.by == last.by:
        return True
    return together and (pause <= _TOGETHER or row.by in {each.by for each in step})


def _version(step: list[Row[Any]], names: dict[str, Actor]) -> AnswerVersion:
    people = dict.fromkeys(each.by for each in step if each.by in names)
    last = step[-1]
    by = tuple(names[each] for each in people)
    return AnswerVersion(last.number, last.value, by, step[0].at, last.at)
