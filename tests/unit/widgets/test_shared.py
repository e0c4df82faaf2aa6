"""Figures carry their words; simulations follow their controls."""

from __future__ import annotations

import asyncio
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ipywidgets import IntSlider

from cohortbook_widgets.shared import figure, simulation

SVG = "{http://www.w3.org/2000/svg}svg"


def draw_line(drawing, slope=1):
    axes = drawing.subplots()
    axes.plot([0, 1], [0, slope])
    axes.set_title("a line")


def svg_of(html: str) -> ET.Element:
    return ET.fromstring(html).find(SVG)


@settings(max_examples=15, deadline=None)
@example("NONE")
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1))
def test_any_description_is_the_figures_accessible_name(description):
    if not description.strip():
        with pytest.raises(ValueError, match="describe the figure"):
            figure(draw_line, description)
        return
    svg = svg_of(figure(draw_line, description).data)
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == description


def test_caption_is_text_not_markup():
    html = figure(draw_line, "a line", caption="<script>alert(1)</script>").data
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_ink_comes_from_the_page_and_the_size_too():
    html = figure(draw_line, "a line").data
    assert "currentColor" in html
    assert "#010203" not in html
    svg = svg_of(html)
    assert svg.get("viewBox")
    assert svg.get("width") is None


def test_the_same_figure_is_the_same_bytes():
    assert figure(draw_line, "a line").data == figure(draw_line, "a line").data


def screen_of(box) -> str:
    return box.children[1].value


def test_simulation_follows_its_control():
    slope = IntSlider(1, 1, 5)
    box = simulation(draw_line, lambda slope: f"slope {slope}", slope=slope)
    assert "slope 1" in screen_of(box)
    slope.value = 4
    assert "slope 4" in screen_of(box)


def test_a_dragged_control_is_drawn_once_with_its_last_value():
    drawn = []

    def draw(drawing, slope):
        drawn.append(slope)
        draw_line(drawing, slope)

    async def drag() -> str:
        slope = IntSlider(1, 1, 50)
        box = simulation(draw, lambda slope: f"slope {slope}", slope=slope)
        redrawn = asyncio.Event()
        box.children[1].observe(lambda _change: redrawn.set(), names="value")
        for value in range(2, 41):
            slope.value = value
        await redrawn.wait()
        return screen_of(box)

    assert "slope 40" in asyncio.run(drag())
    assert drawn == [1, 40]


def test_simulation_without_control_is_refused():
    with pytest.raises(ValueError, match="at least one control"):
        simulation(draw_line, lambda: "nothing")
