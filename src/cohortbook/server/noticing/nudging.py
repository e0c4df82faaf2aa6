"""Sends what is due, and follows promises up, again and again."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from cohortbook.cohort.nudging import Quiet
from cohortbook.learning.nudge_sending import NewNudge
from cohortbook.learning.own_topic import OwnTopic
from cohortbook.learning.promises import is_kept
from cohortbook.server.noticing.facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cohortbook.clock import Clock
    from cohortbook.cohort.nudging import NudgePlan
    from cohortbook.learning.events import Outcome
    from cohortbook.learning.nudge_decisions import Decision
    from cohortbook.learning.nudge_loading import Nudge
    from cohortbook.learning.nudges import Nudges
    from cohortbook.learning.rooms import RoomKey
    from cohortbook.server.noticing.noticing import Noticing

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Threads(Protocol):
    """Where work is done off the event loop."""

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """Read something."""

    async def write(self, function: Callable[..., Outcome[T]], *args: Any) -> T:
        """Write something, and tell the room of it."""


@dataclass(frozen=True, slots=True)
class _Promise:
    promised: Nudge | OwnTopic
    kept: bool
    facts: dict[str, Any]


class Nudging:
    """Does what the rules of the cohort file say.

    Parameters
    ----------
    plan : NudgePlan or None
        None for a cohort that is not nudged by rules; promises are followed up anyway.
    noticing : Noticing
        What is left aside.
    nudges : Nudges
        Where they are sent.
    clock : Clock
        What time it is.
    threads : Threads
        Where the work is done.
    closed : callable, optional
        Whether a workbook is not open to a group: then it is not nudged about it.
    """

    def __init__(  # noqa: PLR0913
        self,
        plan: NudgePlan | None,
        noticing: Noticing,
        nudges: Nudges,
        clock: Clock,
        threads: Threads,
        closed: Callable[[RoomKey], bool] = lambda _room: False,
    ) -> None:
        self._plan = plan
        self._quiet = Quiet() if plan is None else plan.quiet
        self._noticing = noticing
        self._nudges = nudges
        self._clock = clock
        self._threads = threads
        self._closed = closed

    async def send_due(self) -> None:
        """Send every nudge that is due now, and ask about every promise that is over."""
        now = self._clock()
        if self._quiet.covers(now.astimezone(self._noticing.zone)):
            return
        if self._plan is not None:
            for new in await self._threads.run(self._due, self._plan, now):
                await self._threads.write(self._nudges.send_by_rule, new, self._plan)
        for promise in await self._threads.run(self._promises, now):
            await self._threads.write(self._follow_up, promise)

    async def keep(self, seconds: float = 300) -> None:
        """Look again and again, for ever; end it by cancelling."""
        while True:
            try:
                await self.send_due()
            except Exception:  # noqa: BLE001 - the next time it is tried again
                _log.exception("Nudges that are due could not be sent; it goes on")
            await asyncio.sleep(seconds)

    def _due(self, plan: NudgePlan, now: datetime) -> list[NewNudge]:
        return [
            written(self._noticing, each, now)
            for each in self._noticing.decisions(now, plan)
            if each.held is None and not self._closed(each.standing.topic.room)
        ]

    def _promises(self, now: datetime) -> list[_Promise]:
        today = now.astimezone(self._noticing.zone).date()
        found = [self._judged(each, now) for each in self._nudges.promises_over(today)]
        found += [self._judged_own(each, now) for each in self._nudges.own_promises.over(today)]
        return [each for each in found if each is not None]

    def _judged(self, nudge: Nudge, now: datetime) -> _Promise | None:
        given = None if nudge.account is None else nudge.account.given_at
        standing = self._noticing.standing_of(nudge, now)
        if given is None or standing is None:
            return None
        before = self._noticing.standing_of(nudge, given)
        assert before is not None
        own = self._noticing.own_topic(nudge.room, nudge.topic)
        kept = is_kept(before, standing) or (own is not None and own.closed)
        return _Promise(nudge, kept, facts_of(standing, self._noticing.zone))

    def _judged_own(self, topic: OwnTopic, now: datetime) -> _Promise | None:
        # Of a group that is no more nothing is asked, nor of what it cannot open.
        gone = not self._noticing.topics.of_room(topic.room)
        if topic.promised_at is None or topic.by_day is None or gone or self._closed(topic.room):
            return None
        standing = self._noticing.standing(topic.topic, now)
        before = self._noticing.standing(topic.topic, topic.promised_at)
        # What a group has closed it has done with.
        kept = topic.closed or is_kept(before, standing)
        facts = facts_of(standing, self._noticing.zone) | {"due": topic.by_day.isoformat()}
        return _Promise(topic, kept, facts)

    def _follow_up(self, promise: _Promise) -> Outcome[None]:
        kept, facts = promise.kept, promise.facts
        match promise.promised:
            case OwnTopic() as topic:
                return self._nudges.own_promises.follow_up(topic, kept=kept, facts=facts)
            case nudge:
                return self._nudges.follow_up(nudge, kept=kept, facts=facts)


def written(noticing: Noticing, decision: Decision, now: datetime) -> NewNudge:
    """Return the nudge that a decision sends: a reminder quotes the group's own words."""
    topic, rule = decision.standing.topic, decision.rule
    return NewNudge(
        room=topic.room,
        topic=topic.id,
        kind=rule.send,
        words=rule.words or "",
        facts=facts_of(decision.standing, noticing.zone),
        quote=noticing.quote(topic, now) if rule.send == "reminder" else None,
        rule=rule.name,
    )
