"""What a workbook imports: exercises, discussions, shared figures and simulations."""

from __future__ import annotations

from cohortbook_widgets.definition import ExerciseError
from cohortbook_widgets.discussion import discuss
from cohortbook_widgets.exercise import MIME_TYPE, Exercise
from cohortbook_widgets.exercises import choice, number, scale, text

__all__ = [
    "MIME_TYPE",
    "Exercise",
    "ExerciseError",
    "choice",
    "discuss",
    "number",
    "scale",
    "text",
]
