from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.learning.messages.rhythm import (
    NIGHT,
    SETTLE,
    Quiet,
    after_quiet,
    moment_of,
)

BERLIN, KATHMANDU = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")
ZONES = [ZoneInfo(each) for each in ("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York")]
zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
times = st.times().map(lambda each: each.replace(second=0, microsecond=0))
quiets = st.builds(Quiet, times, times)


def at(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("rhythm", "happened", "told"),
    [
        ("immediate", "2026-11-25T15:00", "2026-11-25T15:02"),
        ("immediate", "2026-11-25T20:59", "2026-11-26T07:00"),
        ("immediate", "2026-11-26T03:00", "2026-11-26T07:00"),
        ("daily", "2026-11-25T07:59", "2026-11-25T08:00"),
        ("daily", "2026-11-25T08:00", "2026-11-26T08:00"),
        ("daily", "2026-11-25T23:30", "2026-11-26T08:00"),
        ("weekly", "2026-11-25T15:00", "2026-11-30T08:00"),
        ("weekly", "2026-11-30T07:00", "2026-11-30T08:00"),
        ("weekly", "2026-11-30T09:00", "2026-12-07T08:00"),
        # The clock goes back between the two.
        ("daily", "2026-10-24T09:00", "2026-10-25T08:00"),
    ],
)
def test_things_are_told_at_once_or_in_the_morning(rhythm, happened, told):
    assert moment_of(rhythm, at(happened), BERLIN, NIGHT) == at(told)


def test_the_morning_is_that_of_where_they_are():
    found = moment_of("daily", at("2026-11-25T15:00"), KATHMANDU, NIGHT)
    assert found == at("2026-11-26T08:00", KATHMANDU)


def test_a_digest_waits_for_the_end_of_quiet_hours():
    found = moment_of("daily", at("2026-11-25T15:00"), BERLIN, Quiet(time(18), time(10, 30)))
    assert found == at("2026-11-26T10:30")


def test_never_is_never():
    assert moment_of("never", at("2026-11-25T15:00"), BERLIN, NIGHT) is None


@given(moments, zones, quiets)
def test_nothing_is_told_in_quiet_hours_nor_before_it_happened(moment, zone, quiet):
    found = after_quiet(moment, zone, quiet)
    assert found.tzinfo is UTC
    assert found >= moment
    assert found - moment <= timedelta(hours=25)
    assert not quiet.covers(found.astimezone(zone).time())


@given(st.sampled_from(["immediate", "daily", "weekly"]), moments, zones, quiets)
def test_everything_is_told_within_its_time(rhythm, moment, zone, quiet):
    found = moment_of(rhythm, moment, zone, quiet)
    most = {"immediate": timedelta(0), "daily": timedelta(days=1), "weekly": timedelta(days=7)}
    assert moment < found <= moment + most[rhythm] + SETTLE + timedelta(hours=26)
    assert not quiet.covers(found.astimezone(zone).time())


@given(quiets)
def test_quiet_hours_are_kept_as_they_are(quiet):
    assert Quiet.from_json(quiet.to_json()) == quiet


def test_the_same_time_twice_is_no_quiet_at_all():
    assert not Quiet(time(8), time(8)).covers(time(8))
