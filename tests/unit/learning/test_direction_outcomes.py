"""Which setting a group's workbook counts for, and what a simulated cohort comes to."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from cohortbook.learning.direction_comparison import compare
from cohortbook.learning.direction_outcomes import MOST_OF_ITS_DAYS, OUTCOMES, BookOutcome
from cohortbook.learning.mean_interval import mean_interval
from simulated_cohort import FORTNIGHT, TOPICS
from simulated_desk import SimulatedDesk

NOW = datetime(2026, 9, 27, 8, 30, tzinfo=UTC)
# The truth: with full guidance groups talk a quarter as much as with none; the rest is the same.
TALK = {"none": 2.0, "light": 1.0, "full": 0.5}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = SimulatedDesk(tmp_path_factory.mktemp("desk"), NOW, seed=11, workbooks=2, talk=TALK)
    yield made
    made.world.database.close()


@pytest.fixture(scope="module")
def outcomes(desk):
    world = desk.world
    return world.directions.outcomes(world.cohort, world.noticing.topics.all(), NOW)


@pytest.fixture(scope="module")
def comparison(outcomes):
    return compare(tuple(TALK), outcomes)


def outcome(days, **more):
    given = {"was_due": True, "attention": 1.0, "answered": 1.0, "accepted": None, "comments": 0.0}
    return BookOutcome("north", "one", days, **(given | more))


@given(st.dictionaries(st.sampled_from(sorted(TALK)), st.floats(0.1, 12), min_size=1))
def test_a_workbook_counts_for_one_setting_or_for_none(days):
    setting = outcome(days).setting
    most = max(days.values())
    assert (setting is not None) == (most >= MOST_OF_ITS_DAYS * sum(days.values()))
    assert setting is None or days[setting] == most


def plainly(desk):
    """What each group's workbooks came to, from the rows and the documentation's words."""
    world, found = desk.world, {}
    with world.database.read() as connection:

        def rows(query):
            return connection.execute(text(query)).all()

        edits = rows("SELECT * FROM answer_history ORDER BY number")
        said = rows(
            "SELECT group_id, workbook_id, author_id, comments.created_at AS at FROM comments JOIN threads"
            " ON threads.id = thread_id WHERE deleted_at IS NULL"
        )
        judged = rows(
            "SELECT group_id, workbook_id, h.state FROM review_history h JOIN reviews r"
            " ON r.id = h.review_id WHERE h.version = 1 AND h.state != 'seen'"
        )

    def when(row):
        return datetime.fromisoformat(str(row.at)).replace(tzinfo=UTC)

    for group, members in world.noticing.members().items():
        for book in world.books:
            due = min(world.due(world.noticing.topics.all()[0].room.__class__(group, book)), NOW)
            here = (group, book)
            answered = {
                row.exercise_id: row.value is not None
                for row in edits
                if (row.group_id, row.workbook_id) == here and when(row) <= due
            }
            comments = [
                row
                for row in said
                if (row.group_id, row.workbook_id) == here
                and when(row) <= due
                and row.author_id in members
            ]
            states = [row.state for row in judged if (row.group_id, row.workbook_id) == here]
            found[here] = (
                sum(answered.values()) / (3 * len(TOPICS)) if due < NOW else None,
                states.count("accepted") / len(states) if states else None,
                len(comments) / len(members),
            )
    return found


def test_every_figure_is_that_of_a_plain_recomputation(desk, outcomes, comparison):
    plain = plainly(desk)
    assert len(outcomes) == len(plain) == 80
    for each in outcomes:
        assert (each.answered, each.accepted, each.comments) == pytest.approx(
            plain[each.group, each.workbook]
        ), each
    settings = desk.world.settings
    for figures in comparison.settings:
        those = {group for group, setting in settings.items() if setting == figures.setting}
        assert set(figures.values["attention"]) == those
        by_group = defaultdict(list)
        for (group, _), (_, _, comments) in plain.items():
            by_group[group].append(comments)
        means = [fmean(by_group[group]) for group in those]
        assert figures.interval("comments").mean == pytest.approx(fmean(means))
        # The first workbook's twelve days, and the second until now.
        assert figures.days / len(those) == pytest.approx(12 + 6.44, abs=0.1)


def test_attention_is_that_of_the_day_on_which_it_was_due(desk, outcomes):
    world = desk.world
    for each in random.Random(1).sample(outcomes, 6):
        due = min(
            next(world.due(room) for room, _ in world.pairs if room.workbook == each.workbook), NOW
        )
        points = [
            standing.points
            for standing in world.noticing.standings(due)
            if (standing.topic.room.group, standing.topic.room.workbook)
            == (each.group, each.workbook)
        ]
        assert each.attention == pytest.approx(fmean(points))


def test_the_effect_that_is_there_is_seen_and_no_other(comparison):
    none, _, full = comparison.settings
    assert none.interval("comments").low > full.interval("comments").high
    for same in ("answered", "accepted"):
        intervals = [each.interval(same) for each in comparison.settings]
        assert max(each.low for each in intervals) < min(each.high for each in intervals), same


@pytest.mark.parametrize("name", OUTCOMES)
@pytest.mark.parametrize("size", [5, 8, 13])
def test_intervals_hold_the_truth_of_cohorts_like_this(comparison, name, size):
    chance, held = random.Random(5), []
    for figures in comparison.settings:
        groups = list(figures.values[name].values())
        truth = fmean(groups)
        # Each cohort draws its groups from a world in which there are many like these.
        for _ in range(600):
            found = mean_interval(chance.choices(groups, k=size))
            if found.low is not None:
                held.append(found.low <= truth <= found.high)
    assert len(held) > 1500
    # With five groups some outcomes scatter less evenly than the interval takes them to.
    assert sum(held) / len(held) >= 0.9


def test_a_dial_that_is_turned_splits_the_days(desk):
    world = desk.world
    group, member = "group-00", min(world.noticing.members()["group-00"])
    first = next(room for room, _ in world.pairs if room.group == group)
    opens = world.due(first) - timedelta(days=12)
    before = world.settings[group]
    other = next(each for each in TALK if each != before)
    world.now = opens + timedelta(days=6)
    try:
        world.directions.choose(world.cohort, group, other, "", member)
        world.now = opens + timedelta(days=FORTNIGHT)
        world.directions.choose(world.cohort, group, before, "", member)
        found = world.directions.outcomes(world.cohort, world.noticing.topics.all(), NOW)
        one, two = [each for each in found if each.group == group]
        assert one.setting is None
        assert one.days == pytest.approx({before: 6.0, other: 6.0}, abs=0.01)
        assert two.setting == before
        assert compare(tuple(TALK), found).mixed == 1
        # As it was then: the choice had not been made.
        then = world.directions.outcomes(
            world.cohort, world.noticing.topics.all(), opens + timedelta(days=5)
        )
        assert next(each for each in then if each.group == group).days.keys() == {before}
    finally:
        with world.database.begin() as connection:
            connection.execute(text("DELETE FROM direction_choices WHERE number > 40"))
        world.now = NOW
