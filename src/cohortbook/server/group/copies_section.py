"""A group that is new: how far its copies of the workbooks are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from cohortbook.server.desk.copies import BUSY

if TYPE_CHECKING:
    from cohortbook.server.group.section import Asked

# So long somebody may still look at the page on which they saw how it went on.
_NEW_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CopiesSection:
    """The context of ``group/copies.html``; `state` is busy, failed or ready."""

    template: ClassVar[str] = "copies.html"
    state: str
    done: int
    total: int


def copies_section(asked: Asked) -> CopiesSection | None:
    """Say how far it is; None for a group that has been there from the start."""
    sources, group = asked.sources, asked.group.id
    origins = sources.people.lineage().origins
    began = next((each.at for each in origins if each.heir == group and not each.merged), None)
    if began is None:
        return None
    manifest, state = sources.manifest(), sources.copies_state()
    done = sum(each.group == group for each in manifest.stamps)
    if done >= len(manifest.workbooks):
        fresh = sources.clock() - began < _NEW_FOR
        return CopiesSection("ready", done, done) if fresh else None
    # What is made is written into the manifest a little later than it is made.
    word = "busy" if state.doing in BUSY else "failed"
    return CopiesSection(word, max(done, state.done), len(manifest.workbooks))
