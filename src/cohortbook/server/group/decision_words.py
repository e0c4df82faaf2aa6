"""Decisions of groups in words: what each is about, how it stands, and what one can say to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cohortbook.learning.organising.agreement import may_decline, missing
from cohortbook.server.pages.dates import DateWords, ago_words, date_text
from cohortbook.server.pages.frame import names_text
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.access.principal import Principal
    from cohortbook.learning.organising.agreement import GroupNow
    from cohortbook.learning.organising.decision import Decision
    from cohortbook.server.pages.sources import Sources


@dataclass(frozen=True, slots=True)
class Pending:
    """A proposal that waits.

    Parameters
    ----------
    text, by : str
        What it is, and who proposed it.
    lines : tuple of str
        Who has agreed, and what is missing.
    answers : tuple of str
        What the reader can do: agree, decline or withdraw.
    """

    id: str
    text: str
    by: str
    at: DateWords
    lines: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What came of a proposal; `undo` is what taking it back is called, if the reader can."""

    id: str
    text: str
    note: str
    state: str
    at: DateWords
    undo: str | None


def group_titles(sources: Sources) -> dict[str, str]:
    """Return what every group is called, also those that are no more."""
    found = {}
    for each in reversed(sources.organising.decisions.all()):
        named = {"split": each.other, "merge": each.group}.get(each.kind)
        if named and each.title:
            found[named] = each.title
    return found | {each.id: each.title for each in sources.cohort.groups.values()}


def what_text(decision: Decision, titles: Mapping[str, str]) -> str:
    """Say what a decision is about."""
    return t(
        f"group.what.{decision.kind}",
        by=decision.by.name,
        people=names_text([each.name for each in decision.people]),
        group=titles.get(decision.group, decision.group),
        other=titles.get(decision.other or "", decision.title or ""),
    )


def pending_words(
    sources: Sources,
    decision: Decision,
    group: str,
    reader: Principal,
    groups: Mapping[str, GroupNow],
) -> Pending:
    """Put a proposal in words for somebody who looks at the page of a group."""
    titles, now = group_titles(sources), sources.clock()
    zone = ZoneInfo(sources.cohort.timezone)
    until = date_text(decision.closes_at.astimezone(zone).date(), now.astimezone(zone).date())
    lines = [
        line
        for each in decision.sides
        for line in _side(decision, each, groups[each], titles, sources)
    ]
    return Pending(
        id=decision.id,
        text=what_text(decision, titles),
        by=t("group.proposed", by=decision.by.name),
        at=ago_words(decision.at, now, zone),
        lines=(*lines, t("group.until", day=until)),
        answers=_answers(decision, group, reader, groups[group]),
    )


def past_words(sources: Sources, decision: Decision, reader: Principal) -> Past:
    """Put in words what came of a proposal."""
    now, zone = sources.clock(), ZoneInfo(sources.cohort.timezone)
    state = decision.state(now)
    last = decision.steps[-1] if decision.steps else None
    state = "failed" if state == "open" else state
    undoable = state == "done" and sources.organising.may_undo(decision, reader)
    agreed = dict.fromkeys(
        each.by.name for each in decision.steps if each.kind == "agreed" and each.by
    )
    if decision.kind == "invite":
        note = ""
    else:
        note = t("group.proposed", by=decision.by.name)
        others = [each for each in agreed if each != decision.by.name]
        note += f" · {t('group.agreed', names=names_text(others))}" if others else ""
    return Past(
        id=decision.id,
        text=what_text(decision, group_titles(sources)),
        note=note,
        state=t(f"group.state.{state}"),
        at=ago_words(last.at if last else decision.at, now, zone),
        undo=t(f"group.undo.{decision.kind}") if undoable else None,
    )


def _side(
    decision: Decision, side: str, group: GroupNow, titles: Mapping[str, str], sources: Sources
) -> list[str]:
    """Say who has agreed for a group, and who is still asked."""
    agreed = [each.name for each in decision.agreed(side) if each.id in group.members]
    left = missing(decision, side, group)
    parts = [t("group.agreed", names=names_text(agreed))] if agreed else []
    if not left:
        parts.append(t("group.agreed.enough"))
    elif group.moderator is not None and decision.kind != "moderator":
        names = {each.person_id: each.name for each in sources.people.members_of(side)}
        parts.append(t("group.missing.moderator", name=names[group.moderator]))
    elif decision.kind == "move":
        parts.append(t("group.missing.anybody"))
    else:
        parts.append(t("group.missing", count=left))
    named = len(decision.sides) > 1 or side != decision.group
    return [t("group.side", group=titles[side], said=each) if named else each for each in parts]


def _answers(decision: Decision, group: str, reader: Principal, now: GroupNow) -> tuple[str, ...]:
    if reader.facilitator:
        return ("agree", "decline")
    found = []
    asked = group in decision.sides and reader.person_id in now.members
    if asked and reader.person_id not in {each.id for each in decision.agreed(group)}:
        found.append("agree")
    if decision.by.id == reader.person_id:
        found.append("withdraw")
    elif asked and may_decline(decision, group, now, reader.person_id):
        found.append("decline")
    return tuple(found)
