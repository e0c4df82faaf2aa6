"""The words that people see, from the one catalogue that pages and scripts share."""

from __future__ import annotations

import json
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
        super().__init__(f"Words {key!r}: {reason}", mend="Mend it in words/en.json.")
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


@cache
def english() -> Words:
    """Return the catalogue that comes with the product."""
    catalogue = files("cohortbook_widgets").joinpath("words/en.json")
    return Words(json.loads(catalogue.read_text(encoding="utf-8")))


def t(key: str, **values: object) -> str:
    """Return a text of the product's own catalogue; see `Words.t`."""
    return english().t(key, **values)
