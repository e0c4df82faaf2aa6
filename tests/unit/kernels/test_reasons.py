"""A reason that was said is found again, in whatever text it has become a part of."""

from __future__ import annotations

import asyncio
import os
import threading
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook_kernels import cgroups, confinement
from cohortbook_kernels.forking.identity import Launch, NotForkableError
from cohortbook_kernels.forking.safety import hindrance
from cohortbook_kernels.reasons import REASONS, Reason
from cohortbook_kernels.sandbox import ability

values = st.text(st.characters(categories=["L", "N"], include_characters="/._-"), min_size=1)


def named(code):
    return [name for _, name, _, _ in Formatter().parse(REASONS.words[code]) if name]


@pytest.mark.parametrize("code", REASONS.words)
@given(data=st.data())
def test_each_is_found_with_its_values_again(code, data):
    given_values = {name: data.draw(values) for name in named(code)}
    assert REASONS.found_in(REASONS.say(code, **given_values)) == Reason(code, given_values)


def test_a_reason_within_a_reason_is_found_too():
    inner = REASONS.say("threads", count=3)
    outer = REASONS.say("unforkable", why=REASONS.say("after-import", name="numpy", why=inner))
    first = REASONS.found_in(outer)
    second = REASONS.found_in(first.values["why"])
    assert (first.code, second.code, second.values["name"]) == (
        "unforkable",
        "after-import",
        "numpy",
    )
    assert REASONS.found_in(second.values["why"]) == Reason("threads", {"count": "3"})


@given(st.text(max_size=30))
def test_what_others_say_is_none(text):
    assert REASONS.found_in(f"bwrap: {text}") is None
    assert REASONS.found_in("") is None


def test_what_really_hinders_has_a_code(monkeypatch):
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    try:
        found = REASONS.found_in(hindrance(frozenset()))
    finally:
        over.set()
        other.join()
    assert (found.code, int(found.values["count"]) > 1) == ("threads", True)
    monkeypatch.delenv(cgroups.CGROUP_VARIABLE, raising=False)
    monkeypatch.setattr(cgroups, "_is_handed_over", lambda _: False)
    with pytest.raises(cgroups.NoGroupsError) as refused:
        cgroups.Groups.handed_to_us()
    assert REASONS.found_in(str(refused.value)).code in ("cgroup-not-ours", "no-cgroups")


async def _without_bubblewrap(monkeypatch):
    monkeypatch.setattr(ability.shutil, "which", lambda _: None)
    return await ability._try()


def test_a_machine_that_confines_nothing_says_why_by_code(monkeypatch):
    found = asyncio.run(_without_bubblewrap(monkeypatch))
    assert REASONS.found_in(found.hindrance) == Reason("no-bubblewrap", {})


def test_bubblewrap_that_cannot_be_run_is_a_reason_with_a_code(monkeypatch):
    def run(*_what, **_how):
        raise PermissionError(13, "Permission denied", "bwrap")

    monkeypatch.setattr(confinement.shutil, "which", lambda _: "bwrap")
    monkeypatch.setattr(confinement.subprocess, "run", run)
    found = REASONS.found_in(confinement.hindrance())
    assert found == Reason("bubblewrap-fails", {"why": "[Errno 13] Permission denied: 'bwrap'"})


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["python3", "-m", "xeus", "-f", "{file}"], "not-ipython"),
        (["python3", "-m", "ipykernel_launcher"], "no-connection-file"),
        (["no-python", "-m", "ipykernel_launcher", "-f", "{file}"], "program-missing"),
    ],
)
def test_a_command_that_cannot_be_forked_is_a_reason_with_a_code(command, code):
    with pytest.raises(NotForkableError) as refused:
        Launch.from_command(command, os.environ["PATH"])
    assert REASONS.found_in(str(refused.value)).code == code
