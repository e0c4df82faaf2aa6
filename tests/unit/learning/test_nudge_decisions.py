"""When rules hold, and what keeps back what they would send."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from cohortbook.cohort.nudging import NudgeConditions, NudgePlan, NudgeRule, Quiet
from cohortbook.learning.attention import Attention, Figures
from cohortbook.learning.attention_standing import Standing
from cohortbook.learning.attention_topic import Topic
from cohortbook.learning.nudge_decisions import SentNudge, decide
from cohortbook.learning.promises import is_kept
from cohortbook.learning.rooms import RoomKey

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 9, 16, 10, tzinfo=UTC)  # a Wednesday, at noon
ALWAYS = Quiet(None, None, frozenset())


def standing(group="north", topic="a", points=5.0, **changes):
    given = {"expected": 60.0, "median": 60.0, "last_day": date(2026, 9, 10), **changes}
    about = Topic(
        RoomKey(group, "one"),
        topic,
        topic.title(),
        opens=given.get("opens", NOW - timedelta(days=9)),
        due=given.get("due", NOW + timedelta(days=4)),
    )
    return Standing(
        topic=about,
        attention=Attention(points, 0, 0, Figures(last_day=given["last_day"])),
        expected=given["expected"],
        median=given["median"],
        active_day=given.get("active_day", date(2026, 9, 15)),
    )


def rule(name="behind", send="reminder", groups=None, **when):
    return NudgeRule(name, NudgeConditions(**(when or {"behind_plan": 30})), send, groups)


def decided(*standings, rules=None, sent=(), before=None, now=NOW, **plan):
    def at(days):
        found = standings if days == 0 or before is None else before
        return {(each.topic.room, each.topic.id): each for each in found}

    chosen = NudgePlan(rules=tuple(rules or [rule()]), quiet=plan.pop("quiet", ALWAYS), **plan)
    return decide(chosen, at, sent, now, ZONE)


def names(decisions):
    return [(each.room.group, each.standing.topic.id, each.held) for each in decisions]


def test_a_rule_holds_when_all_it_asks_is_so():
    both = rule(behind_plan=50, behind_groups=50)
    assert names(decided(standing(points=5), rules=[both])) == [("north", "a", None)]
    assert decided(standing(points=5, median=40.0), rules=[both]) == []
    assert decided(standing(points=5, median=None), rules=[both]) == []
    assert decided(standing(points=15), rules=[both]) == []


def test_days_untouched_are_counted_by_the_calendar_of_the_cohort():
    assert decided(standing(), rules=[rule(untouched_days=6)])
    assert not decided(standing(), rules=[rule(untouched_days=7)])
    never = standing(last_day=None, opens=datetime(2026, 9, 12, 22, tzinfo=UTC))
    assert decided(never, rules=[rule(untouched_days=3)])
    assert not decided(never, rules=[rule(untouched_days=4)])


def test_who_is_away_does_not_neglect():
    here = rule(behind_plan=30, active_within_days=3)
    assert decided(standing(active_day=date(2026, 9, 13)), rules=[here])
    assert not decided(standing(active_day=date(2026, 9, 12)), rules=[here])
    assert not decided(standing(active_day=None), rules=[here])


def test_it_has_to_have_been_so_for_as_long_as_the_rule_says():
    lasting = rule(behind_plan=30, for_days=2)
    assert decided(standing(), before=[standing(points=10)], rules=[lasting])
    assert not decided(standing(), before=[standing(points=50)], rules=[lasting])


def test_nobody_is_nudged_before_a_workbook_opens_nor_long_after_it_was_due():
    assert not decided(standing(opens=NOW + timedelta(hours=1)))
    assert decided(standing(due=NOW - timedelta(days=6)))
    assert not decided(standing(due=NOW - timedelta(days=8)))


def test_the_first_rule_that_holds_is_the_one_that_sends():
    soon = rule("soon", "challenge", due_within_days=5, behind_plan=30)
    (found,) = decided(standing(), rules=[rule("far", behind_plan=90), soon, rule("last")])
    assert (found.rule.name, found.rule.send) == ("soon", "challenge")
    assert not decided(standing(), rules=[rule(groups=("south",), behind_plan=30)])


def test_a_group_gets_what_it_needs_most_and_no_more_than_it_may():
    some = [
        standing(topic=each, points=points) for each, points in zip("abc", (20, 0, 10), strict=True)
    ]
    assert names(decided(*some, most=2)) == [
        ("north", "b", None),
        ("north", "c", None),
        ("north", "a", "enough"),
    ]
    week = [SentNudge(RoomKey("north", "two"), "z", NOW - timedelta(days=6), by_rule=True)] * 2
    assert [held for *_, held in names(decided(*some, sent=week))] == ["enough"] * 3
    by_hand = [replace(each, by_rule=False) for each in week]
    assert [held for *_, held in names(decided(*some, sent=by_hand))] == [None, None, "enough"]
    other = [standing("south", points=0)]
    assert names(decided(*some, *other, sent=week))[0] == ("north", "b", "enough")
    assert ("south", "a", None) in names(decided(*some, *other, sent=week))


def test_never_twice_about_one_topic_in_a_period():
    then = SentNudge(RoomKey("north", "one"), "a", NOW - timedelta(days=10), by_rule=False)
    assert names(decided(standing(), sent=[then], same_topic_days=14)) == [
        ("north", "a", "same-topic")
    ]
    assert names(decided(standing(), sent=[then], same_topic_days=9)) == [("north", "a", None)]


def test_who_has_given_an_account_is_left_in_peace():
    then = SentNudge(
        RoomKey("north", "one"), "a", NOW - timedelta(days=90), by_rule=True, accounted=True
    )
    assert names(decided(standing(), sent=[then])) == [("north", "a", "accounted")]


def test_at_quiet_times_it_waits():
    night = NOW.replace(hour=20)
    assert names(decided(standing(), now=night, quiet=Quiet())) == [("north", "a", "quiet")]
    assert names(decided(standing(), now=NOW, quiet=Quiet())) == [("north", "a", None)]


def test_a_promise_is_kept_by_enough_or_by_much_more():
    assert is_kept(standing(points=50), standing(points=56))
    assert is_kept(standing(points=5), standing(points=25))
    assert not is_kept(standing(points=5), standing(points=24))
