"""When somebody is told: at once or in a digest, and never at night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from datetime import date, tzinfo

Rhythm = Literal["immediate", "daily", "weekly", "never"]
RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)

DIGEST_TIME = time(8)
MONDAY = 0
# Long enough to put a slip right, or to have read it on the page anyway.
SETTLE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which nothing is sent to somebody, by the clock on their wall.

    Parameters
    ----------
    begins, ends : datetime.time
        May pass midnight; the same time twice means that no hour is quiet.
    """

    begins: time
    ends: time

    def covers(self, moment: time) -> bool:
        """Say whether a time of the day is in it; its end is not."""
        if self.begins <= self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends

    def to_json(self) -> list[str]:
        """Return what is kept: ``["21:00", "07:00"]``."""
        return [f"{self.begins:%H:%M}", f"{self.ends:%H:%M}"]

    @classmethod
    def from_json(cls, kept: Any) -> Quiet:
        """Read what `to_json` wrote."""
        begins, ends = kept
        return cls(time.fromisoformat(begins), time.fromisoformat(ends))


NIGHT = Quiet(time(21), time(7))


def moment_of(rhythm: Rhythm, at: datetime, zone: tzinfo, quiet: Quiet) -> datetime | None:
    """Say when somebody is told of something.

    Parameters
    ----------
    rhythm : {"immediate", "daily", "weekly", "never"}
        How they chose to hear of it.
    at : datetime.datetime
        When it happened; aware.
    zone : datetime.tzinfo
        Where they are.
    quiet : Quiet
        Their quiet hours.

    Returns
    -------
    datetime.datetime or None
        In UTC, later than `at` and never in quiet hours; None for never.
    """
    if rhythm == "never":
        return None
    if rhythm == "immediate":
        return after_quiet(at + SETTLE, zone, quiet)
    day = at.astimezone(zone).date()
    while True:
        due = _at(day, DIGEST_TIME, zone)
        if due > at and (rhythm == "daily" or day.weekday() == MONDAY):
            return after_quiet(due, zone, quiet)
        day += timedelta(days=1)


def after_quiet(moment: datetime, zone: tzinfo, quiet: Quiet) -> datetime:
    """Return a moment, or the end of the quiet hours that it is in; in UTC."""
    here = moment.astimezone(zone)
    if not quiet.covers(here.time()):
        return moment.astimezone(UTC)
    today = quiet.ends > here.time()
    day = here.date() if today else here.date() + timedelta(days=1)
    end = _at(day, quiet.ends, zone)
    # When clocks go back, the hour comes twice: the first may have gone by.
    return end if end > moment else _at(day, quiet.ends, zone, fold=1)


def _at(day: date, moment: time, zone: tzinfo, fold: int = 0) -> datetime:
    return datetime.combine(day, moment, zone).replace(fold=fold).astimezone(UTC)
