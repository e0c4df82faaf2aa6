"""What changes in copies that are made anew, in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.server.desk.copies import BUSY
from cohortbook.server.pages.frame import names_text
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohortbook.server.desk.copies import CopiesState
    from cohortbook.server.pages.sources import Sources
    from cohortbook.stamp.report import Made, StampReport


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that is other than before."""

    what: str
    id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CopiesDifference:
    """What changes in a workbook for groups for which the same changes."""

    workbook: str
    groups: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class CopiesWords:
    """What the page says of the copies."""

    text: str
    busy: bool
    done: int
    total: int
    differences: tuple[CopiesDifference, ...]
    can_stamp: bool
    refused: bool


def copies_words(state: CopiesState, sources: Sources) -> CopiesWords:
    """Put in words what is being done, or what came of it."""
    report = state.report
    return CopiesWords(
        text=_text(state),
        busy=state.doing in BUSY,
        done=state.done,
        total=state.total,
        differences=tuple(_differences(report, sources)) if report else (),
        can_stamp=state.doing == "looked" and report is not None and not report.nothing_done,
        refused=report is not None
        and any(each.code == "answers-at-risk" for each in report.failed),
    )


def _text(state: CopiesState) -> str:
    report = state.report
    match state.doing:
        case "nothing":
            return ""
        case "looking" | "stamping":
            return t(f"desk.copies.{state.doing}")
        case "failed":
            return t("desk.copies.failed", reason=state.error or "")
    if report is None or report.nothing_done:
        return t("desk.copies.none")
    if state.doing == "stamped":
        return t("desk.copies.done", count=len(report.made))
    return t("desk.copies.found", count=len(report.made) + len(report.failed))


def _differences(report: StampReport, sources: Sources) -> Iterator[CopiesDifference]:
    """Yield what changes; groups for which the same changes are told together."""
    alike: dict[tuple[str, tuple[ChangeLine, ...]], list[str]] = defaultdict(list)
    for made in report.made:
        alike[made.workbook, tuple(lines_of(made))].append(made.group)
    for failed in report.failed:
        file = failed.place.file if failed.place else None
        note = f"{failed.what} {failed.mend or ''}".strip()
        line = ChangeLine(t("desk.copies.refused"), note=note)
        alike[file.stem if file else "", (line,)].append(failed.group)
    for left in report.leftovers:
        line = ChangeLine(t("desk.copies.leftover"), note=", ".join(left.answered))
        alike[left.workbook, (line,)].append(left.group)
    for (workbook, lines), groups in alike.items():
        entry = sources.manifest().workbook(workbook)
        titles = [
            sources.cohort.groups[each].title if each in sources.cohort.groups else each
            for each in groups
        ]
        yield CopiesDifference(entry.title if entry else workbook, names_text(titles), lines)


def lines_of(made: Made) -> Iterator[ChangeLine]:
    """Yield what a new copy changes."""
    if made.first:
        yield ChangeLine(t("desk.copies.first"))
        return
    answered = t("desk.copies.answered")
    for added in made.differences.added:
        yield ChangeLine(t("desk.copies.added"), added)
    for change in made.differences.changed:
        note = ", ".join((*change.fields, *((answered,) if change.answered else ())))
        yield ChangeLine(t("desk.copies.changed"), change.id, note)
    for gone in made.differences.removed:
        kept = t("desk.copies.kept") if gone.id in made.archived else ""
        yield ChangeLine(t("desk.copies.removed"), gone.id, kept)
    if not made.differences:
        yield ChangeLine(t("desk.copies.words"))
