"""Files: kept durably, found again, and swept when no answer ever had them."""

from __future__ import annotations

import errno
from dataclasses import dataclass

import pytest

from cohortbook.learning import uploads as module
from cohortbook.learning.answers import Answers
from cohortbook.learning.errors import NotFound, UploadsFull, UploadUnkept
from cohortbook.learning.rooms import RoomKey
from cohortbook.learning.upload_content import KeptContent
from cohortbook.learning.uploads import Uploads
from cohortbook.store import blobs as blobs_module
from cohortbook.store.blobs import Blobs

NORTH = RoomKey("north", "one")


@dataclass(frozen=True)
class Proof:
    id: str = "proof"
    kind: str = "upload"
    individual: bool = False


def kept(content=b"a picture", small=b"small"):
    return KeptContent("image/png", content, 3, 4, small)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "uploads"


@pytest.fixture
def uploads(cohort, clock, folder):
    return Uploads(cohort, Blobs(folder), clock)


def contents(folder):
    return {each.read_bytes() for each in folder.glob("*/*")}


def test_a_file_is_found_again_with_what_is_in_it(uploads):
    made = uploads.add(NORTH, Proof(), "ada", "board.png", kept())
    found = uploads.get(made.id)
    assert found == made
    assert (found.room, found.exercise_id, found.person_id) == (NORTH, "proof", "ada")
    assert found.to_json() == {
        "id": made.id,
        "name": "board.png",
        "type": "image/png",
        "size": 9,
        "width": 3,
        "height": 4,
    }
    assert uploads.content(found) == b"a picture"
    assert uploads.content(found, small=True) == b"small"
    with pytest.raises(NotFound):
        uploads.get("upl_none")


def test_a_file_without_a_small_picture_says_so(uploads):
    made = uploads.add(NORTH, Proof(), "ada", "a.txt", KeptContent("text/plain", b"words"))
    with pytest.raises(NotFound):
        uploads.content(made, small=True)


def test_the_same_content_is_kept_once(uploads, folder):
    one = uploads.add(NORTH, Proof(), "ada", "a.png", kept(small=None))
    two = uploads.add(NORTH, Proof(), "ben", "b.png", kept(small=None))
    assert one.id != two.id
    assert len(list(folder.glob("*/*"))) == 1


def test_only_what_no_answer_ever_had_is_swept_and_not_at_once(uploads, cohort, clock, folder):
    answers = Answers(cohort, clock)
    used, former, unused = (
        uploads.add(NORTH, Proof(), "ada", "x.png", kept(name, None))
        for name in (b"used", b"former", b"unused")
    )
    answers.record(NORTH, Proof(), [former.to_json()], "ada")
    clock.pass_by(minutes=5)
    answers.record(NORTH, Proof(), [used.to_json()], "ada")
    assert uploads.sweep() == 0
    assert contents(folder) == {b"used", b"former", b"unused"}
    clock.pass_by(days=2)
    fresh = uploads.add(NORTH, Proof(), "ada", "x.png", kept(b"fresh", None))
    assert uploads.sweep() == 1
    assert contents(folder) == {b"used", b"former", b"fresh"}
    with pytest.raises(NotFound):
        uploads.get(unused.id)
    assert uploads.content(uploads.get(fresh.id)) == b"fresh"


def test_a_content_that_another_file_has_too_stays(uploads, cohort, clock, folder):
    uploads.add(NORTH, Proof(), "ada", "x.png", kept(small=None))
    clock.pass_by(days=2)
    uploads.add(NORTH, Proof(), "ada", "x.png", kept(small=None))
    assert uploads.sweep() == 1
    assert contents(folder) == {b"a picture"}


def test_a_room_takes_only_so_much(uploads, monkeypatch):
    monkeypatch.setattr(module, "MOST_IN_A_ROOM", 20)
    uploads.add(NORTH, Proof(), "ada", "x.png", kept())
    uploads.add(NORTH, Proof(), "ada", "x.png", kept())
    with pytest.raises(UploadsFull, match="at most"):
        uploads.add(NORTH, Proof(), "ada", "x.png", kept())
    assert uploads.add(RoomKey("south", "one"), Proof(), "eva", "x.png", kept())


def test_a_full_disk_keeps_nothing_and_says_so(uploads, monkeypatch, folder):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(blobs_module, "write_durably", full)
    with pytest.raises(UploadUnkept, match="Try again"):
        uploads.add(NORTH, Proof(), "ada", "x.png", kept())
    monkeypatch.undo()
    assert uploads.add(NORTH, Proof(), "ada", "x.png", kept())
