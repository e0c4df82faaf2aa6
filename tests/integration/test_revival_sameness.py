"""A kernel forked after its cells have run gives to see what an ordinary one does."""

from __future__ import annotations

import asyncio
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from cohortbook.live.room import StampedFile
from sameness import compared, notebook_of, rooms, stamped

PROGRAMME = Path(__file__).parents[2] / "workbooks" / "from-inbox-to-board"
W = "import ipywidgets as w\nfrom IPython.display import *\n"

SAME = {
    "a label that follows a slider": [
        W + "s = w.IntSlider(3)\nl = w.Label('3')\n"
        "s.observe(lambda it: setattr(l, 'value', str(it['new'])), 'value')",
        "s.value = 5\nw.HBox([s, l])",
    ],
    "links between widgets": [
        W + "a, b, c = w.IntSlider(), w.IntText(), w.Play()\n"
        "w.jslink((a, 'value'), (b, 'value'))\nw.link((a, 'value'), (c, 'value'))\n"
        "w.VBox([w.HBox([a, b]), w.Tab([c], titles=['Play'])])",
        "a.value = 7",
    ],
    "output in an Output": [
        W
        + "o = w.Output()\ndisplay(o)\nwith o:\n    print('one')\n    display(HTML('<b>two</b>'))",
        "with o:\n    print('three')\nprint('beside')",
        "@o.capture()\ndef told():\n    print('told', flush=True)\ntold()\ntold()",
        "o.append_stdout('four')\nlen(o.outputs)",
    ],
    "an Output in an Output": [
        W + "a, b = w.Output(), w.Output()\ndisplay(a)\n"
        "with a:\n    print('in a')\n    display(b)\n    with b:\n        print('in b')\n"
        "    print('in a again')",
        "with b:\n    print('later in b')",
    ],
    "an Output that is cleared": [
        W + "o = w.Output()\ndisplay(o)\nwith o:\n    print('gone')\n    clear_output()\n"
        "    print('kept')",
        "with o:\n    clear_output(wait=True)\n    print('instead')",
        "o.clear_output(wait=True)",
        "with o:\n    print('the last')",
    ],
    "an error in an Output": [
        W + "o = w.Output()\ndisplay(o)\nwith o:\n    1 / 0",
        "print(len(o.outputs))",
    ],
    "interact": [
        W + "@w.interact(x=(0, 10), wide=False)\ndef shown(x, wide):\n"
        "    print('x is', x)\n    return x * 2",
        "w.interactive(lambda n: display(n), n=w.IntSlider(4))",
        "o = w.interactive_output(lambda n: print(n), {'n': w.IntText(1)})\no",
    ],
    "displays that are updated": [
        "from IPython.display import *\nh = display('first', display_id='me')",
        "h.update('second')\ndisplay('again', display_id='me')",
        "update_display(HTML('<i>third</i>'), display_id='me')\ndisplay('a', display_id='me')\n"
        "clear_output()\nprint('cleared')",
        "update_display('fourth', display_id='me')",
    ],
    "outputs that are cleared": [
        "from IPython.display import *\nprint('gone')\nclear_output()\nprint('kept')",
        "for n in range(5):\n    print(n)\n    clear_output(wait=True)\nprint('the end')",
        "print('kept, for nothing follows')\nclear_output(wait=True)",
    ],
    "streams": [
        "import sys, logging\nprint('a', end='')\nprint('b')\nprint('c', file=sys.stderr)",
        "logging.basicConfig()\nlogging.warning('noted')\nprint('x\\ry\\n')\n1 + 1",
    ],
    "figures": [
        "import numpy as np, matplotlib.pyplot as plt\nplt.plot(np.arange(5))",
        "fig, ax = plt.subplots(figsize=(2, 1))\nax.bar([1, 2], [3, 4])\nplt.show()\nfig",
        "%matplotlib inline\n%config InlineBackend.figure_formats = ['svg']\n"
        "%config InlineBackend.print_figure_kwargs = {'metadata': {'Date': None}}\n"
        "import matplotlib as m\nm.rcParams['svg.hashsalt'] = 'a'\nplt.hist([1, 2, 2]);",
    ],
    "figures in an Output": [
        W + "import matplotlib.pyplot as plt\no = w.Output()\ndisplay(o)\n"
        "with o:\n    plt.plot([1, 2])\n    plt.show()",
    ],
    "tables and rich output": [
        "import pandas as pd\nfrom IPython.display import *\npd.DataFrame({'a': [1, 2]})",
        "display(Markdown('*m*'), Latex('$x$'), JSON({'a': 1}), Javascript('1'), Math('x'))",
        "class R:\n    def _repr_html_(self): return '<u>r</u>'\nR(); R()",
    ],
    "buffers": [
        W + "w.Image(value=bytes(range(256)), format='png')",
        "w.FileUpload()\nw.Video(value=b'123')",
    ],
    "an anywidget": [
        "import anywidget, traitlets\nclass C(anywidget.AnyWidget):\n"
        "    _esm = 'export default {render() {}}'\n    n = traitlets.Int(2).tag(sync=True)\nC()",
    ],
    "numbers of cells": [
        "1",
        "_ + 1",
        "Out[2], In[1], _i, _oh, _dh == [__import__('os').getcwd()]",
    ],
    "magics": ["%%capture c\nprint('x')", "c.stdout", "%who", "%precision 3\n1/3"],
    "programs that are only asked which they are": [
        "import subprocess\nsubprocess.run(['tar', '--version'], capture_output=True).stdout",
    ],
    "nothing": [],
}


def notebook(cells):
    made = notebook_of(cells)
    made.cells.insert(0, new_markdown_cell("# Same"))
    return made


def compare(folder, made):
    async def scenario():
        async with rooms() as there:
            stamp = stamped(folder, made)
            ordinary, revived = await compared(there, stamp, made)
            assert revived is not None, there.reason(stamp, made)
            return ordinary, revived

    return asyncio.run(scenario())


@pytest.mark.parametrize("what", SAME)
def test_it_is_all_the_same(tmp_path, what):
    ordinary, revived = compare(tmp_path, notebook(SAME[what]))
    assert revived.outputs == ordinary.outputs
    assert revived.states == ordinary.states
    assert revived.page == ordinary.page


@pytest.mark.parametrize("workbook", sorted(each.name for each in PROGRAMME.glob("*.ipynb")))
def test_every_example_workbook_is_the_same(workbook):
    made = nbformat.read(PROGRAMME / workbook, as_version=4)

    async def scenario():
        async with rooms() as there:
            stamp = StampedFile(PROGRAMME / workbook, "1", executed=True, folder=PROGRAMME)
            ordinary, revived = await compared(there, stamp, made)
            assert revived is not None, there.reason(stamp, made)
            assert revived == ordinary
            assert any(ordinary.outputs)

    asyncio.run(scenario())
