"""The words that people see, from the catalogues that pages and scripts share."""

from __future__ import annotations

import json
import re
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cohortbook.errors import CohortbookError

if TYPE_CHECKING:
    from collections.abc import Mapping


class WordMissingError(CohortbookError):
    """A key has no text, or its text wants a value that was not given.

    Parameters
    ----------
    key : str
        The key that was asked for.
    reason : str
        What is wrong with it.
    """

    code = "word-missing"

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"Words {key!r}: {reason}", mend="Mend it in cohortbook_widgets/words.")
        self.key = key


class Words:
    """A catalogue of texts by flat key.

    Parameters
    ----------
    texts : collections.abc.Mapping[str, str]
        Text by key. A text that depends on a number has two entries,
        ``key#one`` and ``key#other``; ``{name}`` is replaced by a value.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def t(self, key: str, **values: object) -> str:
        """Return the text of `key` with `values` in place.

        Parameters
        ----------
        key : str
            For example ``"home.greeting"``.
        **values : object
            For the placeholders; ``count`` also chooses the plural form.

        Raises
        ------
        WordMissingError
            If there is no such text, or a placeholder has no value.
        """
        text = self._texts.get(key)
        if text is None and "count" in values:
            form = "one" if values["count"] == 1 else "other"
            text = self._texts.get(f"{key}#{form}")
        if text is None:
            raise WordMissingError(key, "there is no such text")
        try:
            return text.format_map({name: str(value) for name, value in values.items()})
        except (KeyError, IndexError) as error:
            raise WordMissingError(key, f"no value for {error}") from error

    def __contains__(self, key: str) -> bool:
        return key in self._texts or f"{key}#other" in self._texts

    def all_keys(self) -> frozenset[str]:
        """Return the keys, plural forms folded into one."""
        return frozenset(key.partition("#")[0] for key in self._texts)


# By their own names, so that people find theirs whatever language the page is in.
LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch"}
_DEFAULT = "en"
_spoken: ContextVar[str] = ContextVar("spoken", default=_DEFAULT)
_ACCEPTED = re.compile(r"([a-zA-Z]{2,3})(?:-[\w-]+)?\s*(?:;\s*q=(\d(?:\.\d*)?))?")


@cache
def texts(language: str) -> Mapping[str, str]:
    """Return all texts of a language as they are written, plural forms by themselves."""
    catalogue = files("cohortbook_widgets").joinpath(f"words/{language}.json")
    read: Mapping[str, str] = json.loads(catalogue.read_text(encoding="utf-8"))
    return read


@cache
def catalogue(language: str) -> Words:
    """Return the catalogue of one of `LANGUAGES`."""
    return Words(texts(language))


def spoken() -> str:
    """Return the language in which the present request is answered."""
    return _spoken.get()


def speak(language: str) -> None:
    """Answer the present request, and nothing beside it, in one of `LANGUAGES`."""
    _spoken.set(language)


def language_for(chosen: str | None, accepted: str) -> str:
    """Return the language for somebody.

    Parameters
    ----------
    chosen : str or None
        What they chose for themselves.
    accepted : str
        What their browser asks for: an ``Accept-Language`` header (RFC 9110), in
        which what is liked best has the largest ``q``.

    Returns
    -------
    str
        One of `LANGUAGES`.
    """
    if chosen in LANGUAGES:
        return str(chosen)
    wishes = [_ACCEPTED.match(each.strip()) for each in accepted.split(",")]
    liked = [(float(each[2] or 1), each[1].lower()) for each in wishes if each]
    for _, code in sorted(liked, key=lambda wish: -wish[0]):
        if code in LANGUAGES:
            return code
    return _DEFAULT


def t(key: str, **values: object) -> str:
    """Return a text in the language of the present request; see `Words.t`."""
    return catalogue(spoken()).t(key, **values)
