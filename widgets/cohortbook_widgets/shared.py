"""Figures and simulations that a whole group looks at and moves together.

Figures are drawn as SVG that takes its ink from the page, so that they read
well in light and dark, scale with the text and carry a description for people
who do not see them.
"""

from __future__ import annotations

import asyncio
import html
import io
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import ipywidgets
import matplotlib as mpl
from IPython.display import HTML
from matplotlib.figure import Figure

# A colour nobody would choose: stands for "the ink of the page" until the SVG is written.
INK = "#010203"

# Any: matplotlib types its settings as one long literal.
_STYLE: Any = {
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titleweight": "semibold",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "font.size": 10.5,
    "legend.frameon": False,
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def figure(
    draw: Callable[[Figure], object],
    description: str,
    *,
    caption: str | None = None,
    size: tuple[float, float] = (7.2, 3.4),
) -> HTML:
    """Draw a figure in the workbook's style, with a description in words.

    Parameters
    ----------
    draw : callable
        Is given an empty matplotlib figure and draws on it.
    description : str
        What a person who does not see the figure should know of it.
    caption : str, optional
        A line to print below it.
    size : tuple of float
        Width and height in inches; on the page the figure takes the width it
        is given.

    Returns
    -------
    IPython.display.HTML
        A ``<figure>`` holding the SVG.

    Raises
    ------
    ValueError
        If the description is empty.
    """
    return HTML(_figure_html(draw, description, caption, size))


def simulation(
    draw: Callable[..., object],
    describe: Callable[..., str],
    /,
    *,
    size: tuple[float, float] = (7.2, 3.4),
    **controls: ipywidgets.Widget,
) -> ipywidgets.VBox:
    """Draw a model that the group steers with shared controls.

    Everyone in the room sees the same controls and the same figure, because
    they share one kernel. While a control is being dragged only its latest
    value is drawn, so a slow model never falls behind.

    Parameters
    ----------
    draw : callable
        Is given an empty matplotlib figure and the controls' values by name.
    describe : callable
        Is given the same values and returns the result in words: printed below
        the figure and read out by screen readers.
    size : tuple of float
        Width and height of the figure in inches.
    **controls : ipywidgets.Widget
        The controls by the names that `draw` and `describe` take.

    Returns
    -------
    ipywidgets.VBox
        The controls above the figure.

    Raises
    ------
    ValueError
        If no control is given.
    """
    if not controls:
        msg = "a simulation needs at least one control, such as limit=IntSlider(…)"
        raise ValueError(msg)
    screen = ipywidgets.HTML()
    screen.add_class("cb-simulation__screen")

    def redraw() -> None:
        values = {name: control.value for name, control in controls.items()}
        words = describe(**values)
        screen.value = _figure_html(partial(draw, **values), words, words, size)

    refresh = _Latest(redraw)
    for control in controls.values():
        control.observe(refresh, names="value")
    redraw()
    panel = ipywidgets.HBox(list(controls.values()), layout=ipywidgets.Layout(flex_flow="row wrap"))
    panel.add_class("cb-simulation__controls")
    box = ipywidgets.VBox([panel, screen])
    box.add_class("cb-simulation")
    return box


class _Latest:
    """Calls a function soon, once, however often it is asked meanwhile."""

    def __init__(self, function: Callable[[], None], seconds: float = 0.03) -> None:
        self._function = function
        self._seconds = seconds
        self._waiting = False

    def __call__(self, _change: Mapping[str, Any]) -> None:
        if self._waiting:
            return
        with suppress(RuntimeError):
            loop = asyncio.get_running_loop()
            self._waiting = True
            loop.call_later(self._seconds, self._run)
            return
        self._function()

    def _run(self) -> None:
        self._waiting = False
        self._function()


def _figure_html(
    draw: Callable[[Figure], object],
    description: str,
    caption: str | None,
    size: tuple[float, float],
) -> str:
    if not description.strip():
        msg = "describe the figure in words, for people who do not see it"
        raise ValueError(msg)
    written = io.StringIO()
    # The ids inside an SVG are global to the page: salted with the words, two
    # figures never point at each other's clip paths.
    with mpl.rc_context(_STYLE | {"svg.hashsalt": f"figure {description}"}):
        drawn = Figure(figsize=size, layout="constrained")
        draw(drawn)
        drawn.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    svg = written.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r'^(<svg [^>]*?)width="[^"]*" height="[^"]*"', r"\1", svg)
    label = html.escape(description)
    svg = svg.replace(INK, "currentColor").replace(
        "<svg ", f'<svg role="img" aria-label="{label}" ', 1
    )
    below = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    return f'<figure class="cb-figure">{svg}{below}</figure>'
