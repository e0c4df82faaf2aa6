"""Which parameters a group's copies are made with."""

from __future__ import annotations

from cohortbook.cohort.model import Cohort

# Known of every group without being written down; nothing in the file overrides them.
FACTS = frozenset({"group_title", "member_count"})


def parameters_for(cohort: Cohort, group_id: str, setting: str | None = None) -> dict[str, object]:
    """Return a group's parameters: programme < cohort < group < its setting of the dial < facts.

    Parameters
    ----------
    cohort : Cohort
        As read from the cohort file.
    group_id : str
        One of ``cohort.groups``.
    setting : str, optional
        What the group chose on the direction dial; one that the dial no longer has
        counts for nothing.

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
    dial = cohort.self_organising.direction
    chosen = {dial.parameter: setting} if dial and setting in dial.settings else {}
    return {
        **cohort.programme_parameters,
        **cohort.cohort_parameters,
        **group.parameters,
        **chosen,
        "group_title": group.title,
        "member_count": len(group.members),
    }
