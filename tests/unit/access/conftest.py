from __future__ import annotations

import pytest

from cohortbook.cohort.model import Cohort, Group, Mentor, Person


def person(name):
    return Person(name, f"{name.lower()}@example.org")


@pytest.fixture
def make_cohort():
    def make(facilitators=(), mentors=None, **members):
        return Cohort(
            id="autumn",
            title="Autumn",
            programme_title="P",
            programme_summary="",
            timezone="UTC",
            facilitators=tuple(person(each) for each in facilitators),
            mentors=tuple(
                Mentor(person(each), tuple(groups)) for each, groups in (mentors or {}).items()
            ),
            groups={
                group: Group(group, group.title(), tuple(person(each) for each in names), {})
                for group, names in members.items()
            },
            programme_parameters={},
            cohort_parameters={},
            schedule={},
        )

    return make
