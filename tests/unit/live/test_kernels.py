from __future__ import annotations

from nbformat.v4 import new_code_cell, new_notebook, new_output

from cohortbook.live.kernels import widget_outputs
from factories import MIME, WIDGET_MIME, exercise


def test_what_is_expected_of_an_exercise_beside_a_widget_is_told_to_nobody():
    widget = new_output("display_data", {WIDGET_MIME: {"model_id": "m"}})
    asked = new_output("display_data", {MIME: exercise("number"), "text/plain": "x"})
    both = new_code_cell(outputs=[asked, widget], id="both")
    alone = new_code_cell(outputs=[asked], id="alone")
    assert widget_outputs(new_notebook(cells=[both, alone])) == {"both": [dict(widget)]}
