"""The manifest says again what was put in, and says clearly when it cannot."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.stamp.errors import (
    ManifestMissingError,
    ManifestNewerError,
    ManifestUnreadableError,
    StampDiskFullError,
)
from cohortbook.stamp.manifest import (
    Fingerprint,
    Manifest,
    Stamp,
    WorkbookEntry,
    read_manifest,
    write_manifest,
)
from cohortbook.workbook.exercise import ExerciseDefinition, PlacedExercise

SLUGS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,63}", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
DEFINITIONS = st.builds(
    ExerciseDefinition.from_json,
    st.fixed_dictionaries(
        {
            "id": SLUGS,
            "kind": st.just("text"),
            "prompt": WORDS.filter(str.strip),
            "topic": st.none() | SLUGS,
            "individual": st.booleans(),
        }
    ),
)
STAMPS = st.builds(
    lambda group, workbook, **more: Stamp(group, workbook, f"{group}/{workbook}.ipynb", **more),
    SLUGS,
    SLUGS,
    fingerprint=st.builds(Fingerprint, HASHES, HASHES, HASHES, WORDS),
    stamp_sha256=HASHES,
    executed=st.booleans(),
    stamped_at=st.datetimes(
        timezones=st.just(UTC) | st.just(timezone(timedelta(hours=2))),
        min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    ).map(lambda each: each.astimezone(UTC)),
    exercises=st.lists(st.builds(PlacedExercise, DEFINITIONS, WORDS), max_size=3).map(tuple),
    archived=st.lists(DEFINITIONS, max_size=2).map(tuple),
)
ENTRIES = st.builds(
    WorkbookEntry,
    SLUGS,
    WORDS,
    WORDS,
    st.none() | st.integers(1, 600),
    st.dictionaries(SLUGS, WORDS, max_size=3),
)
MANIFESTS = st.builds(
    Manifest,
    SLUGS,
    WORDS,
    st.lists(ENTRIES, max_size=3).map(tuple),
    st.lists(STAMPS, max_size=3, unique_by=lambda each: (each.group, each.workbook)).map(tuple),
)


@given(MANIFESTS)
def test_what_was_written_is_read(manifest):
    with tempfile.TemporaryDirectory() as folder:
        write_manifest(Path(folder), manifest)
        read = read_manifest(Path(folder))
    assert read == manifest
    for each in manifest.stamps:
        assert read.stamp(each.group, each.workbook) == each


def test_asking_for_what_is_not_there():
    manifest = Manifest("autumn", "A programme")
    assert manifest.stamp("north", "01-x") is None
    assert manifest.workbook("01-x") is None


def test_an_exercise_is_found_also_when_archived(stamp):
    kept = ExerciseDefinition.from_json({"id": "kept", "kind": "text", "prompt": "?"})
    gone = ExerciseDefinition.from_json({"id": "gone", "kind": "text", "prompt": "?"})
    found = stamp(exercises=(PlacedExercise(kept, "c1"),), archived=(gone,))
    assert found.exercise("kept") == kept
    assert found.exercise("gone") == gone
    assert found.exercise("never") is None


@pytest.fixture
def stamp():
    def make(**more):
        return Stamp(
            "north",
            "01-x",
            "north/01-x.ipynb",
            Fingerprint("s", "p", "i", "1"),
            "h",
            executed=True,
            stamped_at=datetime(2026, 9, 1, tzinfo=UTC),
            **more,
        )

    return make


@pytest.fixture
def damaged(tmp_path, stamp):
    """Write a manifest with one part replaced, and return the error of reading it."""

    def attempt(change):
        write_manifest(tmp_path, Manifest("autumn", "A programme", (), (stamp(),)))
        file = tmp_path / "manifest.json"
        data = json.loads(file.read_text())
        change(data)
        file.write_text(json.dumps(data))
        with pytest.raises(ManifestUnreadableError) as caught:
            read_manifest(tmp_path)
        assert caught.value.place.file == file
        return caught.value

    return attempt


def test_none_yet(tmp_path):
    with pytest.raises(ManifestMissingError, match="cohortbook stamp"):
        read_manifest(tmp_path / "autumn")


def test_not_json(tmp_path):
    (tmp_path / "manifest.json").write_text('{\n "version": 1,\n oops')
    with pytest.raises(ManifestUnreadableError, match=r"manifest.json:3: .* not JSON"):
        read_manifest(tmp_path)


def test_not_utf8(tmp_path):
    (tmp_path / "manifest.json").write_bytes(b'{"version": "\xff"}')
    with pytest.raises(ManifestUnreadableError):
        read_manifest(tmp_path)


@pytest.mark.parametrize("content", ["[]", "{}", "1", '{"version": "1"}', '{"version": true}'])
def test_not_a_manifest(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(ManifestUnreadableError, match="not a manifest"):
        read_manifest(tmp_path)


def test_newer(damaged):
    error = damaged(lambda data: data.update(version=2))
    assert isinstance(error, ManifestNewerError)
    assert "version 2" in str(error)


def test_a_part_is_missing(damaged):
    assert "'executed' is missing" in str(damaged(lambda data: data["stamps"][0].pop("executed")))


@pytest.mark.parametrize("path", ["/etc/passwd", "../../secret", "north/../../x"])
def test_paths_do_not_lead_out(damaged, path):
    assert "leads out" in str(damaged(lambda data: data["stamps"][0].update(path=path)))


def test_ids_are_ids(damaged):
    assert "not an id" in str(damaged(lambda data: data["stamps"][0].update(group="../x")))


def test_times_have_a_zone(damaged):
    error = damaged(lambda data: data["stamps"][0].update(stamped_at="2026-09-01T10:00:00"))
    assert "no time zone" in str(error)


def test_exercises_are_looked_at(damaged):
    damaged(lambda data: data["stamps"][0]["exercises"].append({"id": "x", "kind": "magic"}))


def test_a_full_disk_leaves_the_earlier_one(tmp_path, monkeypatch):
    earlier = Manifest("autumn", "Earlier")
    write_manifest(tmp_path, earlier)

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StampDiskFullError):
        write_manifest(tmp_path, Manifest("autumn", "Later"))
    assert read_manifest(tmp_path) == earlier
