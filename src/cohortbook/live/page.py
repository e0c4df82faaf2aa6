"""A workbook's page, rendered once and kept for everybody in the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page in two parts; what is different for each visitor goes between.

    Parameters
    ----------
    parts : collections.abc.Mapping
        By language: the page up to, and from, the visitor's JSON.
    version : str
        Changes when the page does.
    has_widgets : bool
        Whether anything on it needs a kernel.
    """

    parts: Mapping[str, tuple[bytes, bytes]]
    version: str
    has_widgets: bool

    @property
    def etag(self) -> str:
        """The version as an HTTP entity tag, without the visitor's part."""
        return f'"{self.version}"'

    def with_visitor(self, visitor: str, language: str) -> bytes:
        """Return the whole page.

        Parameters
        ----------
        visitor : str
            JSON that is safe inside a script element.
        language : str
            One of those that the page is kept in.
        """
        before, after = self.parts[language]
        return b"".join((before, visitor.encode(), after))
