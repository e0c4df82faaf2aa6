"""What is noticed in a cohort of which it is known what it neglects."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from cohortbook.server.noticing.facts import facts_of, facts_text
from detecting import detect
from simulated_cohort import EXERCISES, MINUTES, TOPICS, ZONE, SimulatedCohort

SEED, GROUPS, WORKBOOKS = 7, 14, 2


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = SimulatedCohort(
        tmp_path_factory.mktemp("simulated"), SEED, groups=GROUPS, members=5, workbooks=WORKBOOKS
    )
    made.write()
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def found(world):
    return detect(world)


def test_the_default_rule_finds_most_of_it_in_time_and_little_else(world, found):
    assert len(found.neglected) == round(GROUPS * WORKBOOKS * len(TOPICS) * 0.1)
    assert found.recall >= 0.7
    assert found.precision >= 0.65
    assert found.early >= 1


def test_nothing_is_sent_about_one_topic_twice(world, found):
    sent = [(each.room, each.topic) for each in world.nudges.sent(world.now)]
    assert len(sent) == len(set(sent)) == len(found.days_before_due)


def test_a_dry_run_on_the_past_says_what_was_sent_then(world, found):
    """Later events, and later nudges, change nothing of what is said about a morning."""
    sent = world.nudges.sent(world.now)
    mornings = sorted({each.at for each in sent})
    assert len(mornings) > 2
    for now in mornings:
        just_before = now - timedelta(microseconds=1)
        told = {
            (each.room, each.standing.topic.id)
            for each in world.noticing.decisions(just_before)
            if each.held is None
        }
        assert told == {(each.room, each.topic) for each in sent if each.at == now}


def recomputed(world, at):
    """Count it all again, plainly, from the rows of the tables."""
    rows = sqlite3.connect(world.database.where)
    rows.row_factory = sqlite3.Row
    until = at.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    today = at.astimezone(ZONE).date().isoformat()
    members = {
        group: {each.person_id for each in world.people.principals() if group in each.member_of}
        for group in world.cohort.groups
    }
    answered, wrote, comments = defaultdict(dict), defaultdict(set), Counter()
    for row in rows.execute("SELECT * FROM answer_history WHERE at <= ? ORDER BY number", (until,)):
        place = (row["group_id"], row["workbook_id"], row["exercise_id"].rpartition("-")[0])
        answered[place][row["exercise_id"]] = row["value"] is not None
        wrote[place].add(row["by"])
    for row in rows.execute(
        "SELECT t.*, c.author_id FROM comments c JOIN threads t ON t.id = c.thread_id"
        " WHERE c.created_at <= ?",
        (until,),
    ):
        ref = row["anchor_ref"]
        topic = ref.removeprefix("guide-") if row["anchor_kind"] == "cell" else ref[:-2]
        place = (row["group_id"], row["workbook_id"], topic)
        comments[place] += 1
        wrote[place].add(row["author_id"])
    seconds = defaultdict(Counter)
    for row in rows.execute("SELECT * FROM reading_days WHERE day <= ?", (today,)):
        place = (row["group_id"], row["workbook_id"], row["topic"])
        seconds[place][row["person_id"]] += row["seconds"]
    rows.close()
    enough = MINUTES / len(TOPICS) * 60 / 4
    points = {}
    for group in world.cohort.groups:
        size = len(members[group])
        for book in world.books:
            for topic in TOPICS:
                place = (group, book, topic)
                done = sum(answered[place].values())
                read = sum(min(1, each / enough) for each in seconds[place].values())
                total = 50 * done / EXERCISES + 30 * read / size
                total += 20 * len(wrote[place]) / size
                figures = (done, comments[place], sum(seconds[place].values()))
                points[place] = (total, figures)
    return points


@pytest.mark.parametrize("morning", [3, 9, 17, 28])
def test_every_figure_is_what_a_plain_recount_gives(world, morning):
    at = world.mornings()[morning]
    plain = recomputed(world, at)
    standings = world.noticing.standings(at)
    assert len(standings) == len(plain)
    for each in standings:
        place = (each.topic.room.group, each.topic.room.workbook, each.topic.id)
        total, (done, comments, seconds) = plain[place]
        figures = each.attention.figures
        assert each.points == pytest.approx(total)
        assert (figures.answered, figures.comments, figures.seconds) == (done, comments, seconds)
        others = sorted(
            plain[group, *place[1:]][0] for group in world.cohort.groups if group != place[0]
        )
        middle = len(others) // 2
        assert each.median == pytest.approx(
            others[middle] if len(others) % 2 else sum(others[middle - 1 : middle + 1]) / 2
        )


def test_figures_are_said_in_words(world):
    standing = next(
        each
        for each in world.noticing.standings(world.mornings()[-1])
        if each.attention.figures.comments > 1 and each.attention.figures.answered == EXERCISES
    )
    facts = facts_of(standing, ZONE) | {"seconds": 18 * 60, "readers": 3, "members": 4}
    said = facts_text(facts | {"comments": 2, "answered": 3, "exercises": 4})
    assert said == "3 of 4 exercises answered, 2 comments, 18 minutes read by 3 of 4 members"
    assert facts["due"] == world.cohort.schedule[standing.topic.room.workbook].due.isoformat()
    nothing = facts_text(facts | {"comments": 0, "readers": 0, "exercises": 0})
    assert nothing == "no comments, not read yet"


def test_the_same_seed_makes_the_same_cohort(world, tmp_path):
    other = SimulatedCohort(tmp_path, SEED, groups=GROUPS, members=5, workbooks=WORKBOOKS)
    sample = other.chance.sample(other.pairs, len(world.neglected))
    assert set(sample) == world.neglected
    other.database.close()


def test_each_member_is_told_of_in_the_order_of_names(world):
    at = datetime(2026, 9, 18, tzinfo=UTC)
    for people in world.noticing.by_person(at).values():
        assert [each.name for each in people] == sorted(each.name for each in people)
