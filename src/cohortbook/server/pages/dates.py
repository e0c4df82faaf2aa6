"""Dates as people say them: due in 3 days, yesterday, 7 September."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortbook.server.words import t

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

# Beyond two weeks a count of days says less than the date itself.
NEAR_DAYS = 14


@dataclass(frozen=True, slots=True)
class DateWords:
    """A date in words, with what a machine reads.

    Parameters
    ----------
    text : str
        For example "Due in 3 days".
    iso : str
        The date or time in ISO 8601.
    exact : str
        The date in full, for those who want to know.
    """

    text: str
    iso: str
    exact: str


def date_text(day: date, today: date) -> str:
    """Write `day` as "7 September", with the year where it is not this year's."""
    month = t(f"site.month.{day.month}")
    if day.year == today.year:
        return t("site.date", day=day.day, month=month)
    return t("site.date.year", day=day.day, month=month, year=day.year)


def due_words(due: date, today: date) -> DateWords:
    """Say when something is due, seen from `today` in the cohort's time zone."""
    days = (due - today).days
    if abs(days) > NEAR_DAYS:
        key = "site.due.on" if days > 0 else "site.due.was-on"
        text = t(key, date=date_text(due, today))
    elif days in {-1, 0, 1}:
        text = (t("site.due.yesterday"), t("site.due.today"), t("site.due.tomorrow"))[days + 1]
    else:
        text = t("site.due.in", count=days) if days > 0 else t("site.due.ago", count=-days)
    return DateWords(text, due.isoformat(), date_text(due, today))


def opens_words(opens: date, today: date) -> DateWords | None:
    """Say when something opens; None once it has."""
    days = (opens - today).days
    if days <= 0:
        return None
    if days == 1:
        text = t("site.opens.tomorrow")
    elif days <= NEAR_DAYS:
        text = t("site.opens.in", count=days)
    else:
        text = t("site.opens.on", date=date_text(opens, today))
    return DateWords(text, opens.isoformat(), date_text(opens, today))


def ago_words(at: datetime, now: datetime, zone: tzinfo) -> DateWords:
    """Say how long ago `at` was, by the clock and calendar of `zone`."""
    here, today = at.astimezone(zone), now.astimezone(zone).date()
    minutes = int((now - at).total_seconds() // 60)
    days = (today - here.date()).days
    if minutes < 1:
        text = t("site.ago.now")
    elif minutes < 60:
        text = t("site.ago.minutes", count=minutes)
    elif days <= 0 or minutes < 6 * 60:
        text = t("site.ago.hours", count=minutes // 60)
    elif days == 1:
        text = t("site.ago.yesterday")
    elif days <= NEAR_DAYS:
        text = t("site.ago.days", count=days)
    else:
        text = t("site.ago.on", date=date_text(here.date(), today))
    exact = t("site.moment", date=date_text(here.date(), today), time=f"{here:%H:%M}")
    return DateWords(text, at.isoformat(), exact)
