"""Doing a thing once although it was asked for twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from cohortbook.learning.errors import KeyReused
from cohortbook.store.schema import idempotency_keys

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

LONGEST_KEY = 200


def key_reused() -> KeyReused:
    """Return the error for a key that was used for another request."""
    msg = "This idempotency key was used for another request."
    return KeyReused(msg, mend="Send a fresh key with each new request.")


def earlier_result(
    connection: Connection, person_id: str, key: str | None, action: str
) -> str | None:
    """Return the id of what an earlier request with the same key made.

    Raises
    ------
    KeyReused
        When the key is too long, or was used for something else.
    """
    if key is None:
        return None
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        msg = f"An idempotency key has 1 to {LONGEST_KEY} printable characters."
        raise KeyReused(msg, mend="Send a random UUID.")
    row = connection.execute(
        select(idempotency_keys.c.action, idempotency_keys.c.result_id).where(
            idempotency_keys.c.person_id == person_id, idempotency_keys.c.key == key
        )
    ).first()
    if row is None:
        return None
    if row.action != action:
        raise key_reused()
    return str(row.result_id)


def remember_result(  # noqa: PLR0913
    connection: Connection,
    person_id: str,
    key: str | None,
    action: str,
    *,
    result_id: str,
    at: datetime,
) -> None:
    """Note, in the same transaction, what a request with this key made."""
    if key is not None:
        connection.execute(
            insert(idempotency_keys).values(
                person_id=person_id, key=key, action=action, result_id=result_id, at=at
            )
        )
