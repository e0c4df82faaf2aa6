"""All that is kept about somebody is told to them, and no secret with it."""

from __future__ import annotations

import json

from sqlalchemy import insert

from cohortbook.learning.anchors import Anchor
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.own_record import OwnRecord, naming_people
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.record_view import KINDS
from cohortbook.store.schema import join_links, metadata, sessions

NORTH = RoomKey("north", "one")


def test_every_table_that_names_people_is_in_it():
    naming = {name for name, table in metadata.tables.items() if naming_people(table)}
    # These hold texts that several wrote, belong to rows that are told anyway, or only count.
    assert set(metadata.tables) - naming == {"documents", "threads", "message_cursor"}
    assert {table for tables in KINDS.values() for table in tables} == naming


def test_one_gets_ones_own_and_no_secret(cohort, clock):
    Discussion(cohort, clock).start_thread(NORTH, Anchor("cell", "c"), "Mine.", "ada")
    Discussion(cohort, clock).start_thread(NORTH, Anchor("cell", "c"), "Of another.", "ben")
    at = clock()
    with cohort.begin() as connection:
        connection.execute(
            insert(sessions).values(
                token_sha256="5ecre7", person_id="ada", created_at=at, expires_at=at
            )
        )
        connection.execute(
            insert(join_links).values(
                id="lnk_1", person_id="ada", nonce_sha256="5ecre7", created_at=at, expires_at=at
            )
        )
    told = json.dumps(OwnRecord(cohort).of("ada"))
    assert "Mine." in told
    assert "Of another." not in told
    assert "5ecre7" not in told
    assert '"sessions"' in told
    assert OwnRecord(cohort).of("nobody") == {}
