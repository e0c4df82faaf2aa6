"""A group that is new: how far its copies of the workbooks are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from cohortbook.server.desk.copies import BUSY

if TYPE_CHECKING:
    from cohortbook.server.group.section import Asked


@dataclass(frozen=True, slots=True)
class CopiesSection:
    """The context of ``group/copies.html``; `state` is busy or failed."""

    template: ClassVar[str] = "copies.html"
    state: str
    done: int
    total: int


def copies_section(asked: Asked) -> CopiesSection | None:
    """Say how far it is; None for a group that has been there from the start."""
    sources, group = asked.sources, asked.group.id
    if group not in sources.organising.split_off():
        return None
    manifest, state = sources.manifest(), sources.copies_state()
    done = sum(each.group == group for each in manifest.stamps)
    if done >= len(manifest.workbooks):
        return None
    # What is made is written into the manifest a little later than it is made.
    word = "busy" if state.doing in BUSY else "failed"
    return CopiesSection(word, max(done, state.done), len(manifest.workbooks))
