"""Whether what a process has loaded is still what is installed."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

_PACKAGES = ("site-packages", "dist-packages")


class Freshness:
    """A look at the files that were loaded, to be compared with a later one.

    Parameters
    ----------
    more : collections.abc.Iterable of str
        Files beside the modules, such as those of settings.

    Notes
    -----
    Folders that packages are installed into change when one comes, goes or gets another
    version. Modules that lie elsewhere are somebody's own: there every file counts.
    """

    def __init__(self, more: Iterable[str] = ()) -> None:
        folders = [each for each in sys.path if Path(each).name in _PACKAGES]
        self._seen = {
            path: _changed(path) for path in (*folders, sys.executable, *own_modules(), *more)
        }

    def changed(self) -> str | None:
        """Return a file or folder that is not as it was, or None."""
        return next((path for path, when in self._seen.items() if _changed(path) != when), None)


def own_modules() -> list[str]:
    """Return the files of modules that come neither with Python nor from a package."""
    library = tuple(
        str(Path(sysconfig.get_path(each)).resolve()) for each in ("stdlib", "platstdlib")
    )
    files = (getattr(each, "__file__", None) for each in tuple(sys.modules.values()))
    return [
        each
        for each in files
        if isinstance(each, str)
        and not each.startswith(library)
        and not any(f"/{name}/" in each for name in _PACKAGES)
    ]


def _changed(path: str) -> int | None:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116 - a thousand times a second
    except OSError:
        return None
