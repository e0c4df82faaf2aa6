"""Names of answers that say nothing of whose they are."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.rooms import RoomKey

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from cohortbook.stamp.manifest import Manifest

PATTERN = "itm_[a-z2-7]{20}"


class ReviewItems:
    """Gives each group's answer a name for the addresses of mentors' pages.

    Groups have telling ids, which would give away in a page's address what the page
    hides. The names are the same each time, and nobody can make them without the key.

    Parameters
    ----------
    secret : bytes
        The server's own.
    manifest : callable
        Returns the manifest of the cohort's stamps as it is now.
    groups : callable
        Returns the ids of the groups that there are: stamps outlive those that went
        into others.
    """

    def __init__(
        self,
        secret: bytes,
        manifest: Callable[[], Manifest],
        groups: Callable[[], Collection[str]],
    ) -> None:
        self._groups = groups
        self._key = hmac.digest(secret, b"review items", hashlib.sha256)
        self._manifest = manifest
        self._known: dict[str, AnswerKey] = {}
        self._known_of: Manifest | None = None

    def id_of(self, room: RoomKey, exercise_id: str) -> str:
        """Return the name of a group's answer."""
        told = f"{room}/{exercise_id}".encode()
        digest = hmac.digest(self._key, told, hashlib.sha256)
        return f"itm_{base64.b32encode(digest).decode().lower()[:20]}"

    def find(self, item_id: str) -> AnswerKey | None:
        """Return which answer has a name, or None when none of the stamps' has."""
        manifest = self._manifest()
        if manifest is not self._known_of:
            self._known = {
                self.id_of(RoomKey(stamp.group, stamp.workbook), each.id): AnswerKey(
                    RoomKey(stamp.group, stamp.workbook), each.id
                )
                for stamp in manifest.stamps
                for each in (*(placed.definition for placed in stamp.exercises), *stamp.archived)
            }
            self._known_of = manifest
        found = self._known.get(item_id)
        return found if found is not None and found.room.group in self._groups() else None
