from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cohortbook.learning.urgency import Urgency

BEGIN = datetime(2026, 9, 7, tzinfo=UTC)
urgencies = st.builds(
    Urgency,
    asked_for=st.booleans(),
    overdue=st.booleans(),
    required=st.booleans(),
    since=st.integers(0, 50).map(lambda hours: BEGIN + timedelta(hours=hours)),
)


@given(st.lists(urgencies))
def test_who_did_what_was_asked_comes_first_then_due_then_required_then_age(waiting):
    ordered = sorted(waiting, key=lambda each: each.turn)
    for before, after in itertools.pairwise(ordered):
        if before.asked_for != after.asked_for:
            assert before.asked_for
        elif before.overdue != after.overdue:
            assert before.overdue
        elif before.required != after.required:
            assert before.required
        else:
            assert before.since <= after.since
