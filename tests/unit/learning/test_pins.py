"""Kept states of simulations: kept durably, within limits, and gone when they are removed."""

from __future__ import annotations

import errno

import pytest

from cohortbook.learning import pins as module
from cohortbook.learning.errors import NotFound, PinsFull, UploadUnkept
from cohortbook.learning.pins import Pins
from cohortbook.learning.rooms import RoomKey
from cohortbook.learning.text import instant
from cohortbook.learning.upload_content import KeptContent
from cohortbook.learning.uploads import Uploads
from cohortbook.store.blobs import Blobs

NORTH, SOUTH = RoomKey("north", "one"), RoomKey("south", "one")
SETTINGS = [{"place": 0, "key": "value", "value": 3, "label": "Limit", "shown": None}]
PICTURE = KeptContent("image/png", b"what it looked like", 640, 320, b"small")


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path / "uploads")


@pytest.fixture
def pins(cohort, blobs, clock):
    return Pins(cohort, blobs, clock)


def keep(pins, room=NORTH, picture=PICTURE, key=None):
    return pins.keep(room, "cell-a", SETTINGS, picture, "ada", key)


def test_a_state_is_found_again_with_its_settings_and_its_picture(pins, clock):
    made = keep(pins).value
    assert pins.get(made.id) == made
    assert made.to_json() == {
        "id": made.id,
        "cell_id": "cell-a",
        "settings": SETTINGS,
        "picture": {"width": 640, "height": 320},
        "by": {"id": "ada", "name": "Ada"},
        "at": instant(clock()),
    }
    assert pins.picture(made) == b"what it looked like"


def test_those_in_the_room_hear_of_it(pins):
    outcome = keep(pins)
    (event,) = outcome.events
    told = {"pin_id": outcome.value.id, "cell_id": "cell-a"}
    assert (event.type, event.room, event.actor.id, event.data) == ("pin.kept", NORTH, "ada", told)
    (event,) = pins.remove(NORTH, outcome.value.id, "noor").events
    assert (event.type, event.actor.id, event.data) == ("pin.removed", "noor", told)


def test_a_state_without_a_picture_says_so(pins):
    made = keep(pins, picture=None).value
    assert made.to_json()["picture"] is None
    with pytest.raises(NotFound):
        pins.picture(made)


def test_a_repeated_request_keeps_it_once(pins):
    first, again = keep(pins, key="k"), keep(pins, key="k")
    assert first.value == again.value
    assert again.events == ()
    assert len(pins.in_room(NORTH)) == 1


def test_each_room_has_its_own_in_order(pins):
    made = [keep(pins).value, keep(pins).value]
    elsewhere = keep(pins, SOUTH).value
    assert pins.in_room(NORTH) == made
    assert pins.in_room(SOUTH) == [elsewhere]
    with pytest.raises(NotFound):
        pins.remove(SOUTH, made[0].id, "ada")


def test_what_is_removed_leaves_nothing_but_that_it_was(pins, cohort):
    made = keep(pins).value
    pins.remove(NORTH, made.id, "ada")
    assert pins.in_room(NORTH) == []
    with pytest.raises(NotFound):
        pins.get(made.id)
    with cohort.read() as connection:
        (row,) = connection.execute(module.pins.select()).all()
    assert (row.settings, row.picture) == ([], None)


def test_a_room_holds_only_so_many_at_once(pins, monkeypatch):
    monkeypatch.setattr(module, "MOST_IN_A_ROOM", 2)
    first = keep(pins).value
    keep(pins)
    with pytest.raises(PinsFull, match="2 states"):
        keep(pins)
    keep(pins, SOUTH)
    pins.remove(NORTH, first.id, "ada")
    keep(pins)


def test_a_full_disk_keeps_nothing(pins, blobs, monkeypatch):
    def put(_content):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(blobs, "put", put)
    with pytest.raises(UploadUnkept):
        keep(pins)
    assert pins.in_room(NORTH) == []


def test_sweeping_files_leaves_pictures_that_are_kept(pins, blobs, cohort, clock):
    kept = keep(pins).value
    gone = keep(pins, picture=KeptContent("image/png", b"another", 1, 1, None)).value
    pins.remove(NORTH, gone.id, "ada")
    Uploads(cohort, blobs, clock).sweep()
    assert pins.picture(kept) == b"what it looked like"
    with pytest.raises(OSError, match="No such file"):
        pins.picture(gone)
