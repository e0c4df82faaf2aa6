"""What a workbook imports: exercises, discussions, shared figures and simulations."""

from __future__ import annotations

from cohortbook_widgets.code import code
from cohortbook_widgets.definition import ExerciseError
from cohortbook_widgets.discussion import discuss
from cohortbook_widgets.exercise import MIME_TYPE, Exercise
from cohortbook_widgets.exercises import choice, number, scale, text
from cohortbook_widgets.goal import goal
from cohortbook_widgets.order import order
from cohortbook_widgets.table import table
from cohortbook_widgets.upload import upload

__all__ = [
    "MIME_TYPE",
    "Exercise",
    "ExerciseError",
    "choice",
    "code",
    "discuss",
    "goal",
    "number",
    "order",
    "scale",
    "table",
    "text",
    "upload",
]
