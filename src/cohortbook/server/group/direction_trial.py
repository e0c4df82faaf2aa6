"""What a setting of the direction dial that somebody tries changes, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cohortbook.server.desk.copies_view import ChangeLine, CopiesWords, copies_words, lines_of
from cohortbook.server.pages.plain_text import plain_text
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohortbook.server.dials import DialState
    from cohortbook.server.pages.sources import Sources
    from cohortbook.stamp.report import StampReport

_QUESTION_LETTERS = 90


@dataclass(frozen=True, slots=True)
class TrialBook:
    """What a setting changes in a workbook: exercises by their questions."""

    title: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class TrialWords:
    """What a setting that somebody tries changes, or changed.

    Parameters
    ----------
    setting : str
        Which.
    text : str
        How it stands.
    copies : CopiesWords
        How far it is.
    books : tuple of TrialBook
        The differences.
    can_set, at_risk : bool
        Whether it can be set now; whether answered exercises would leave for that.
    can_repeat : bool
        Whether it is set, and a copy could not be made.
    """

    setting: str
    text: str
    copies: CopiesWords
    books: tuple[TrialBook, ...]
    can_set: bool
    at_risk: bool
    can_repeat: bool


def trial_words(sources: Sources, state: DialState, now: str) -> TrialWords:
    """Put in words what is tried; `now` is the setting that holds."""
    copies = copies_words(state.copies, sources)
    is_set = state.setting == now
    report = state.copies.report
    changes = report is not None and not report.nothing_done
    key = _key(state, is_set=is_set, changes=changes)
    reason = state.copies.error or ""
    return TrialWords(
        setting=state.setting,
        text=t(key, setting=state.setting, reason=reason) if key else "",
        copies=copies,
        books=() if report is None else tuple(_books(report, sources)),
        can_set=state.ready and not is_set and not state.impossible,
        at_risk=state.at_risk,
        can_repeat=is_set and not copies.busy and ((state.ready and changes) or copies.refused),
    )


def _key(state: DialState, *, is_set: bool, changes: bool) -> str:
    doing = state.copies.doing
    if doing == "stamped":
        whole = not (state.at_risk or state.impossible)
        return "group.direction.done" if whole else "group.direction.in-part"
    if doing != "looked":
        return {
            "nothing": "",
            "failed": "desk.copies.failed",
            "looking": "group.direction.looking",
            "stamping": "group.direction.stamping",
        }[doing]
    if state.impossible:
        return "group.direction.impossible"
    if changes:
        return "group.direction.changes"
    return "group.direction.as-it-is" if is_set else "group.direction.nothing"


def _books(report: StampReport, sources: Sources) -> Iterator[TrialBook]:
    manifest = sources.manifest()
    for made in report.made:
        entry, stamp = manifest.workbook(made.workbook), manifest.stamp(made.group, made.workbook)
        known = (
            {}
            if stamp is None
            else {each.definition.id: each.definition for each in stamp.exercises}
        )
        lines = (
            replace(line, id=plain_text(known[line.id].prompt, _QUESTION_LETTERS))
            if line.id in known
            else line
            for line in lines_of(made)
        )
        yield TrialBook(entry.title if entry else made.workbook, tuple(lines))
    for failed in report.failed:
        file = failed.place.file if failed.place else None
        entry = manifest.workbook(file.stem) if file else None
        note = f"{failed.what} {failed.mend or ''}".strip()
        yield TrialBook(
            entry.title if entry else "", (ChangeLine(t("desk.copies.refused"), note=note),)
        )
