"""``/desk/copies``: looking for copies that are out of date, and making them anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from cohortbook.server.pages.page_handler import PageHandler

PATH = "/desk/workbooks#copies"


class CopiesLookHandler(PageHandler):
    """Begins to compare copies with their sources."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "stamp.renew"}

    def post(self) -> None:
        """Begin; the page shows how it goes on."""
        self.services.copies.look()
        self.redirect(PATH, status=303)


class CopiesStampHandler(PageHandler):
    """Begins to make copies anew."""

    PERMISSIONS: ClassVar[Mapping[str, str]] = {"post": "stamp.renew"}

    def post(self) -> None:
        """Begin; the page shows how it goes on."""
        archive = bool(self.get_body_argument("archive", ""))
        self.services.copies.stamp(archive_answered=archive)
        self.redirect(PATH, status=303)
