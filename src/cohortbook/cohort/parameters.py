"""Which parameters a group's copies are made with."""

from __future__ import annotations

from cohortbook.cohort.model import Cohort

# Known of every group without being written down; nothing in the file overrides them.
FACTS = frozenset({"group_title", "member_count"})


def parameters_for(cohort: Cohort, group_id: str) -> dict[str, object]:
    """Return a group's parameters: programme < cohort < group < facts.

    Parameters
    ----------
    cohort : Cohort
        As read from the cohort file.
    group_id : str
        One of ``cohort.groups``.

    Returns
    -------
    dict
        Name to plain value. A workbook receives those that it declares.

    Raises
    ------
    KeyError
        When the cohort has no such group.
    """
    group = cohort.groups[group_id]
    return {
        **cohort.programme_parameters,
        **cohort.cohort_parameters,
        **group.parameters,
        "group_title": group.title,
        "member_count": len(group.members),
    }
