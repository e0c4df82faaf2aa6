"""The pages about messages, as data."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from cohortbook.learning.messages.choices import ChoiceInvalid, Choices
from cohortbook.learning.messages.kinds import FOR_PEOPLE
from cohortbook.learning.messages.rhythm import Quiet, Rhythm
from cohortbook.server.pages.dates import DateWords, ago_words
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from cohortbook.access.principal import Principal
    from cohortbook.learning.messages.outbox import Trouble

_FIELD = "rhythm."


@dataclass(frozen=True, slots=True)
class Option:
    """One of several that can be chosen."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of message with the rhythms that there are for it."""

    field: str
    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ChoicesView:
    """The context of ``messages.html``."""

    rows: tuple[KindRow, ...]
    zones: tuple[Option, ...]
    quiet_begins: str
    quiet_ends: str


@dataclass(frozen=True, slots=True)
class TroubleRow:
    """Somebody who could not be reached."""

    recipient: str
    who: str
    address: str
    state: str
    reason: str
    held: str | None
    at: DateWords | None


def choices_view(reader: Principal, choices: Choices, timezone: str) -> ChoicesView:
    """Show what somebody chose, and what else there is for somebody in their place."""
    rows = tuple(
        KindRow(
            field=f"{_FIELD}{kind.name}",
            text=t(f"messages.kind.{kind.name}"),
            options=tuple(
                Option(each, t(f"messages.rhythm.{each}"), choices.rhythm(kind.name) == each)
                for each in kind.rhythms
            ),
        )
        for kind in FOR_PEOPLE
        if _concerns(reader, kind.role)
    )
    names = sorted(zoneinfo.available_timezones())
    zones = (
        Option("", t("messages.zone.cohort", zone=timezone), choices.timezone is None),
        *(Option(each, each.replace("_", " "), each == choices.timezone) for each in names),
    )
    begins, ends = choices.quiet.to_json()
    return ChoicesView(rows, zones, begins, ends)


def choices_of(fields: Mapping[str, str]) -> Choices:
    """Read what somebody chose on the page.

    Raises
    ------
    ChoiceInvalid
        When it is not among what the page offers.
    """
    rhythms = {
        name.removeprefix(_FIELD): cast("Rhythm", value)
        for name, value in fields.items()
        if name.startswith(_FIELD)
    }
    quiet = Quiet(_time(fields.get("quiet_begins", "")), _time(fields.get("quiet_ends", "")))
    return Choices(rhythms, fields.get("timezone") or None, quiet)


def troubles_view(troubles: Sequence[Trouble], now: datetime, timezone: str) -> list[TroubleRow]:
    """Put in words who could not be reached."""
    return [
        TroubleRow(
            recipient=each.recipient,
            who=each.name or t("messages.troubles.hook"),
            address=each.email or each.recipient.partition(":")[2],
            state=t(f"messages.troubles.{each.state}"),
            reason=each.reason,
            held=t("messages.troubles.held", count=each.held) if each.held else None,
            at=_ended(each, now, timezone),
        )
        for each in troubles
    ]


def _ended(trouble: Trouble, now: datetime, timezone: str) -> DateWords | None:
    return None if trouble.at > now else ago_words(trouble.at, now, ZoneInfo(timezone))


def _concerns(reader: Principal, role: str | None) -> bool:
    return (
        role is None
        or (role == "mentor" and bool(reader.mentor_of))
        or (role == "member" and bool(reader.member_of))
    )


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise ChoiceInvalid(text or t("messages.quiet")) from None
