"""The dial on a group's page: seen before it is set, by whom it is left to."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest

from cohortbook.cohort.self_organising import Direction, SelfOrganising
from cohortbook.errors import CohortbookError, Place
from cohortbook.server.dials import Dials
from cohortbook.stamp.errors import AnswersAtRiskError, CellFailedError
from cohortbook.stamp.report import Made, StampReport
from cohortbook.stamp.restamp import Differences, ExerciseChange
from page_world import ADA, BEN, BOOK, COHORT, ELIF, INES, NOOR

DIAL = Direction("guidance", ("none", "light", "full"), {"none": "The <tasks> alone."})
LEFT = SelfOrganising(frozenset({"direction"}), DIAL)
KEPT = SelfOrganising(frozenset(), DIAL)
PAGE = "/groups/north"
HINT_GOES = Made(
    "north",
    BOOK,
    first=False,
    differences=Differences(changed=(ExerciseChange("first-week", ("hint",)),)),
)
AT_RISK = AnswersAtRiskError(group="north", workbook=Path(f"{BOOK}.ipynb"), exercises=("oldest",))
BROKEN = CellFailedError("It broke.", group="north", place=Place(Path(f"{BOOK}.ipynb")), mend=None)


class Stamping:
    """Stamps as it is told, and tells with what."""

    def __init__(self):
        self.runs = []
        self.report = StampReport(made=(HINT_GOES,))

    async def run(self, options, progress, tried):
        self.runs.append((options.dry, options.archive_answered, options.groups, dict(tried)))
        if isinstance(self.report, CohortbookError):
            raise self.report
        return self.report


def dialled(browser, left=LEFT):
    services, stamping = browser.services, Stamping()
    services.served.become(
        replace(COHORT, self_organising=left, programme_parameters={"guidance": "full"})
    )
    services.dials = Dials(stamping)
    return stamping


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.body.decode()).split())


async def seen(browser):
    await browser.services.dials.wait()
    return words(await browser.ask(PAGE))


def test_it_is_seen_first_and_then_set(visit):
    async def story(browser, now):
        stamping = dialled(browser)
        await browser.sign_in(ADA)
        assert "full now" in await seen(browser)
        # What nobody has seen yet is shown, and not set.
        for path in (f"{PAGE}/direction", f"{PAGE}/direction/look"):
            assert (await browser.ask(path, "POST", setting="none")).code == 303
            page = await seen(browser)
            assert "With “none” this would change:" in page
            assert browser.services.directions.settings() == {}
        assert stamping.runs == [(True, False, frozenset({"north"}), {"north": "none"})] * 2
        fields = {"setting": "none", "why": "We know <boards>."}
        assert (await browser.ask(f"{PAGE}/direction", "POST", **fields)).code == 303
        page = await seen(browser)
        assert browser.services.directions.settings() == {"north": "none"}
        assert stamping.runs[2:] == [(False, False, frozenset({"north"}), {})]
        assert "none now The &lt;tasks&gt; alone." in page
        assert "It is set" in page
        assert "Ada Brandt set it to “none” just now We know &lt;boards&gt;." in page

    visit(story)


def test_answered_exercises_go_only_when_that_is_meant(visit):
    async def story(browser, now):
        stamping = dialled(browser)
        stamping.report = StampReport(failed=(AT_RISK,))
        await browser.sign_in(ADA)
        await browser.ask(f"{PAGE}/direction/look", "POST", setting="none")
        assert "the answers are kept" in await seen(browser)
        await browser.ask(f"{PAGE}/direction", "POST", setting="none")
        assert browser.services.directions.settings() == {}
        await browser.ask(f"{PAGE}/direction", "POST", setting="none", archive="1")
        assert stamping.runs[-1] == (False, True, frozenset({"north"}), {})
        # Somebody answered in between: it is set, and what could not be made can be tried again.
        page = await seen(browser)
        assert "not every copy could be made anew" in page
        assert "Make them anew" in page

    visit(story)


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (StampReport(failed=(BROKEN,)), "cannot be set"),
        (StampReport(unchanged=1), "your copies would be as they are"),
        (CohortbookError("The file is gone."), "The file is gone."),
    ],
)
def test_what_cannot_be_made_is_said(visit, report, said):
    async def story(browser, now):
        stamping = dialled(browser)
        stamping.report = report
        await browser.sign_in(ADA)
        await browser.ask(f"{PAGE}/direction/look", "POST", setting="light")
        assert said in await seen(browser)
        if report.__class__ is StampReport and report.failed:
            await browser.ask(f"{PAGE}/direction", "POST", setting="light", archive="1")
            assert browser.services.directions.settings() == {}

    visit(story)


def test_whom_it_is_left_to(visit):
    async def story(browser, now):
        for left, who, code in (
            (LEFT, BEN, 303),
            (LEFT, ELIF, 403),
            (LEFT, INES, 403),
            (KEPT, BEN, 403),
            (KEPT, NOOR, 303),
        ):
            dialled(browser, left)
            await browser.sign_in(who)
            answer = await browser.ask(f"{PAGE}/direction/look", "POST", setting="light")
            assert answer.code == code, who
            if who is not ELIF:
                assert ("See what changes" in await seen(browser)) == (code == 303)
        assert (await browser.ask(f"{PAGE}/direction/look", "POST", setting="dark")).code == 400

    visit(story)


def test_two_at_once_do_not_make_the_same_copies_twice():
    async def story():
        stamping = Stamping()
        dials = Dials(stamping)
        dials.look("north", "none")
        dials.look("north", "light")
        await dials.wait()
        assert [tried for *_, tried in stamping.runs] == [{"north": "none"}]
        assert dials.state("north").setting == "none"

    asyncio.run(story())
