"""Programs that are told what happens in a cohort, as its file names them."""

from __future__ import annotations

from dataclasses import dataclass

from cohortbook.cohort.languages import LANGUAGES

# What a hook can be told of. `learning/messages/kinds.py` says how each comes about.
HOOK_KINDS: tuple[str, ...] = ("mention", "call", "reply", "feedback", "nudge")


@dataclass(frozen=True, slots=True)
class Hook:
    """A program that gets a request whenever something happens.

    Parameters
    ----------
    id : str
        Slug; names it in settings of the operator.
    url : str or None
        Where it listens; None when only the operator knows.
    about : tuple of str
        Of `HOOK_KINDS`.
    groups : tuple of str
        Whose doings; none means all of them.
    language : str
        Of `LANGUAGES`; in which it is told.
    """

    id: str
    url: str | None
    about: tuple[str, ...]
    groups: tuple[str, ...] = ()
    language: str = LANGUAGES[0]

    def hears_of(self, kind: str, group: str) -> bool:
        """Say whether it is told of a kind of message about a group."""
        return kind in self.about and (not self.groups or group in self.groups)
