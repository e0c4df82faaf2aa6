"""What came of running a group's code, the last time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, delete, insert, select

from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.authors import Actor, names_of
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.learning.text import instant
from cohortbook.store.schema import code_results

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Row, Select

    from cohortbook.learning.code_outputs import Output
    from cohortbook.store.database import Database


@dataclass(frozen=True, slots=True)
class CodeResult:
    """What somebody's running of some code came to.

    Parameters
    ----------
    key : AnswerKey
        To which exercise; whose code, or the group's.
    code : str
        What was run.
    outcome : str
        ``done``, ``failed`` (it raised), ``stopped``, or why it was ended:
        ``too-long``, ``too-much-memory``, ``too-much-output``, ``died``.
    outputs : list of dict
        As `cohortbook.learning.code_outputs.CodeOutputs` has them.
    cut : bool
        Whether there was more than is kept.
    by : Actor
        Who ran it.
    began, ended : datetime.datetime
        In UTC.
    """

    key: AnswerKey
    code: str
    outcome: str
    outputs: list[Output]
    cut: bool
    by: Actor
    began: datetime
    ended: datetime

    def to_json(self) -> dict[str, Any]:
        """Return it as pages know it, without its outputs."""
        return {
            "state": self.outcome,
            "code": self.code,
            "cut": self.cut,
            "by": self.by.to_json(),
            "began": instant(self.began),
            "ended": instant(self.ended),
        }


class CodeResults:
    """The last result of each piece of code.

    Parameters
    ----------
    database : Database
        Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, result: CodeResult) -> None:
        """Keep a result in the place of the one before."""
        key = result.key
        with self._database.begin() as connection:
            connection.execute(delete(code_results).where(_this(key)))
            connection.execute(
                insert(code_results).values(
                    group_id=key.room.group,
                    workbook_id=key.room.workbook,
                    exercise_id=key.exercise_id,
                    person_id=key.person_id,
                    code=result.code,
                    outcome=result.outcome,
                    outputs=result.outputs,
                    cut=result.cut,
                    by=result.by.id,
                    began=result.began,
                    ended=result.ended,
                )
            )

    def get(self, key: AnswerKey) -> CodeResult | None:
        """Return the last result, if it was ever run."""
        return next(iter(self._load(select(code_results).where(_this(key)))), None)

    def of_exercise(
        self, workbook: str, exercise_id: str, groups: Iterable[str]
    ) -> dict[str, CodeResult]:
        """Return the last results of some groups' code, by group."""
        found = self._load(
            select(code_results).where(
                code_results.c.workbook_id == workbook,
                code_results.c.exercise_id == exercise_id,
                code_results.c.group_id.in_(list(groups)),
                code_results.c.person_id.is_(None),
            )
        )
        return {each.key.room.group: each for each in found}

    def _load(self, query: Select[Any]) -> list[CodeResult]:
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            names = names_of(connection, {row.by for row in rows})
        return [_result(row, names[row.by]) for row in rows]


def _this(key: AnswerKey) -> ColumnElement[bool]:
    whose = code_results.c.person_id
    return and_(
        in_room(code_results, key.room),
        code_results.c.exercise_id == key.exercise_id,
        whose.is_(None) if key.person_id is None else whose == key.person_id,
    )


def _result(row: Row[Any], by: Actor) -> CodeResult:
    return CodeResult(
        key=AnswerKey(RoomKey(row.group_id, row.workbook_id), row.exercise_id, row.person_id),
        code=row.code,
        outcome=row.outcome,
        outputs=row.outputs,
        cut=row.cut,
        by=by,
        began=row.began,
        ended=row.ended,
    )
