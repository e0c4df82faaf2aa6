"""Figures of the workbooks."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path
from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.server.handlers.base import Handler
from cohortbook.stamp.figures import FOLDER as FIGURES

# Named by the stamper after their content, so they never change.
_NAME = re.compile(r"[0-9a-f]{16}-[A-Za-z0-9._-]+")
_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})


class FigureHandler(Handler):
    """A figure, for whoever takes part in the cohort."""

    PERMISSIONS: ClassVar = {"get": "file.see", "head": "file.see"}

    async def get(self, name: str) -> None:
        """Send it."""
        kind, _ = mimetypes.guess_type(name)
        if not _NAME.fullmatch(name) or kind not in _TYPES:
            raise HTTPError(404)
        try:
            content = await self.services.run(self._read, name)
        except OSError:
            raise HTTPError(404) from None
        self.set_header("Content-Type", kind)
        self.set_header("Cache-Control", "private, max-age=31536000, immutable")
        # An SVG opened by itself is a document: it may draw, and nothing else.
        self.set_header(
            "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        )
        self.finish(content)

    head = get

    def _read(self, name: str) -> bytes:
        folder = self.services.stamps.folder / FIGURES
        return Path(folder, name).read_bytes()
