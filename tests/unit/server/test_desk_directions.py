"""The comparison page says how sure one can be, and draws what the tables say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from cohortbook.cohort.self_organising import Direction, SelfOrganising
from cohortbook.learning.direction_comparison import SettingFigures, compare
from cohortbook.learning.direction_outcomes import OUTCOMES
from cohortbook.server.desk.directions_plot import directions_plot
from cohortbook.server.desk.directions_view import directions_page, interval_text, value_text
from cohortbook.server.pages.rendering import render
from cohortbook.server.words import speak
from page_world import ADA, COHORT, INES, NOOR
from simulated_desk import SimulatedDesk

NOW = datetime(2026, 9, 25, 8, 30, tzinfo=UTC)
TALK = {"none": 1.0, "light": 1.0, "full": 1.0}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = SimulatedDesk(
        tmp_path_factory.mktemp("desk"), NOW, seed=2, groups=12, workbooks=2, talk=TALK
    )
    yield made
    made.world.database.close()


@pytest.fixture(scope="module")
def page(desk):
    speak("en")
    return directions_page(desk.sources)


@pytest.fixture(scope="module")
def comparison(desk):
    world = desk.world
    topics = world.noticing.topics.all()
    return compare(tuple(TALK), world.directions.outcomes(world.cohort, topics, NOW))


def test_settings_of_few_groups_are_dots_without_a_conclusion(desk, page, comparison):
    few = [each.setting for each in comparison.settings if each.groups < 5]
    assert 0 < len(few) < len(TALK)
    for setting in TALK:
        said = f"“{setting}” has fewer than 5 groups"
        assert any(said in each for each in page.conclusions) == (setting in few)
    for panel in page.plot.panels:
        for line in panel.lines:
            assert line.label not in few or line.bar is None
            figures = next(each for each in comparison.settings if each.setting == line.label)
            if panel.title == "Attention":
                assert len(line.dots) == figures.groups
    for table in page.tables:
        for row in table.rows:
            assert row.setting not in few or row.interval == "none: too few groups"
    assert any("no effect of guidance" in each for each in page.conclusions)
    now = list(desk.world.settings.values())
    assert [row.now for row in page.rows] == [now.count(each) for each in TALK]


def test_what_is_drawn_is_what_the_tables_say(page, comparison):
    for panel, table, outcome in zip(page.plot.panels, page.tables, OUTCOMES, strict=True):
        first, last = (panel.ticks[place][0] for place in (0, -1))
        for line, row in zip(panel.lines, table.rows, strict=True):
            figures = next(each for each in comparison.settings if each.setting == row.setting)
            assert len(line.dots) == row.groups == len(figures.values[outcome])
            assert all(first <= dot.x <= last for dot in line.dots)
            if line.bar:
                low, high = re.split(" to ", row.interval)
                assert line.bar.text == f"{row.mean} ({low} – {high})"  # noqa: RUF001
                assert first <= line.bar.low <= line.bar.mean <= line.bar.high <= last


def test_groups_that_are_all_alike_get_no_interval(comparison):
    alike = SettingFigures(
        "none", 1.0, {each: {str(n): 1.0 for n in range(9)} for each in OUTCOMES}
    )
    speak("en")
    assert interval_text("answered", alike.interval("answered")) == (
        "none: all groups have the same"
    )
    drawn = directions_plot(replace(comparison, settings=(alike,)), {}, value_text)
    assert drawn.panels[0].lines[0].bar is None


def test_what_no_group_has_a_figure_of_is_said_in_words_in_place_of_axes(comparison):
    full = directions_plot(comparison, {}, value_text)
    without = tuple(
        SettingFigures(each.setting, each.days, {**each.values, "accepted": {}, "answered": {}})
        for each in comparison.settings
    )
    drawn = directions_plot(replace(comparison, settings=without), {}, value_text)
    nothing = {each.title: each.nothing for each in drawn.panels if each.nothing}
    assert nothing == {
        "Answers given by the due day": "Nothing yet: no workbook has been due.",
        "Answers accepted at first": "Nothing yet: no answer has been judged.",
    }
    for panel in drawn.panels:
        assert bool(panel.nothing) != bool(panel.lines and panel.ticks)
    # What is drawn is drawn as before, and nothing lies on anything else.
    assert drawn.panels[0] == full.panels[0]
    for above, below in pairwise(drawn.panels):
        assert above.top < above.bottom < below.top
    assert drawn.panels[-1].bottom == drawn.height < full.height
    svg = render("directions.svg", {"plot": drawn})
    assert svg.count("Nothing yet") == 2
    assert svg.count('class="cb-plot__line"') == 2


@pytest.mark.parametrize(("value", "said"), [(1.96, "2.0"), (0.04, "0.0"), (12.34, "12.3")])
def test_tenths_are_rounded_over_the_point(value, said):
    speak("en")
    assert value_text("comments", value) == said


def test_it_is_for_facilitators_and_stands_by_itself(visit):
    dialled = replace(
        COHORT,
        programme_parameters={"guidance": "full"},
        self_organising=SelfOrganising(direction=Direction("guidance", ("<little>", "full"))),
    )

    async def story(browser, now):
        await browser.sign_in(NOOR)
        page = await browser.ask("/desk/directions")
        assert "has no direction dial" in page.body.decode()
        assert (await browser.ask("/desk/directions/plot")).code == 303
        browser.services.served.become(dialled)
        page = (await browser.ask("/desk/directions")).body.decode()
        assert "No group has chosen its setting itself yet" in page
        assert "nothing can be concluded from this" in page
        drawn = await browser.ask("/desk/directions/plot")
        assert drawn.headers["Content-Type"].startswith("image/svg+xml")
        assert "&lt;little&gt;" in drawn.body.decode()
        assert "&lt;Southern&gt; &amp; co" in drawn.body.decode()
        assert not re.search(r"<script|<style|href=|url\(", drawn.body.decode())
        for who in (ADA, INES):
            await browser.sign_in(who)
            for path in ("/desk/directions", "/desk/directions/plot"):
                assert (await browser.ask(path)).code == 403

    visit(story)
