"""What changed between two stamps is told exactly."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from cohortbook.stamp.restamp import Differences, ExerciseChange, differences
from cohortbook.workbook.exercise import ExerciseDefinition

IDS = st.sampled_from([f"e{number}" for number in range(8)])


def _text(identifier, prompt="Why?", **more):
    return ExerciseDefinition.from_json(
        {"id": identifier, "kind": "text", "prompt": prompt, **more}
    )


EXERCISES = st.lists(
    st.builds(_text, IDS, st.sampled_from(["Why?", "How?"]), required=st.booleans()),
    unique_by=lambda each: each.id,
)


def _ids(exercises):
    return {each.id for each in exercises}


@given(EXERCISES, EXERCISES)
def test_applied_to_the_old_ids_it_gives_the_new_ones(old, new):
    assert differences(old, new).applied_to(_ids(old)) == _ids(new)


@given(EXERCISES, EXERCISES, st.frozensets(IDS))
def test_no_answer_is_out_of_sight(old, new, answered):
    """Whatever has answers is in the new stamp, or among what is removed."""
    change = differences(old, new, answered)
    assert answered == (answered & _ids(new)) | set(change.answered_removed)
    assert set(change.answered_removed) == answered - _ids(new)
    assert all(each.answered == (each.id in answered) for each in change.changed)


@given(EXERCISES, EXERCISES)
def test_the_changed_fields_are_all_that_changed(old, new):
    before, after = ({each.id: each for each in some} for some in (old, new))
    for each in differences(old, new).changed:
        taken = {name: getattr(after[each.id], name) for name in each.fields}
        assert dataclasses.replace(before[each.id], **taken) == after[each.id]
        assert each.fields


@given(EXERCISES)
def test_the_same_is_no_difference(exercises):
    assert not differences(exercises, list(reversed(exercises)))


def test_an_example():
    old = [_text("kept"), _text("reworded"), _text("dropped"), _text("left")]
    new = [_text("new"), _text("reworded", "How?", hint="Look."), _text("kept")]
    change = differences(old, new, frozenset({"reworded", "dropped", "unheard-of"}))
    assert change == Differences(
        added=("new",),
        changed=(ExerciseChange("reworded", ("prompt", "hint"), answered=True),),
        removed=(
            ExerciseChange("dropped", answered=True),
            ExerciseChange("left"),
            ExerciseChange("unheard-of", answered=True),
        ),
    )
    assert change.answered_removed == ("dropped", "unheard-of")
