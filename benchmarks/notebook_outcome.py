"""Says what comes of one notebook: whether forked kernels give to see what ordinary ones do."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell

from cohortbook.live.room import StampedFile
from cohortbook.live.status import RoomFailedError
from sameness import Rooms, Seen, rooms, seen
from touching import has_figures, touched

MOST_SECONDS = 120
MOST_CHARACTERS = 120
INSTALLS = re.compile(r"^\s*[%!] *pip install.*$", re.MULTILINE)
SEED = "import random, numpy\nrandom.seed(1)\nnumpy.random.seed(1)"
SAME = "same"
ITSELF = "differs from itself from run to run, in both ways"


@dataclass
class Look:
    """All that a kernel gives to see, and what it answers where there are figures to touch."""

    seen: Seen
    answers: list[Any] | None

    def differences(self, other: Look) -> set[str]:
        found = {
            each
            for each in ("outputs", "states", "page")
            if getattr(self.seen, each) != getattr(other.seen, each)
        }
        return found | ({"answers"} if self.answers != other.answers else set())


@dataclass
class Looks:
    """Of one notebook: in an ordinary kernel, in a forked one, in a revived one if there is one."""

    ordinary: Look
    forked: Look
    revived: Look | None
    refused: str | None


class Comparison:
    """One notebook, in the environment that this runs in.

    Parameters
    ----------
    path : pathlib.Path
        Of the notebook.
    """

    def __init__(self, path: Path) -> None:
        self._notebook = nbformat.convert(nbformat.read(path, as_version=4), 4)
        # What they install is installed.
        for cell in self._notebook.cells:
            if cell.cell_type == "code":
                cell.source = INSTALLS.sub("", cell.source)
            cell.setdefault("id", f"cell-{self._notebook.cells.index(cell)}")
        self._stamp = StampedFile(path, "1", executed=True, folder=path.parent)

    async def outcome(self) -> dict[str, str]:
        """Say what comes of it, forked and revived; and with chance seeded if it draws."""
        try:
            looks = await self._looks()
        except RoomFailedError as error:
            failed = f"does not run: {textwrap.shorten(str(error), MOST_CHARACTERS)}"
            return {"forked": failed, "outcome": failed}
        told = await self._compared(looks)
        if ITSELF in told.values():
            self._notebook.cells.insert(0, new_code_cell(SEED, id="seed"))
            again = (await self._compared(await self._looks())).values()
            different = [it for it in again if it != SAME and not it.startswith("refused")]
            told["seeded"] = different[0] if different else SAME
        return told

    async def _compared(self, looks: Looks) -> dict[str, str]:
        told = {"forked": looks.ordinary.differences(looks.forked)}
        if looks.revived is not None:
            told["outcome"] = looks.ordinary.differences(looks.revived)
        by_itself: set[str] = set()
        if any(told.values()):
            again, _ = await self._ordinary()
            by_itself = looks.ordinary.differences(again)
        said = {each: _said(differences, by_itself) for each, differences in told.items()}
        return {"outcome": f"refused: {looks.refused}", **said}

    async def _looks(self) -> Looks:
        ordinary, _ = await self._ordinary()
        async with rooms(cell_seconds=MOST_SECONDS) as there:
            forked, _ = await self._look(there)
            await there.revivals.made()
            revived, is_one = await self._look(there)
            refused = None if is_one else there.reason(self._stamp, self._notebook)
        return Looks(ordinary, forked, revived if is_one else None, refused)

    async def _ordinary(self) -> tuple[Look, bool]:
        async with rooms(kernel_name="python3", cell_seconds=MOST_SECONDS) as there:
            return await self._look(there)

    async def _look(self, there: Rooms) -> tuple[Look, bool]:
        """Return what there is to see of a kernel, and whether it was a revived one."""
        kernel, ran = await there.open(self._stamp, self._notebook)
        await there.revivals.made()
        found = await seen(there, kernel, ran)
        answers = await touched(there, kernel) if has_figures(found.states) else None
        is_one = there.revived(kernel)
        await there.kernels.stop(kernel)
        return Look(found, answers), is_one


def _said(differences: set[str], by_itself: set[str]) -> str:
    if not differences:
        return SAME
    return ITSELF if differences <= by_itself else f"differs: {', '.join(sorted(differences))}"


if __name__ == "__main__":
    print(json.dumps(asyncio.run(Comparison(Path(sys.argv[1])).outcome())))
