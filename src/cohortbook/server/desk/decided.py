"""What groups decided about themselves, for whoever runs the cohort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.server.group.decision_words import group_titles, what_text
from cohortbook.server.pages.home_places import group_path
from cohortbook.server.words import t

if TYPE_CHECKING:
    from datetime import datetime

    from cohortbook.server.pages.sources import Sources


@dataclass(frozen=True, slots=True)
class Decided:
    """Something that was carried out, or taken back.

    Parameters
    ----------
    text : str
        What.
    groups : tuple of str
        Ids of the groups that it concerns and that are still there.
    href : str
        The page of one of them.
    at : datetime.datetime
        When, in UTC.
    """

    text: str
    groups: tuple[str, ...]
    href: str
    at: datetime


def decided(sources: Sources) -> tuple[Decided, ...]:
    """Return what was decided, the latest first."""
    titles, now = group_titles(sources), sources.clock()
    found = []
    for each in sources.organising.decisions.all():
        state = each.state(now)
        if state not in ("done", "undone"):
            continue
        concerned = (each.group, each.other) if each.other else (each.group,)
        groups = tuple(one for one in concerned if one in sources.cohort.groups)
        what = what_text(each, titles)
        text = t("desk.decided.undone", what=what) if state == "undone" else what
        href = group_path(groups[0]) if groups else "/desk/people"
        found.append(Decided(text, groups, href, each.steps[-1].at))
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))
