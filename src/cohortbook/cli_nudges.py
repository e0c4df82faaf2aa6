"""The nudges command: what the rules would send at a moment, and why."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text

from cohortbook.access.people import People
from cohortbook.cli_output import notices, results
from cohortbook.clock import utc_now
from cohortbook.errors import CohortbookError
from cohortbook.learning.nudges import Nudges
from cohortbook.server.noticing.facts import facts_of, facts_text
from cohortbook.server.noticing.noticing import Noticing
from cohortbook.stamp.manifest import read_manifest
from cohortbook.stamp.topics import Topics
from cohortbook.store.database import Database
from cohortbook.workbook.programme import read_programme

if TYPE_CHECKING:
    from cohortbook.cohort.model import Cohort
    from cohortbook.learning.nudge_decisions import Decision
    from cohortbook.learning.nudge_quotes import Quote

_HELD = {
    "quiet": "held back: it is a quiet time",
    "same-topic": "held back: the group was nudged about this topic not long ago",
    "accounted": "held back: the group has given its account",
    "enough": "held back: the group has got as many nudges as it may",
}
_EXCERPT = 160


class MomentInvalidError(CohortbookError):
    """What was given as a time is none."""

    code: ClassVar[str] = "moment-invalid"


def show_nudges(
    programme: Path, outputs: Path, data: Path, at: str | None, *, as_json: bool
) -> None:
    """Print what the rules would send.

    Parameters
    ----------
    programme, outputs, data : pathlib.Path
        The programme, its stamps, and where people's work is kept.
    at : str or None
        The moment; now when it is left out.
    as_json : bool
        Whether for programs rather than for people.

    Raises
    ------
    CohortbookError
        If one of the folders cannot be used, or `at` is no time.
    """
    cohort = read_programme(programme).cohort
    zone = ZoneInfo(cohort.timezone)
    now = _moment(at, zone)
    folder = outputs / cohort.id
    manifest = read_manifest(folder)
    with closing(Database.in_folder(data)) as database:
        database.migrate()
        people = People(database)
        topics = Topics(lambda: cohort, lambda: manifest, folder)
        noticing = Noticing(cohort, database, topics, people, Nudges(database))
        told = [_told(noticing, decision, now, cohort) for decision in noticing.decisions(now)]
    if as_json:
        answer = {"at": now.isoformat(), "on": cohort.nudges is not None, "nudges": told}
        results().out(json.dumps(answer, ensure_ascii=False, indent=1), highlight=False)
        return
    if cohort.nudges is None:
        notices().print("The cohort file has no nudges: this is what the default rule would do.")
    _print(told, now.astimezone(zone))


def _moment(at: str | None, zone: ZoneInfo) -> datetime:
    if at is None:
        return utc_now()
    try:
        given = datetime.fromisoformat(at)
    except ValueError:
        msg = f"{at!r} is not a time."
        raise MomentInvalidError(msg, mend="Write it as 2026-11-20T10:00.") from None
    return (given if given.tzinfo else given.replace(tzinfo=zone)).astimezone(UTC)


def _told(noticing: Noticing, decision: Decision, now: datetime, cohort: Cohort) -> dict[str, Any]:
    standing = decision.standing
    topic, facts = standing.topic, facts_of(standing, noticing.zone)
    quote = noticing.quote(topic, now) if decision.rule.send == "reminder" else None
    return {
        "group": topic.room.group,
        "group_title": cohort.groups[topic.room.group].title,
        "workbook": topic.room.workbook,
        "topic": topic.id,
        "topic_title": topic.title,
        "rule": decision.rule.name,
        "send": decision.rule.send,
        "sent": decision.held is None,
        "held": decision.held,
        "why": _why(facts),
        "facts": facts,
        "quote": None if quote is None else _quoted(quote),
    }


def _why(facts: dict[str, Any]) -> str:
    parts = [facts_text(facts), f"{facts['points']} points of attention"]
    if facts["expected"] is not None:
        parts.append(f"{facts['expected']} expected by then")
    if facts["median"] is not None:
        parts.append(f"median of the other groups {facts['median']}")
    return "; ".join(parts)


def _quoted(quote: Quote) -> dict[str, Any]:
    return {
        "kind": quote.kind,
        "ref": quote.ref,
        "text": quote.text,
        "at": quote.at.isoformat(),
    }


def _print(told: list[dict[str, Any]], local: datetime) -> None:
    console = results()
    sent = sum(each["sent"] for each in told)
    console.print(f"At {local:%Y-%m-%d %H:%M %Z}: {sent} to be sent, {len(told) - sent} held back.")
    for each in told:
        style = "bold" if each["sent"] else "dim"
        where = f"{each['group_title']}, {each['workbook']}: {each['topic_title']}"
        console.print(Text(f"\n{where}", style=style))
        console.print(Text(f"  a {each['send']} by the rule {each['rule']}"))
        console.print(Text(f"  why: {each['why']}"))
        if each["held"]:
            console.print(Text(f"  {_HELD[each['held']]}"))
        if each["quote"]:
            said = " ".join(each["quote"]["text"].split())[:_EXCERPT]
            console.print(Text(f"  quotes: {said}"))
