"""The tables say what is in the store, in the types that are documented."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from sqlalchemy import exc, text

import cohortbook
from cohortbook.analysis import Cohort
from cohortbook.analysis.columns import TABLES
from cohortbook.analysis.frames import PandasMissing
from cohortbook.analysis.naming import Naming
from cohortbook.cohort.self_organising import Direction, SelfOrganising
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.database import FILE_NAME
from cohortbook.store.errors import DatabaseError, DatabaseUnreadable
from cohortbook.store.reading import ReadOnlyDatabase
from page_world import (  # noqa: F401 - one is a fixture
    ADA,
    BEN,
    BOOK,
    COHORT,
    ELIF,
    EXERCISES,
    INES,
    MANIFEST,
    NOOR,
    NOW,
    World,
    definition,
    empty_data,
    stamp,
)

NORTH, SOUTH = RoomKey("north", BOOK), RoomKey("south", BOOK)


@pytest.fixture
def world(empty_data, tmp_path):  # noqa: F811
    shutil.copy(empty_data / FILE_NAME, tmp_path / FILE_NAME)
    made = World(tmp_path)
    made.folder = tmp_path
    yield made
    made.database.close()


@pytest.fixture
def opened(world):
    made = []

    def open_it(**given):
        made.append(Cohort(COHORT, MANIFEST, ReadOnlyDatabase(world.folder), **given))
        return made[-1]

    yield open_it
    for each in made:
        each.close()


def comment(world, body, who, thread=None, ref="first-week"):
    world.now += timedelta(minutes=1)
    by, discussion = world.who(who).person_id, world.sources.discussion
    if thread is None:
        return discussion.start_thread(NORTH, Anchor("exercise", ref), body, by).value
    return discussion.reply(NORTH, thread.id, body, by).value


def test_answers_are_told_in_the_order_of_groups_and_pages(world, opened):
    world.answer("south", ELIF, "By lorry.")
    world.answer("north", BEN, 7.5, EXERCISES[1])
    world.answer("north", ADA, "On Monday.")
    world.now += timedelta(hours=1)
    world.answer("north", BEN, "On Monday we look.")
    frame = opened().answers()
    assert list(frame.group) == ["north", "north", "south"]
    assert list(frame.exercise) == ["first-week", "oldest", "first-week"]
    first = frame.iloc[0]
    assert (first.text, first.words, first.changes) == ("On Monday we look.", 4, 2)
    assert (first.topic, first.kind, first.updated_by) == ("visibility", "text", "Ben Okri")
    assert first.updated_at - first.first_at == pd.Timedelta(hours=1)
    assert first.first_at == NOW.astimezone(ZoneInfo("Europe/Berlin"))
    assert frame.iloc[1].number == 7.5
    assert pd.isna(frame.iloc[1].words)
    assert list(frame.group.cat.categories) == ["north", "south"]


def test_what_was_taken_away_is_no_answer(world, opened):
    world.answer("north", ADA)
    world.answer("north", ADA, None)
    assert len(opened().answers()) == 0


def test_what_was_answered_alone_is_not_told_before_the_group_knows(world, opened):
    person = world.who(ADA).person_id
    world.sources.answers.record(NORTH, EXERCISES[2], "a", person, person)
    assert len(opened().answers()) == 0
    everything = opened().answers(unrevealed=True)
    assert list(everything.person) == ["Ada Brandt"]
    assert list(everything.text) == ["The mailbox"]
    world.sources.individual.reveal(NORTH, "alone", None)
    pd.testing.assert_frame_equal(opened().answers(), everything)


def test_exercises_are_all_there_answered_or_not(world, opened):
    world.answer("north", ADA)
    frame = opened().exercises()
    assert list(zip(frame.group, frame.exercise, strict=True)) == [
        *(("north", each.id) for each in EXERCISES),
        ("south", "first-week"),
    ]
    assert list(frame.complete.fillna(value=False)) == [True, False, False, False, False]
    assert frame.complete.isna().tolist() == [False, False, False, True, False]
    assert list(frame.members) == [2, 2, 2, 2, 1]


def test_comments_are_told_with_where_they_hang(world, opened):
    thread = comment(world, "Where *exactly*?", ADA)
    reply = comment(world, f"@[x](person:{world.who(ADA).person_id}) here", INES, thread)
    comment(world, "gone", BEN, thread)
    discussion = world.sources.discussion
    last = discussion.thread(NORTH, thread.id).comments[-1]
    discussion.delete(NORTH, last.id, world.who(BEN).person_id, 1)
    discussion.react(NORTH, reply.id, "thumbs-up", world.who(ADA).person_id)
    frame = opened().comments()
    assert list(frame.author) == ["Ada Brandt", "Ines Moreau", "Ben Okri"]
    assert list(frame.role) == ["member", "mentor", "member"]
    assert list(frame["first"]) == [True, False, False]
    assert list(frame.topic) == ["visibility"] * 3
    assert frame.body[1] == "@Ada Brandt here"
    assert (frame.mentions[1], frame.reactions[1], frame.words[1]) == (1, 1, 3)
    assert frame.deleted.tolist() == [False, False, True]
    assert pd.isna(frame.body[2])


def test_reviews_are_told_in_their_present_form(world, opened):
    world.answer("north", ADA)
    world.now += timedelta(days=1)
    world.review(state="asks-for-more")
    world.now += timedelta(days=1)
    world.review(version=1, state="accepted", levels={"depth": 2})
    (row,) = opened().reviews().itertuples()
    assert (row.state, row.versions, row.levels) == ("accepted", 2, {"depth": 2})
    assert row.first_at - row.answered_at == pd.Timedelta(days=1)
    assert row.at - row.first_at == pd.Timedelta(days=1)
    states = opened().reviews().state
    assert states.cat.ordered
    assert (states > "seen").all()


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_there_and_of_its_type(world, opened, name, filled):
    if filled:
        world.answer("north", ADA)
        world.review()
        comment(world, "Where?", ADA)
    frame = getattr(opened(), name)()
    # There is no dial in this cohort.
    empty = name == "directions" or (not filled and name not in ("exercises", "attention"))
    assert empty == (len(frame) == 0)
    moment = pd.DatetimeTZDtype("us", "Europe/Berlin")
    for column in TABLES[name]:
        dtype = frame[column.name].dtype
        if column.type == "category":
            assert isinstance(dtype, pd.CategoricalDtype)
            if column.among:
                assert tuple(dtype.categories) == column.among
        elif column.type == "moment":
            assert dtype == moment
        else:
            assert dtype == column.type
    assert list(frame.columns) == [each.name for each in TABLES[name]]


def fill(world):
    world.answer("north", ADA)
    world.review()
    thread = comment(world, "Where?", ADA)
    ids = [world.who(each).person_id for each in (ADA, NOOR)]
    comment(world, f"@[A](person:{ids[0]}) @[N](person:{ids[1]})", INES, thread)


def test_without_names_nobody_is_named_and_each_is_the_same_everywhere(world, opened):
    fill(world)
    cohort = opened(names=False)
    frames = [cohort.answers(), cohort.comments(), cohort.reviews()]
    everything = " ".join(frame.to_csv() for frame in frames)
    for person in (ADA, BEN, INES, NOOR):
        assert person.name not in everything
        assert world.who(person).person_id not in everything
    (ada,) = frames[0].updated_by
    assert frames[1].author[0] == ada
    assert frames[1].body[1].startswith(f"@{ada} @person-")
    assert frames[2].reviewer[0] == frames[1].author[1]
    assert ada in set(frames[0].updated_by.cat.categories)


def test_two_exports_cannot_be_laid_side_by_side_unless_they_share_a_salt(world, opened):
    fill(world)
    one, other = (opened(names=False).answers().updated_by[0] for _ in range(2))
    assert one != other
    one, other = (opened(names=False, salt="study").answers().updated_by[0] for _ in range(2))
    assert one == other


def test_attention_is_that_of_the_pages_at_any_moment(world, opened):
    world.answer("north", ADA)
    comment(world, "And then?", BEN)
    before = world.now
    world.now += timedelta(days=1)
    world.answer("south", ELIF, which=EXERCISES[0])
    now = opened(outputs=world.folder).attention(world.now)
    standings = world.sources.noticing.standings(world.now)
    assert len(now) == len(standings) > 0
    for row, standing in zip(now.itertuples(), standings, strict=True):
        assert (row.group, row.workbook) == (
            standing.topic.room.group,
            standing.topic.room.workbook,
        )
        assert row.topic == standing.topic.id
        assert row.points == standing.points == row.work + row.reach + row.voices
        assert (row.answered, row.comments, row.writers) == (
            standing.attention.figures.answered,
            standing.attention.figures.comments,
            standing.attention.figures.voices,
        )
    north, south = (now[now.group == each].iloc[0] for each in ("north", "south"))
    assert (north.comments, north.writers, south.writers) == (1, 2, 1)
    earlier = opened(outputs=world.folder).attention(before)
    assert earlier[earlier.group == "south"].points.tolist() == [0.0]
    assert earlier["at"].dt.tz == ZoneInfo("Europe/Berlin")


def test_directions_are_those_of_the_desk(world):
    dial = Direction("guidance", ("none", "full"))
    dialled = replace(
        COHORT,
        programme_parameters={"guidance": "full"},
        self_organising=SelfOrganising(direction=dial),
    )
    world.answer("north", ADA)
    comment(world, "And then?", BEN)
    made_by = world.who(NOOR).person_id
    world.now = NOW - timedelta(days=7)
    world.sources.directions.choose(dialled, "north", "none", "", made_by)
    world.now = NOW + timedelta(hours=1)
    with Cohort(dialled, MANIFEST, ReadOnlyDatabase(world.folder), world.folder) as cohort:
        frame = cohort.directions(world.now)
    desk = world.sources.directions.outcomes(
        dialled, world.sources.noticing.topics.all(), world.now
    )
    assert frame.group.tolist() == ["north", "south"]
    assert frame.setting.cat.categories.tolist() == ["none", "full"]
    assert frame.setting.tolist() == ["none", "full"]
    assert frame.attention.tolist() == [each.attention for each in desk]
    assert frame.comments.tolist() == [0.5, 0.0]
    assert frame.days_at_setting.tolist() == pytest.approx([7.04, 9.06], abs=0.01)


def test_nothing_can_be_written_and_a_writer_is_not_kept_waiting(world, opened):
    cohort = opened()
    with cohort._database.read() as connection:
        before = connection.execute(text("SELECT count(*) FROM answers")).scalar_one()
        world.answer("north", ADA)
        assert connection.execute(text("SELECT count(*) FROM answers")).scalar_one() == before
        with pytest.raises(exc.OperationalError, match="readonly"):
            connection.execute(text("DELETE FROM answers"))
    assert len(cohort.answers()) == 1


def test_a_folder_that_nobody_writes_to_is_left_as_it_is(world):
    world.answer("north", ADA)
    world.database.close()
    before = {path.name: path.read_bytes() for path in world.folder.iterdir()}
    with Cohort(COHORT, MANIFEST, ReadOnlyDatabase(world.folder)) as cohort:
        assert len(cohort.answers()) == 1
    assert (world.folder / FILE_NAME).read_bytes() == before[FILE_NAME]


def test_what_is_no_data_folder_is_refused(tmp_path, world):
    with pytest.raises(DatabaseUnreadable, match="no database"):
        ReadOnlyDatabase(tmp_path / "elsewhere")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / FILE_NAME).write_bytes(b"no database" * 100)
    with pytest.raises(DatabaseError):
        ReadOnlyDatabase(tmp_path / "broken")
    with world.database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(DatabaseUnreadable, match="earlier version"):
        ReadOnlyDatabase(world.folder)


def test_the_package_gives_it_by_its_name():
    assert cohortbook.Cohort is Cohort
    with pytest.raises(AttributeError, match="Kohorte"):
        _ = cohortbook.Kohorte


def test_without_pandas_the_command_that_installs_it_is_told(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(PandasMissing, match=r"pip install 'cohortbook\[analysis\]'"):
        Cohort.open(tmp_path)


def test_what_left_the_programme_is_left_out_and_what_was_archived_stays(world, opened):
    world.answer("north", ADA, which=definition(name="dropped"))
    gone = RoomKey("west", BOOK)
    world.sources.answers.record(gone, EXERCISES[0], "x", world.who(ADA).person_id)
    frame = opened().answers()
    assert list(frame.group) == ["north"]
    assert (list(frame.exercise), frame.topic.isna().tolist()) == (["dropped"], [True])


def test_people_who_share_a_name_are_told_apart():
    naming = Naming({"per_a": "Ada", "per_b": "Ada", "per_c": "Ben"}, pseudonyms=False)
    assert [naming.of(each) for each in ("per_a", "per_b", "per_c")] == ["Ada", "Ada (2)", "Ben"]
    assert naming.everybody() == ["Ada", "Ada (2)", "Ben"]


def test_what_a_group_did_that_went_into_another_stays(world, opened):
    world.answer("north", ADA)
    world.review("north")
    decisions = world.sources.organising.decisions
    noor = world.who(NOOR).person_id
    merged = decisions.propose("merge", "north", noor, other="south", title="Northern depot")
    without = replace(COHORT, groups={"south": COHORT.groups["south"]}, mentors=())
    with Cohort(without, MANIFEST, ReadOnlyDatabase(world.folder)) as cohort:
        assert cohort.answers().empty
    decisions.step(merged.id, "done", None)
    with Cohort(without, MANIFEST, ReadOnlyDatabase(world.folder)) as cohort:
        assert list(cohort.answers()["group"]) == ["north"]
        assert list(cohort.reviews()["group"]) == ["north"]
        assert set(cohort.exercises()["group"]) == {"south"}
