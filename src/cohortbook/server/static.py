"""Files that are the same for everybody: our bundle, and Voila's front-end."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from tornado.web import HTTPError

from cohortbook.server.handlers.base import PUBLIC, Handler
from cohortbook.server.services import Services

_COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")
_WORTH_COMPRESSING = 1024  # bytes
FOREVER = "public, max-age=31536000, immutable"
# Names without a hash: kept for a day, then asked about with an entity tag.
A_DAY = "public, max-age=86400"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is sent.

    Parameters
    ----------
    plain : bytes
        Its content.
    compressed : bytes or None
        The same, gzipped, where that is shorter.
    kind : str
        MIME type.
    etag : str
        Entity tag, of the content.
    """

    plain: bytes
    compressed: bytes | None
    kind: str
    etag: str


class StaticFiles:
    """Files of some folders, read and compressed once and kept in memory.

    Parameters
    ----------
    folders : sequence of pathlib.Path
        Where to look, first to last.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = [folder.resolve() for folder in folders]
        self._kept: dict[str, StaticFile | None] = {}

    def kept(self, name: str) -> StaticFile | None:
        """Return a file that was asked for before."""
        return self._kept.get(name)

    def get(self, name: str) -> StaticFile | None:
        """Return a file by its path below the folders, or None; reads and compresses it."""
        if name not in self._kept:
            found = self._find(name)
            if found is None:
                return None
            self._kept[name] = _prepared(found)
        return self._kept[name]

    def _find(self, name: str) -> Path | None:
        for folder in self._folders:
            # A name can be too long for a file, or hold what none may.
            with contextlib.suppress(OSError, ValueError):
                path = (folder / name).resolve()
                if path.is_relative_to(folder) and path.is_file():
                    return path
        return None


class StaticHandler(Handler):
    """Sends public files; there is nothing about people in them."""

    PERMISSIONS: ClassVar = {"get": PUBLIC, "head": PUBLIC}
    files: StaticFiles
    caching: str

    def initialize(  # type: ignore[override]
        self, services: Services, files: StaticFiles, caching: str
    ) -> None:
        """Take in which files to send, and how long browsers may keep them."""
        super().initialize(services)
        self.files, self.caching = files, caching

    async def get(self, name: str) -> None:
        """Send a file."""
        found = self.files.kept(name) or await self.services.run(self.files.get, name)
        if found is None:
            raise HTTPError(404)
        self.set_header("Cache-Control", self.caching)
        self.set_header("Etag", found.etag)
        self.set_header("Vary", "Accept-Encoding")
        if self.check_etag_header():
            self.set_status(304)
            self.finish()
            return
        self.set_header("Content-Type", found.kind)
        content = found.plain
        if found.compressed and "gzip" in self.request.headers.get("Accept-Encoding", ""):
            content = found.compressed
            self.set_header("Content-Encoding", "gzip")
        self.finish(content)

    head = get


def _prepared(path: Path) -> StaticFile:
    plain = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind in {"text/javascript", "application/x-javascript"}:
        kind = "application/javascript"
    compressed = None
    if len(plain) >= _WORTH_COMPRESSING and kind.startswith(_COMPRESSIBLE):
        shorter = gzip.compress(plain, 6, mtime=0)
        compressed = shorter if len(shorter) < len(plain) else None
    if kind.startswith("text/") or kind in {"application/javascript", "application/json"}:
        kind += "; charset=utf-8"
    etag = f'"{hashlib.sha256(plain).hexdigest()[:20]}"'
    return StaticFile(plain, compressed, kind, etag)
