"""People by name, or by a pseudonym that is the same in all tables of an export."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections import Counter

_MENTION = re.compile(r"@\[(?:\\.|[^\[\]\\\n]){1,200}\]\((person:([a-z0-9_]{1,24})|mentors:)\)")
_HEX_DIGITS = 10


class Naming:
    """What people are called in the tables.

    Parameters
    ----------
    names : mapping of str to str
        By person id. People who share a name get a number behind it.
    pseudonyms : bool
        Whether they are called by pseudonyms.
    salt : str, optional
        The same gives the same pseudonyms another time; without it, each export has
        its own, and nobody can find somebody again in two of them.
    """

    def __init__(self, names: dict[str, str], *, pseudonyms: bool, salt: str | None = None) -> None:
        self._names = _told_apart(names)
        self._key = (salt or secrets.token_hex(16)).encode() if pseudonyms else None

    def of(self, person_id: str | None) -> str | None:
        """Return what somebody is called; None for nobody."""
        if person_id is None:
            return None
        if self._key is None:
            return self._names.get(person_id, person_id)
        mark = hmac.new(self._key, person_id.encode(), hashlib.sha256).hexdigest()
        return f"person-{mark[:_HEX_DIGITS]}"

    def everybody(self) -> list[str]:
        """Return what all are called, by name."""
        called = (self.of(each) for each in self._names)
        return sorted({each for each in called if each is not None})

    def in_text(self, body: str | None) -> str | None:
        """Write mentions in a text as what people are called; the rest stays as it is."""
        if body is None:
            return None
        return _MENTION.sub(lambda found: f"@{self.of(found[2]) or 'mentors'}", body)


def _told_apart(names: dict[str, str]) -> dict[str, str]:
    seen: Counter[str] = Counter()
    found = {}
    for person_id, name in names.items():
        seen[name] += 1
        found[person_id] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return found
