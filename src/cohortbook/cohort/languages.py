"""The languages in which people and programs can be told something."""

from __future__ import annotations

# Those of the catalogues of words, English first.
LANGUAGES: tuple[str, ...] = ("en", "de")
