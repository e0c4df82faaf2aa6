"""Figures that one can take hold of (`%matplotlib widget`) are the same in every kind of kernel."""

from __future__ import annotations

import asyncio

import pytest

from sameness import notebook_of, rooms, seen, stamped
from touching import touched

WIDGET = "%matplotlib widget\nimport matplotlib.pyplot as plt, numpy as np\n"

FIGURES = {
    "figures, shown and shown again": [
        WIDGET + "fig, ax = plt.subplots(figsize=(3, 2))\nax.plot(np.sin(np.arange(20)));",
        "ax.set_title('again')\nfig.canvas.toolbar_position = 'top'\nfig.canvas",
        "both, (a, b) = plt.subplots(1, 2, figsize=(3, 2))\na.hist([1, 2, 2])\n"
        "both.colorbar(b.imshow(np.eye(3)), ax=b)\nplt.show()\nfig",
    ],
    "a figure that follows a slider": [
        WIDGET + "import ipywidgets as w\nwith plt.ioff():\n    fig = plt.figure(figsize=(3, 2))\n"
        "s, b, o = w.FloatSlider(1, min=0, max=2), w.Button(), w.Output()\n"
        "line, = plt.plot(np.arange(9), np.arange(9))",
        "def moved(change):\n    line.set_ydata(np.arange(9) * change['new'])\n"
        "    plt.title(f'{s.value:.1f}')\n    fig.canvas.draw_idle()\ns.observe(moved, 'value')\n"
        "@b.on_click\n@o.capture()\ndef pressed(_):\n    print('pressed')\n    fig.canvas.draw()",
        "w.AppLayout(header=o, center=fig.canvas, footer=w.HBox([s, b]))",
    ],
    "a figure that listens": [
        WIDGET + "from matplotlib.widgets import RectangleSelector, Slider\n"
        "fig, ax = plt.subplots(figsize=(4, 3))\nax.scatter([1, 2, 3], [1, 2, 3], picker=50)",
        "def heard(event):\n    plt.suptitle(event.name)\n    print(event.name)\n"
        "for name in ('button_press', 'pick', 'key_press', 'scroll', 'resize', 'close'):\n"
        "    fig.canvas.mpl_connect(f'{name}_event', heard)",
        "marked = RectangleSelector(ax, lambda *it: print(it[0].x, it[1].x), useblit=True)\n"
        "slider = Slider(fig.add_axes((0.2, 0.02, 0.5, 0.05)), 'n', 0, 9)",
        "marked.extents",
    ],
    "figures of one kind and of another": [
        "import matplotlib.pyplot as plt\nplt.figure(figsize=(2, 1))\nplt.plot([1, 2])",
        "%matplotlib ipympl\nplt.figure(figsize=(3, 2))\nplt.plot([2, 1])",
        "%matplotlib inline\nplt.figure(figsize=(2, 1))\nplt.plot([1, 1])",
        "%matplotlib widget\nfig = plt.figure(figsize=(3, 2))\n"
        "fig.add_subplot(projection='3d').plot_wireframe(*__import__('numpy').mgrid[:3, :3, :1].T[0].T)",
        "plt.get_fignums(), plt.rcParams['figure.dpi']",
    ],
}


@pytest.mark.parametrize("what", FIGURES)
def test_they_look_alike_and_answer_alike(tmp_path, what):
    made = notebook_of(FIGURES[what])
    stamp = stamped(tmp_path, made)

    async def looked_at(there, *, revived):
        kernel, ran = await there.open(stamp, made)
        assert there.revived(kernel) is revived, there.reason(stamp, made)
        found = await seen(there, kernel, ran), await touched(there, kernel)
        await there.kernels.stop(kernel)
        await there.revivals.made()
        return found

    async def scenario():
        async with rooms(kernel_name="python3") as usual:
            ordinary = await looked_at(usual, revived=False)
        assert any(heard for _, heard in ordinary[1][:-1])
        async with rooms() as there:
            for revived in (False, True):
                assert await looked_at(there, revived=revived) == ordinary

    asyncio.run(scenario())
