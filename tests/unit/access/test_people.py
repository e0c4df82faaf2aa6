from __future__ import annotations

from datetime import timedelta

import pytest

from cohortbook.access.people import People
from cohortbook.access.sign_in import LinkInvalid, SignIn


@pytest.fixture
def people(database, clock):
    return People(database, clock)


def names(principals):
    return [each.name for each in principals]


def test_everybody_of_the_cohort_file_gets_their_roles(people, make_cohort):
    change = people.sync_roster(
        make_cohort(["Noor"], {"Ines": ["north", "south"]}, north=["Ada"], south=["Eva"])
    )
    assert names(change.added) == ["Ada", "Eva", "Ines", "Noor"]
    assert not change.removed
    assert not change.moved
    ada, eva, ines, noor = people.principals()
    assert [each.role_in("north") for each in (ada, eva, ines, noor)] == [
        "member",
        None,
        "mentor",
        "facilitator",
    ]
    assert ada.person_id.startswith("per_")


def test_the_same_file_again_changes_nothing(people, make_cohort):
    cohort = make_cohort(["Noor"], {"Ines": ["north"]}, north=["Ada"])
    people.sync_roster(cohort)
    before = people.principals()
    assert not people.sync_roster(cohort)
    assert people.principals() == before


def test_somebody_who_moves_keeps_their_id(people, make_cohort):
    people.sync_roster(make_cohort(north=["Ada", "Ben"], south=["Eva"]))
    ada = people.by_email("ADA@example.org ")
    change = people.sync_roster(make_cohort(north=["Ben"], south=["Eva", "Ada"]))
    assert names(change.moved) == ["Ada"]
    assert not change.added
    assert not change.removed
    moved = people.principal(ada.person_id)
    assert moved.member_of == frozenset({"south"})


def test_a_new_name_for_the_same_address_is_the_same_person(people, make_cohort):
    cohort = make_cohort(north=["Ada"])
    people.sync_roster(cohort)
    ada = people.by_email("ada@example.org")
    group = cohort.groups["north"]
    married = type(group.members[0])("Ada Brandt", "Ada@Example.org")
    renamed = type(group)(group.id, group.title, (married,), group.parameters)
    cohort = make_cohort(north=["Ada"])
    object.__setattr__(cohort, "groups", {"north": renamed})
    assert not people.sync_roster(cohort)
    assert people.principal(ada.person_id).name == "Ada Brandt"


def test_one_person_may_have_several_roles(people, make_cohort):
    people.sync_roster(make_cohort(["Ada"], {"Ada": ["south"]}, north=["Ada"]))
    (ada,) = people.principals()
    assert ada.facilitator
    assert ada.member_of == frozenset({"north"})
    assert ada.mentor_of == frozenset({"south"})


def test_whoever_is_removed_is_out_at_once_and_back_as_the_same_person(
    people, database, clock, make_cohort
):
    both, one = make_cohort(north=["Ada", "Ben"]), make_cohort(north=["Ben"])
    people.sync_roster(both)
    ada = people.by_email("ada@example.org").person_id
    sign_in = SignIn(database, b"s" * 32, clock)
    session = sign_in.redeem(sign_in.create_link(ada).token)
    unused = sign_in.create_link(ada).token
    assert sign_in.principal(session).person_id == ada

    change = people.sync_roster(one)
    assert names(change.removed) == ["Ada"]
    assert sign_in.principal(session) is None
    assert people.principal(ada) is None
    with pytest.raises(LinkInvalid) as refused:
        sign_in.redeem(unused)
    assert refused.value.reason == "revoked"

    assert names(people.sync_roster(both).added) == ["Ada"]
    assert people.by_email("ada@example.org").person_id == ada
    assert sign_in.principal(session) is None
    clock.pass_by(days=1)
    fresh = sign_in.redeem(sign_in.create_link(ada, timedelta(hours=1)).token)
    assert sign_in.principal(fresh).person_id == ada


def test_who_may_be_in_a_room(people, make_cohort):
    people.sync_roster(
        make_cohort(["Noor"], {"Ines": ["north"]}, north=["Ben", "Ada"], south=["Eva"])
    )
    assert names(people.in_group("north")) == ["Ada", "Ben", "Ines", "Noor"]
    assert names(people.in_group("south")) == ["Eva", "Noor"]


def test_what_others_learn_of_a_person_has_no_address(people, make_cohort):
    people.sync_roster(make_cohort(["Noor"], north=["Ada"]))
    ada, noor = people.principals()
    assert ada.to_public_json("north") == {"id": ada.person_id, "name": "Ada", "role": "member"}
    assert noor.to_public_json()["role"] == "facilitator"
