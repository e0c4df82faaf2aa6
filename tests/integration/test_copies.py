"""Copies made anew by the server: seen first, then made, with real kernels."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from cohortbook.server.desk.copies import Copies
from cohortbook.server.desk.copies_view import copies_words
from cohortbook.server.stamping import Stamping
from cohortbook.stamp.manifest import read_manifest
from cohortbook.workbook.programme import read_programme
from factories import WORKBOOK, write_programme


class SomeAnswers:
    def __init__(self):
        self.known = {}

    def exercises_with_answers(self):
        return self.known


@pytest.fixture
def world(tmp_path):
    programme = write_programme(tmp_path / "programme")
    answers = SomeAnswers()
    cohort = read_programme(programme).cohort
    folder = tmp_path / "outputs" / cohort.id

    def sources():
        return SimpleNamespace(cohort=cohort, manifest=lambda: read_manifest(folder))

    def run(story):
        chosen = SimpleNamespace(settings=dict)
        stamping = Stamping(programme, tmp_path / "outputs", answers, chosen)
        asyncio.run(story(Copies(stamping)))

    return SimpleNamespace(
        programme=programme, answers=answers, folder=folder, sources=sources, run=run
    )


def told(world, copies):
    words = copies_words(copies.state, world.sources())
    return words, [(line.what, line.id) for each in words.differences for line in each.lines]


@pytest.mark.timeout(300)
def test_what_changes_is_seen_before_it_is_made(world):
    source = world.programme / f"{WORKBOOK}.ipynb"

    async def story(copies):
        copies.stamp()
        copies.look()  # Not while it is being done.
        assert copies.state.doing == "stamping"
        await copies.wait()
        words, lines = told(world, copies)
        assert lines == [("Made for the first time.", "")]
        assert not words.can_stamp
        copies.look()
        await copies.wait()
        assert told(world, copies)[0].text == "Every copy is as its source is now."

        before = (world.folder / "manifest.json").read_bytes()
        source.write_text(source.read_text("utf-8").replace("first-week", "second-week"), "utf-8")
        copies.look()
        await copies.wait()
        words, lines = told(world, copies)
        assert ("New exercise", "second-week") in lines
        assert ("Gone", "first-week") in lines
        assert words.can_stamp
        assert (world.folder / "manifest.json").read_bytes() == before

        group = read_manifest(world.folder).stamps[0].group
        world.answers.known = {(group, WORKBOOK): {"first-week"}}
        copies.look()
        await copies.wait()
        words, lines = told(world, copies)
        assert words.refused
        assert ("Not made", "") in lines

        copies.stamp(archive_answered=True)
        await copies.wait()
        words, lines = told(world, copies)
        assert (copies.state.doing, words.refused) == ("stamped", False)
        ids = {each.definition.id for each in read_manifest(world.folder).stamps[0].exercises}
        assert "second-week" in ids
        assert "first-week" not in ids

    world.run(story)


@pytest.mark.timeout(120)
def test_a_server_that_ends_does_not_wait_for_all_copies(world):
    async def story(copies):
        copies.stamp()
        await copies.close()
        assert copies.state.doing == "nothing"
        copies.look()
        assert copies.state.doing == "nothing"

    world.run(story)


def test_a_source_that_cannot_be_read_is_said_and_the_copies_stay(world):
    async def story(copies):
        (world.programme / f"{WORKBOOK}.ipynb").write_text("{", "utf-8")
        copies.look()
        await copies.wait()
        assert copies.state.doing == "failed"
        assert WORKBOOK in copies_words(copies.state, world.sources()).text
        assert not (world.folder / "manifest.json").exists()

    world.run(story)
