"""What a group that is made from another one may be called."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from cohortbook.learning.errors import DecisionRefused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

LONGEST_TITLE = 80
_LONGEST_ID = 40


def clean_title(text: str, taken: Iterable[str]) -> str:
    """Return the title of a new group without needless space.

    Parameters
    ----------
    text : str
        What somebody wrote.
    taken : iterable of str
        Titles of the groups that there are.

    Raises
    ------
    DecisionRefused
        When it is empty, too long, looks like an address, or is the name of another group.
    """
    title = " ".join(text.split())
    if not title or len(title) > LONGEST_TITLE or "@" in title or not title.isprintable():
        msg = f"A group is called by one to {LONGEST_TITLE} characters, none of them an @."
        raise DecisionRefused(msg, mend="Choose another name.")
    if title.casefold() in {each.casefold() for each in taken}:
        msg = f"There is a group {title} already."
        raise DecisionRefused(msg, mend="Choose another name.")
    return title


def new_group_id(title: str, taken: Collection[str]) -> str:
    """Return an id for a group, such as ``night-shift``, that no group has or had.

    Parameters
    ----------
    title : str
        What it is called.
    taken : collection of str
        Ids that were ever used.
    """
    plain = unicodedata.normalize("NFKD", title.casefold().replace("ß", "ss"))
    ascii_only = plain.encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:_LONGEST_ID].strip("-") or "group"
    number, found = 2, stem
    while found in taken:
        found, number = f"{stem}-{number}", number + 1
    return found
