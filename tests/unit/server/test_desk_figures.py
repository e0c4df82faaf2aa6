"""Every figure on the desk, against a plain recomputation from what was written."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median

import pytest
from sqlalchemy import text

from cohortbook.learning.rooms import RoomKey
from cohortbook.server.desk.cell_view import cell_page
from cohortbook.server.desk.desk_view import desk_page
from cohortbook.server.desk.facts import gather_desk
from cohortbook.server.desk.heat import MEASURES, heat_map
from cohortbook.server.desk.plot import plot
from cohortbook.server.desk.timeline import timeline
from cohortbook.server.desk.today import ORDER, tasks_today
from simulated_cohort import BEGINS, FORTNIGHT, ZONE
from simulated_desk import SimulatedDesk

NOW = datetime(2026, 10, 8, 8, 30, tzinfo=UTC)
TODAY = date(2026, 10, 8)


class Raw:
    """The rows themselves, read with plain SQL."""

    def __init__(self, desk):
        self.desk, self.world = desk, desk.world
        with self.world.database.read() as connection:
            self.edits = self.rows(
                connection,
                "SELECT group_id, workbook_id, exercise_id, by, value, at FROM answer_history"
                " ORDER BY number",
            )
            self.comments = self.rows(
                connection,
                "SELECT group_id, workbook_id, anchor_kind, anchor_ref, author_id, comments"
                ".created_at AS at FROM comments JOIN threads ON threads.id = thread_id"
                " WHERE deleted_at IS NULL",
            )
            self.read = self.rows(connection, "SELECT * FROM reading_days")
            self.visitors = {
                row.person_id for row in connection.execute(text("SELECT person_id FROM visits"))
            }

    @staticmethod
    def rows(connection, query):
        return connection.execute(text(query)).all()

    def day(self, row):
        moment = datetime.fromisoformat(str(row.at)).replace(tzinfo=UTC)
        return moment.astimezone(ZONE).date()

    def first_answer(self, *place):
        """When a group first answered an exercise."""
        row = next(
            row
            for row in self.edits
            if (row.group_id, row.workbook_id, row.exercise_id) == place and row.value is not None
        )
        return datetime.fromisoformat(str(row.at)).replace(tzinfo=UTC)

    def about(self, rows, group, book, topic):
        """Rows of a topic: exercises are called ``topic-1`` and guide cells ``guide-topic``."""
        for row in rows:
            name = getattr(row, "exercise_id", None) or getattr(row, "anchor_ref", "")
            if (row.group_id, row.workbook_id) == (group, book) and topic in name:
                yield row

    def points(self, group, book, topic):
        """The measure, as the documentation tells it."""
        members = self.world.noticing.members()[group]
        answered = {}
        for row in self.about(self.edits, group, book, topic):
            answered[row.exercise_id] = row.value is not None
        wrote = {row.by for row in self.about(self.edits, group, book, topic)}
        wrote |= {row.author_id for row in self.about(self.comments, group, book, topic)}
        seconds = Counter()
        for row in self.read:
            if (row.group_id, row.workbook_id, row.topic) == (group, book, topic):
                seconds[row.person_id] += row.seconds
        enough = min(600, max(60, 45 / 3 * 60 * 0.25))
        reach = sum(min(1, seconds[each] / enough) for each in members)
        work = 50 * sum(answered.values()) / 3
        return work + 30 * reach / len(members) + 20 * len(wrote & members) / len(members)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = SimulatedDesk(tmp_path_factory.mktemp("desk"), NOW, seed=3, groups=7)
    yield made
    made.world.database.close()


@pytest.fixture(scope="module")
def facts(desk):
    return gather_desk(desk.sources)


@pytest.fixture(scope="module")
def raw(desk):
    return Raw(desk)


def cells(facts):
    return [cell for _, row in heat_map(facts).rows for cell in row]


def test_groups_and_topics_stand_in_their_own_order(desk, facts):
    heat = heat_map(facts)
    assert [group for group, _ in heat.rows] == list(desk.world.cohort.groups)
    assert [(each.workbook, each.topic) for each in heat.columns] == [
        (book, topic) for book in desk.world.books for topic in ("first", "second", "third")
    ]


def test_attention_is_what_its_documentation_says(facts, raw):
    for cell in cells(facts):
        where = (cell.group, cell.column.workbook, cell.column.topic)
        assert cell.standing.points == pytest.approx(raw.points(*where)), where
        assert cell.points == round(raw.points(*where))


def test_answers_are_those_that_are_there_now(facts, raw):
    for cell in cells(facts):
        now = {}
        for row in raw.about(raw.edits, cell.group, cell.column.workbook, cell.column.topic):
            now[row.exercise_id] = row.value is not None
        assert (cell.answered, cell.counted) == (sum(now.values()), 3)


def test_reviews_are_those_that_mentors_see_in_each_room(desk, facts):
    seen = Counter()
    for cell in cells(facts):
        room = RoomKey(cell.group, cell.column.workbook)
        work = desk.sources.work(room)
        marks = [work.mark(each.exercise) for each in cell.exercises]
        assert [each.mark for each in cell.exercises] == marks
        assert cell.waiting == sum(each in ("waiting", "again") for each in marks)
        assert cell.reviewed == sum(
            each in ("changed", "seen", "asks-for-more", "accepted") for each in marks
        )
        seen.update(marks)
    assert {"empty", "waiting", "accepted"} <= set(seen), "then this would have proved little"


def test_behind_is_twenty_points_behind_the_plan_in_what_is_open(facts, raw):
    behind = []
    for cell in cells(facts):
        opens = datetime.combine(BEGINS, datetime.min.time(), ZONE)
        number, place = int(cell.column.workbook[:2]) - 1, ("first", "second", "third")
        opens += timedelta(days=FORTNIGHT * number)
        due = opens + timedelta(days=FORTNIGHT - 2)
        starts = opens + (due - opens) * place.index(cell.column.topic) / 3
        expected = 70 * min(1, max(0, (NOW - starts) / (due - starts)))
        points = raw.points(cell.group, cell.column.workbook, cell.column.topic)
        assert cell.behind == (expected - points >= 20)
        behind.append(cell.behind)
    assert any(behind)
    assert not all(behind)


def test_a_shade_tells_how_full_a_cell_is(facts):
    for measure in MEASURES:
        for cell in cells(facts):
            share, shade = cell.share(measure), cell.shade(measure)
            assert (share is None) == (shade is None)
            assert shade is None or abs(shade / 4 - share) <= 1 / 4


def test_others_are_compared_by_their_median(facts, raw):
    cell = next(each for each in cells(facts) if each.points)
    where = (cell.column.workbook, cell.column.topic)
    others = [raw.points(each, *where) for each in facts.cohort.groups if each != cell.group]
    assert cell.standing.median == pytest.approx(median(others))


def test_a_day_has_as_many_changes_and_comments_as_were_written(facts, raw):
    counted = Counter((row.group_id, raw.day(row)) for row in (*raw.edits, *raw.comments))
    line = timeline(facts)
    assert {place: count for place, count in line.counts.items() if count} == counted
    for day in line.days:
        total = sum(count for (_, at), count in counted.items() if at == day)
        assert line.total(day) == total
    assert line.first < min(day for _, day in counted)
    assert TODAY in line.days


def test_the_plot_and_its_table_hold_the_same_numbers(facts):
    line, page = timeline(facts), desk_page(facts)
    drawn = plot(line)
    assert sum(len(row.dots) for row in drawn.rows) == sum(
        count > 0 for count in line.counts.values()
    )
    assert sum(sum(day.counts) for day in page.days) == sum(line.counts.values())
    assert [day.total for day in page.days] == [sum(day.counts) for day in page.days]
    shown = sum(
        int(re.search(r": (\d+|one) ", bar.text)[1].replace("one", "1")) for bar in drawn.bars
    )
    assert shown == sum(line.counts.values())
    # The area of a dot is what stands for a number.
    most = max(line.counts.values())
    largest = max(dot.radius for row in drawn.rows for dot in row.dots)
    for row, group in zip(drawn.rows, line.groups, strict=True):
        days = [day for day in line.days if line.count(group, day)]
        for dot, day in zip(row.dots, days, strict=True):
            assert dot.radius == pytest.approx(
                max(1.2, largest * (line.count(group, day) / most) ** 0.5), abs=0.02
            )


def test_nothing_is_drawn_outside_the_picture(facts):
    drawn = plot(timeline(facts))
    for x, y, width, height in [
        *((each.x, each.y, each.width, each.height) for each in drawn.bars),
        *(
            (each.x - 9 * len(each.text), each.y - 10, 0, 10)
            for each in drawn.flags
            if each.kind == "due"
        ),
        *(
            (dot.x - dot.radius, row.y - dot.radius, 2 * dot.radius, 2 * dot.radius)
            for row in drawn.rows
            for dot in row.dots
        ),
    ]:
        assert 0 <= x <= x + width <= drawn.width
        assert 0 <= y <= y + height <= drawn.height


def of_kind(facts, kind):
    return [each for each in tasks_today(facts) if each.kind == kind]


def test_what_waits_for_a_review_waits_three_days_or_more(desk, facts, raw):
    for task in of_kind(facts, "review"):
        late = []
        for group in desk.world.cohort.groups:
            room = RoomKey(group, task.workbook)
            work = desk.sources.work(room)
            for placed in desk.world.manifest.stamp(group, task.workbook).exercises:
                if work.mark(placed.definition) in ("waiting", "again"):
                    at = raw.first_answer(group, task.workbook, placed.definition.id)
                    if NOW - at >= timedelta(days=3):
                        late.append((at, placed.definition.id, group))
        assert (task.count, task.groups) == (len(late), len({group for *_, group in late}))
        assert (task.since, task.ref) == min(late)[:2]
    assert of_kind(facts, "review")


def test_silent_is_a_group_of_whom_nothing_was_heard_for_five_days(desk, facts, raw):
    silent = set()
    for group in desk.world.cohort.groups:
        days = [
            *(raw.day(row) for row in (*raw.edits, *raw.comments) if row.group_id == group),
            *(
                date.fromisoformat(str(row.day))
                for row in raw.read
                if row.group_id == group and (row.seconds >= 10 or row.moves)
            ),
        ]
        # The third workbook, the only one that is not over, opened on the 5th of October.
        last = max([*days, date(2026, 10, 5)])
        if TODAY - last >= timedelta(days=5):
            silent.add(group)
    assert {each.group for each in of_kind(facts, "silent")} == silent


def test_absent_is_who_never_opened_a_workbook(desk, facts, raw):
    everybody = {each.person_id: each.name for each in desk.world.people.principals()}
    members = {one for each in desk.world.noticing.members().values() for one in each}
    away = {everybody[each] for each in members - raw.visitors}
    (task,) = of_kind(facts, "absent")
    assert set(task.names) == away
    assert task.count == len(away)


def test_nudges_wait_after_three_days_and_rooms_that_failed_come_first(desk, facts):
    old = [
        each for each in facts.nudges if each.is_open and NOW - each.sent_at >= timedelta(days=3)
    ]
    assert {each.ref for each in of_kind(facts, "nudge")} == {each.id for each in old}
    assert 0 < len(old) < len(facts.nudges)
    tasks = tasks_today(facts)
    assert tasks[0].kind == "failed"
    assert [ORDER.index(each.kind) for each in tasks] == sorted(
        ORDER.index(each.kind) for each in tasks
    )
    for before, after in pairwise(tasks):
        assert before.kind != after.kind or before.since <= after.since


def test_a_cell_in_words_has_the_figures_of_the_cell(desk, facts):
    for cell in cells(facts)[:9]:
        page = cell_page(desk.sources, facts, cell)
        assert len(page.exercises) == 3
        assert [each.mark for each in page.exercises] == [each.mark for each in cell.exercises]
        assert sum(each.points for each in page.parts) == pytest.approx(cell.points, abs=2)
        room = f"/workbooks/{cell.group}/{cell.column.workbook}"
        links = [each.href for each in (*page.exercises, *page.comments, *page.nudges)]
        assert all(each.startswith(f"{room}#") for each in links)
        assert len(page.comments) == cell.standing.attention.figures.comments


def test_the_desk_makes_no_order_of_people(facts):
    for person in facts.people:
        if person.member_of:
            assert person.name not in "".join(
                cell.said for row in desk_page(facts).map.rows for cell in row.cells
            )
