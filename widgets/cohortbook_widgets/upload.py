"""Files as answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Unpack

from cohortbook_widgets.definition import Common, ExerciseError, check_whole, make_definition
from cohortbook_widgets.exercise import Exercise

SORTS = ("image", "pdf", "text")


def upload(
    exercise_id: str,
    prompt: str,
    *,
    accept: Sequence[Literal["image", "pdf", "text"]] = ("image",),
    most: int = 5,
    largest_mb: int = 10,
    **common: Unpack[Common],
) -> Exercise:
    """Ask for files: screenshots, photos, PDFs, texts.

    Pictures are kept without what cameras write into them, and are asked for in
    words too, for those who do not see them. What a file is, its content decides,
    not its name.

    Parameters
    ----------
    exercise_id, prompt, **common
        As for all exercises; see `cohortbook_widgets.definition.Common`.
    accept : list of {"image", "pdf", "text"}
        What may be uploaded. A table as CSV is a text.
    most : int
        How many files, at most 20.
    largest_mb : int
        How large each may be, in megabytes, at most 25.

    Raises
    ------
    ExerciseError
        If a value cannot be used.
    """
    mend = 'Give one or more of "image", "pdf" and "text", for example accept=["image", "pdf"].'
    if isinstance(accept, str) or not isinstance(accept, Sequence) or not accept:
        raise ExerciseError(exercise_id, f"accept is {accept!r}.", mend)
    if unknown := [each for each in accept if each not in SORTS]:
        raise ExerciseError(exercise_id, f"accept holds {unknown[0]!r}.", mend)
    options = {
        "accept": [each for each in SORTS if each in accept],
        "most": check_whole(exercise_id, most, "most", 1, 20),
        "largest_mb": check_whole(exercise_id, largest_mb, "largest_mb", 1, 25),
    }
    return Exercise(make_definition("upload", exercise_id, prompt, options, common))
