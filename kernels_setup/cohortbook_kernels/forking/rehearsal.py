"""What every kernel does the first time it shows something, done once before the fork.

Much of what libraries need is made only when it is asked for: formatters, folders,
fonts. What is made here, every child has.
"""

from __future__ import annotations

import asyncio
import fnmatch
import io
import sys
import tempfile
from typing import Any

from tornado.ioloop import IOLoop


def rehearse(shell: Any) -> None:
    """Show a number and draw a figure, for nobody.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        Of the kernel; nothing is published, and its names stay as they are.
    """
    # To find out which folder that is, a file is written.
    tempfile.gettempdir()
    # Of files that every kernel looks for.
    for each in ("*.py", "*.ipy"):
        fnmatch.filter([], each)
    asyncio.get_event_loop_policy()
    IOLoop.configured_class()
    shell.display_formatter.format(1)
    shell.transform_cell("1 + 1\n")
    if "matplotlib.pyplot" in sys.modules:
        _draw()


def _draw() -> None:
    from matplotlib import font_manager  # noqa: PLC0415 - only if there
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    # Of no window and not among those of pyplot.
    figure = Figure(figsize=(2, 1))
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], label="a")
    axes.set_title("a")
    axes.legend()
    for kind in ("png", "svg"):
        canvas.print_figure(io.BytesIO(), format=kind, bbox_inches="tight")
    # Each child would close the fonts: matplotlib does not share them.
    fonts = getattr(font_manager, "_get_font", None)
    if fonts is not None:
        fonts.cache_clear()
