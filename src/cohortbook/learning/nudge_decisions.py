"""What the rules would send at a moment, and why: pure functions over plain data."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from cohortbook.cohort.nudging import NudgeConditions, NudgePlan, NudgeRule
    from cohortbook.learning.attention_standing import Standing
    from cohortbook.learning.rooms import RoomKey

Held = Literal["quiet", "same-topic", "accounted", "enough"]

# Who is later than this is not reminded by rules any more, but by people.
LONGEST_AFTER_DUE_DAYS = 7


@dataclass(frozen=True, slots=True)
class SentNudge:
    """A nudge that was sent, as far as limits care.

    Parameters
    ----------
    room, topic : RoomKey, str
        To whom, about what.
    at : datetime.datetime
        When, in UTC.
    by_rule : bool
        Whether a rule sent it: those that somebody wrote count for their topic only.
    accounted : bool
        Whether the group has given its account. Then it has said what there is to say;
        a promise is followed up by itself.
    """

    room: RoomKey
    topic: str
    at: datetime
    by_rule: bool
    accounted: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A rule that holds for a topic of a group.

    Parameters
    ----------
    rule : NudgeRule
        Which.
    standing : Standing
        The figures it was decided on.
    held : {"quiet", "same-topic", "accounted", "enough"} or None
        Why nothing is sent all the same: it is a quiet time, the group was nudged about
        this topic not long ago, it has accounted for leaving it, or it has got as many
        nudges as it may. None when it is sent.
    """

    rule: NudgeRule
    standing: Standing
    held: Held | None = None

    @property
    def room(self) -> RoomKey:
        """To whom it goes."""
        return self.standing.topic.room


def decide(
    plan: NudgePlan,
    standings_before: Callable[[int], Mapping[tuple[RoomKey, str], Standing]],
    sent: Iterable[SentNudge],
    now: datetime,
    zone: ZoneInfo,
) -> list[Decision]:
    """Say what is to be sent now, and what is held back.

    Parameters
    ----------
    plan : NudgePlan
        The rules.
    standings_before : callable
        Returns how the groups stood so many days ago, by room and topic; 0 for now.
    sent : iterable of SentNudge
        What was sent up to now.
    now : datetime.datetime
        The moment.
    zone : zoneinfo.ZoneInfo
        The cohort's.

    Returns
    -------
    list of Decision
        At most one for a room and topic: that of the first rule that holds. Where a
        group may not have all, it gets those with which it is furthest behind.
    """
    found: list[Decision] = []
    for key, standing in standings_before(0).items():
        rule = next(
            (
                each
                for each in plan.rules
                if each.is_for(standing.topic.room.group)
                and _holds(each.when, key, standings_before, now, zone)
            ),
            None,
        )
        if rule is not None:
            found.append(Decision(rule, standing))
    found.sort(key=lambda each: (-_urgency(each.standing), each.room, each.standing.topic.place))
    return _within_limits(plan, found, list(sent), now, zone)


def is_behind(when: NudgeConditions, standing: Standing, now: datetime, zone: ZoneInfo) -> bool:
    """Say whether all conditions but those on the past hold for a standing."""
    topic = standing.topic
    if topic.opens is not None and now < topic.opens:
        return False
    left = topic.days_left(now)
    if left is not None and left < -LONGEST_AFTER_DUE_DAYS:
        return False
    checks = (
        _at_least(standing.behind_plan, when.behind_plan),
        _at_least(standing.behind_groups, when.behind_groups),
        when.due_within_days is None or (left is not None and left <= when.due_within_days),
        when.untouched_days is None or _untouched_for(standing, now, zone) >= when.untouched_days,
    )
    return all(checks)


def _holds(
    when: NudgeConditions,
    key: tuple[RoomKey, str],
    standings_before: Callable[[int], Mapping[tuple[RoomKey, str], Standing]],
    now: datetime,
    zone: ZoneInfo,
) -> bool:
    standing = standings_before(0)[key]
    if not is_behind(when, standing, now, zone):
        return False
    if when.active_within_days is not None:
        today = now.astimezone(zone).date()
        last = standing.active_day
        if last is None or (today - last).days > when.active_within_days:
            return False
    if when.for_days:
        before = standings_before(when.for_days)[key]
        return is_behind(when, before, now - timedelta(days=when.for_days), zone)
    return True


def _at_least(value: float | None, wanted: int | None) -> bool:
    return wanted is None or (value is not None and value >= wanted)


def _untouched_for(standing: Standing, now: datetime, zone: ZoneInfo) -> int:
    """Count the days since anybody did something, or since the workbook opened."""
    today = now.astimezone(zone).date()
    opens = standing.topic.opens
    days: list[date] = [] if opens is None else [opens.astimezone(zone).date()]
    last = standing.attention.figures.last_day
    if last is not None:
        days.append(last)
    return (today - max(days)).days if days else 0


def _urgency(standing: Standing) -> float:
    return (standing.behind_plan or 0) + (standing.behind_groups or 0)


def _within_limits(
    plan: NudgePlan,
    found: Sequence[Decision],
    sent: Sequence[SentNudge],
    now: datetime,
    zone: ZoneInfo,
) -> list[Decision]:
    quiet = plan.quiet.covers(now.astimezone(zone))
    recent = now - timedelta(days=plan.in_days)
    counts: dict[str, int] = defaultdict(int)
    for each in sent:
        if each.by_rule and each.at > recent:
            counts[each.room.group] += 1
    settled = now - timedelta(days=plan.same_topic_days)
    lately = {(each.room, each.topic) for each in sent if each.at > settled}
    accounted = {(each.room, each.topic) for each in sent if each.accounted}
    decided = []
    for decision in found:
        group, held = decision.room.group, _held(quiet=quiet)
        place = (decision.room, decision.standing.topic.id)
        if place in accounted:
            held = "accounted"
        elif place in lately:
            held = "same-topic"
        elif counts[group] >= plan.most:
            held = "enough"
        elif held is None:
            counts[group] += 1
        decided.append(Decision(decision.rule, decision.standing, held))
    return decided


def _held(*, quiet: bool) -> Held | None:
    return "quiet" if quiet else None
