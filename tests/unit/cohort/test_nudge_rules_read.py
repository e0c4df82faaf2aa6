"""Rules for nudges are read whole, or what is wrong with them is told with its line."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from cohortbook.cohort.errors import CohortFileError, ProblemKind
from cohortbook.cohort.nudging import DEFAULT_RULES, NudgePlan, Quiet
from cohortbook.cohort.reader import read_cohort
from factories import cohort_data, write_cohort

RULES = """\
programme: {title: Board}
cohort: {id: autumn, title: Autumn, timezone: Europe/Berlin}
facilitators: [{name: Noor, email: noor@example.org}]
groups:
  north: {title: North, members: [{name: Ada, email: ada@example.org}]}
attention: {per_person: false}
nudges:
  most: 1
  in_days: 5
  same_topic_days: 14
  quiet:
    begins: 19:30
    ends: 07:00
    weekdays: [sunday]
    holidays:
      - {first: 2026-12-24, last: 2027-01-03}
  rules:
    - name: left-behind
      when: {behind_plan: 30, behind_groups: 20, for_days: 2, active_within_days: 5}
      send: reminder
      groups: [north]
      words: "{topic} waits, {group}: it is due {due}."
    - name: forgotten
      when:
        untouched_days: 6
        due_within_days: 3
      send: challenge
"""


def the_problem(folder, text):
    with pytest.raises(CohortFileError) as raised:
        read_cohort(write_cohort(folder, text))
    (found,) = raised.value.problems
    return found


def line_of(part):
    return RULES[: RULES.index(part)].count("\n") + 1


def test_rules_are_read_whole(tmp_path):
    cohort = read_cohort(write_cohort(tmp_path, RULES))
    plan = cohort.nudges
    assert not cohort.per_person
    assert (plan.most, plan.in_days, plan.same_topic_days) == (1, 5, 14)
    assert plan.quiet == Quiet(
        time(19, 30), time(7), frozenset({6}), ((date(2026, 12, 24), date(2027, 1, 3)),)
    )
    first, second = plan.rules
    assert (first.name, first.send, first.groups) == ("left-behind", "reminder", ("north",))
    assert (first.when.behind_plan, first.when.behind_groups, first.when.for_days) == (30, 20, 2)
    assert first.words == "{topic} waits, {group}: it is due {due}."
    assert (second.send, second.groups, second.words) == ("challenge", None, None)
    assert second.when.untouched_days == 6
    assert first.is_for("north")
    assert not first.is_for("south")
    assert second.is_for("south")


def test_without_the_key_nobody_is_nudged_and_the_bare_key_has_the_default_rule(tmp_path):
    assert read_cohort(write_cohort(tmp_path, cohort_data())).nudges is None
    data = cohort_data() | {"nudges": None}
    assert read_cohort(write_cohort(tmp_path, data)).nudges == NudgePlan(rules=DEFAULT_RULES)
    assert read_cohort(write_cohort(tmp_path, data)).per_person


@pytest.mark.parametrize(
    ("old", "new", "kind", "word"),
    [
        ("behind_plan: 30", "behind_plan: 0", ProblemKind.VALUE, "behind_plan"),
        ("behind_plan: 30", "behind_pan: 30", ProblemKind.UNKNOWN_KEY, "behind_plan"),
        ("send: challenge", "send: sermon", ProblemKind.VALUE, "send"),
        ("groups: [north]", "groups: [nroth]", ProblemKind.REFERENCE, "north"),
        ("name: forgotten", "name: left-behind", ProblemKind.REFERENCE, "left-behind"),
        ("begins: 19:30", "begins: 25:00", ProblemKind.VALUE, "25:00"),
        ("{topic} waits", "{person} waits", ProblemKind.VALUE, "{topic}, {group}"),
        ("{topic} waits", "{topic waits", ProblemKind.VALUE, "bracket"),
        ("{topic} waits", "{topic!r} waits", ProblemKind.VALUE, "{topic}"),
        ("last: 2027-01-03", "last: 2026-12-01", ProblemKind.VALUE, "holidays"),
        ("most: 1", "most: none", ProblemKind.VALUE, "most"),
        ("[sunday]", "[sonntag]", ProblemKind.VALUE, "weekdays"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path, old, new, kind, word):
    found = the_problem(tmp_path, RULES.replace(old, new))
    assert found.kind == kind
    assert found.place.line == line_of(old)
    assert word in found.message + found.mend


def test_a_rule_has_to_say_when(tmp_path):
    found = the_problem(
        tmp_path, RULES.replace("        untouched_days: 6\n", "        for_days: 6\n")
    )
    assert found.place.line == line_of("      when:\n")
    assert "untouched_days" in found.message


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2026-11-25T17:59", False),
        ("2026-11-25T18:00", True),
        ("2026-11-26T07:59", True),
        ("2026-11-26T08:00", False),
        ("2026-11-28T12:00", True),
        ("2026-11-30T12:00", False),
    ],
)
def test_it_is_quiet_at_night_and_at_weekends(moment, quiet):
    assert Quiet().covers(datetime.fromisoformat(moment)) is quiet


def test_hours_may_lie_within_a_day_or_be_none():
    noon = Quiet(time(12), time(13), frozenset())
    assert noon.covers(datetime(2026, 11, 25, 12, 30, tzinfo=UTC))
    assert not noon.covers(datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
    assert not Quiet(None, None, frozenset()).covers(datetime(2026, 11, 25, 3, tzinfo=UTC))
