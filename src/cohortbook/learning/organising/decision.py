"""A decision of a group about itself, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from datetime import datetime

    from cohortbook.learning.authors import Actor

Kind = Literal["moderator", "invite", "move", "split", "merge"]
KINDS: tuple[Kind, ...] = get_args(Kind)
StepKind = Literal[
    "agreed", "declined", "withdrawn", "settled", "done", "failed", "recalled", "undone"
]
State = Literal[
    "open", "expired", "declined", "withdrawn", "settled", "done", "failed", "recalled", "undone"
]
# Decided, and not carried out to the end yet.
UNDER_WAY: frozenset[State] = frozenset({"settled", "recalled"})


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a decision.

    Parameters
    ----------
    kind : str
        What: somebody agreed, declined or withdrew it; it was settled, and then done or
        failed; a facilitator recalled what was done, and then it was undone.
    group : str or None
        For which group somebody agreed or declined; None for a facilitator and the server.
    by : Actor or None
        Who; None for the server.
    at : datetime.datetime
        When, in UTC.
    """

    kind: StepKind
    group: str | None
    by: Actor | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody proposed, and what came of it.

    Parameters
    ----------
    id : str
        Its own.
    kind : str
        Of `KINDS`.
    group : str
        Id of the group that it comes from.
    other : str or None
        Id of the group to move to, to be made, or to merge into.
    title : str or None
        Of the group that is made, or that ends.
    people : tuple of Actor
        Who is to moderate, is invited, moves, or goes to the new group.
    by : Actor
        Who proposed it.
    at, closes_at : datetime.datetime
        When, and until when it can be agreed to; in UTC.
    steps : tuple of Step
        In their order.
    """

    id: str
    kind: Kind
    group: str
    other: str | None
    title: str | None
    people: tuple[Actor, ...]
    by: Actor
    at: datetime
    closes_at: datetime
    steps: tuple[Step, ...] = ()

    @property
    def sides(self) -> tuple[str, ...]:
        """The groups whose yes it needs."""
        if self.kind == "move":
            return (self.other,) if self.other else ()
        if self.kind == "merge":
            return (self.group, self.other) if self.other else (self.group,)
        return () if self.kind == "invite" else (self.group,)

    @property
    def person_ids(self) -> tuple[str, ...]:
        """Ids of whom it is about."""
        return tuple(each.id for each in self.people)

    def state(self, now: datetime) -> State:
        """Say how it stands at a moment."""
        last = next((each for each in reversed(self.steps) if each.kind != "agreed"), None)
        if last is not None and last.kind != "agreed":
            return last.kind
        return "expired" if now >= self.closes_at else "open"

    def agreed(self, side: str) -> tuple[Actor, ...]:
        """Return who agreed for a group."""
        return tuple(
            each.by
            for each in self.steps
            if each.kind == "agreed" and each.group == side and each.by
        )
