"""Says what comes of one notebook: whether a revival gives to see what an ordinary run does."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

import nbformat

from cohortbook.live.room import StampedFile
from cohortbook.live.status import RoomFailedError
from sameness import compared, rooms

MOST_SECONDS = 120
INSTALLS = re.compile(r"^\s*[%!] *pip install.*$", re.MULTILINE)


async def compare(path: Path) -> str:
    """Say what comes of one notebook, in the environment that this runs in."""
    notebook = nbformat.convert(nbformat.read(path, as_version=4), 4)
    # What they install is installed.
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = INSTALLS.sub("", cell.source)
        cell.setdefault("id", f"cell-{notebook.cells.index(cell)}")
    stamp = StampedFile(path, "1", executed=True, folder=path.parent)
    async with rooms(cell_seconds=MOST_SECONDS) as there:
        try:
            ordinary, revived = await compared(there, stamp, notebook)
        except RoomFailedError as error:
            return f"does not run: {error}"
        if revived is None:
            return f"refused: {there.reason(stamp, notebook)}"
        if revived == ordinary:
            return "same"
    async with rooms(most=0, cell_seconds=MOST_SECONDS) as there:
        again, _ = await compared(there, stamp, notebook)
    parts = ("outputs", "states", "page")
    differs = [each for each in parts if getattr(ordinary, each) != getattr(revived, each)]
    if all(getattr(ordinary, each) != getattr(again, each) for each in differs):
        return "differs from itself from run to run, in both ways"
    return f"differs: {', '.join(differs)}"


if __name__ == "__main__":
    print(asyncio.run(compare(Path(sys.argv[1]))))
