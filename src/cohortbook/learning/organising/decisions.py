"""Decisions of groups about themselves, as they are kept."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, or_, select

from cohortbook.clock import Clock, utc_now
from cohortbook.ids import new_id
from cohortbook.learning.authors import Actor, names_of
from cohortbook.learning.errors import NotFound
from cohortbook.learning.organising.decision import UNDER_WAY, Decision, Kind, Step, StepKind
from cohortbook.store.group_tables import (
    group_decision_people,
    group_decision_steps,
    group_decisions,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

    from cohortbook.store.database import Database

OPEN_FOR = timedelta(days=14)


class GroupDecisions:
    """What was proposed, and every step that it took; nothing of it is ever changed.

    Parameters
    ----------
    database : Database
        Where they are kept.
    clock : Clock
        What time it is.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def propose(  # noqa: PLR0913
        self,
        kind: Kind,
        group: str,
        by: str,
        *,
        people: Iterable[str] = (),
        other: str | None = None,
        title: str | None = None,
    ) -> Decision:
        """Keep a proposal; the other parameters are as in `Decision`."""
        decision_id, now = new_id("dec"), self._clock()
        with self._database.begin() as connection:
            connection.execute(
                insert(group_decisions).values(
                    id=decision_id,
                    kind=kind,
                    group_id=group,
                    other_group_id=other,
                    title=title,
                    by=by,
                    at=now,
                    closes_at=now + OPEN_FOR,
                )
            )
            for each in dict.fromkeys(people):
                connection.execute(
                    insert(group_decision_people).values(decision_id=decision_id, person_id=each)
                )
        return self.one(decision_id)

    def step(
        self, decision_id: str, kind: StepKind, by: str | None, group: str | None = None
    ) -> Decision:
        """Keep that something happened to a decision, and return it as it is then.

        Agreeing twice for the same group counts once.
        """
        before = self.one(decision_id)
        again = any(
            each.kind == kind == "agreed"
            and each.group == group
            and each.by is not None
            and each.by.id == by
            for each in before.steps
        )
        if again:
            return before
        values = {"decision_id": decision_id, "kind": kind, "by": by, "group_id": group}
        with self._database.begin() as connection:
            connection.execute(insert(group_decision_steps).values(**values, at=self._clock()))
        return self.one(decision_id)

    def one(self, decision_id: str) -> Decision:
        """Return a decision.

        Raises
        ------
        NotFound
            When there is none of this id.
        """
        found = self._load(group_decisions.c.id == decision_id)
        if not found:
            msg = "There is no such decision."
            raise NotFound(msg)
        return found[0]

    def of_group(self, group: str) -> list[Decision]:
        """Return what concerns a group, the latest first."""
        column = group_decisions.c
        return self._load(or_(column.group_id == group, column.other_group_id == group))

    def all(self) -> list[Decision]:
        """Return every decision, the latest first."""
        return self._load()

    def under_way(self) -> list[Decision]:
        """Return what was decided and is not carried out to its end, the earliest first."""
        now = self._clock()
        return [each for each in reversed(self._load()) if each.state(now) in UNDER_WAY]

    def _load(self, *where: ColumnElement[bool]) -> list[Decision]:
        query = select(group_decisions).where(*where).order_by(group_decisions.c.number.desc())
        steps, people = group_decision_steps, group_decision_people
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            ids = [row.id for row in rows]
            taken = connection.execute(
                select(steps).where(steps.c.decision_id.in_(ids)).order_by(steps.c.number)
            ).all()
            about = connection.execute(select(people).where(people.c.decision_id.in_(ids))).all()
            named = {*(row.by for row in rows), *(row.person_id for row in about)}
            names = names_of(connection, named | {row.by for row in taken if row.by})
        of: dict[str, list[Step]] = defaultdict(list)
        for row in taken:
            by = names[row.by] if row.by else None
            of[row.decision_id].append(Step(row.kind, row.group_id, by, row.at))
        whom: dict[str, list[Actor]] = defaultdict(list)
        for row in about:
            whom[row.decision_id].append(names[row.person_id])
        return [
            Decision(
                id=row.id,
                kind=row.kind,
                group=row.group_id,
                other=row.other_group_id,
                title=row.title,
                people=tuple(sorted(whom[row.id], key=lambda each: each.name)),
                by=names[row.by],
                at=row.at,
                closes_at=row.closes_at,
                steps=tuple(of[row.id]),
            )
            for row in rows
        ]
