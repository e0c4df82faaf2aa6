"""Contents of files, kept once each under the hash of what they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from pathlib import Path

from cohortbook.durable import write_durably

_HASH = re.compile(r"[0-9a-f]{64}")


class Blobs:
    """Contents by their SHA-256, in a folder that nothing serves.

    Parameters
    ----------
    folder : pathlib.Path
        Made when the first comes.

    Notes
    -----
    `put` and `keep_only` have to take turns: what one has just found to be there,
    the other may remove.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep some content durably; return its hash.

        Raises
        ------
        OSError
            When the disk does not take it; nothing half-written is left.
        """
        name = hashlib.sha256(content).hexdigest()
        file = self._file(name)
        if not file.is_file():
            write_durably(file, content, 0o600)
        return name

    def get(self, name: str) -> bytes:
        """Return the content of a hash.

        Raises
        ------
        OSError
            When it is not there.
        """
        return self._file(name).read_bytes()

    def keep_only(self, names: Collection[str]) -> int:
        """Remove everything but these, and what was left half-written; return how many files."""
        files = [each for each in self._folder.glob("*/*") if each.is_file()]
        gone = [each for each in files if each.name not in names]
        for each in gone:
            each.unlink(missing_ok=True)
        return len(gone)

    def _file(self, name: str) -> Path:
        if not _HASH.fullmatch(name):
            msg = f"not the hash of a content: {name!r}"
            raise ValueError(msg)
        return self._folder / name[:2] / name
