"""From a proposal to the cohort that follows from it; what is refused, and by whose yes."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from cohortbook.cohort.reader import read_cohort
from cohortbook.cohort.roster_change import RemoveMember
from cohortbook.cohort.roster_text import edited
from cohortbook.learning.errors import DecisionRefused
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.desk.roster import RosterAheadError
from organised import BOOK, COHORT_TEXT, NORTH, Organised


@pytest.fixture
def cohort(tmp_path):
    made = Organised(tmp_path)
    yield made
    made.close()


def state(cohort, decision):
    return cohort.organising.decisions.one(decision.id).state(cohort.now)


def agree(cohort, decision, group, *names):
    for each in names:
        now = cohort.organising.decisions.one(decision.id)
        decision = cohort.organising.agree(now, group, cohort.who(each))
    return decision


def moderated(cohort, group, name, *others):
    proposed = cohort.organising.propose_moderator(group, cohort.id(name), cohort.who(name))
    return agree(cohort, proposed, group, *others)


def test_a_moderator_is_who_agrees_and_whom_more_than_half_want(cohort):
    ben = cohort.id("ben")
    proposed = cohort.organising.propose_moderator("north", ben, cohort.who("ada"))
    agree(cohort, proposed, "north", "chen")
    assert state(cohort, proposed) == "open"
    agree(cohort, proposed, "north", "ben")
    assert state(cohort, proposed) == "done"
    assert cohort.who("ben").moderator_of == {"north"}
    assert cohort.who("ben").to_public_json("north")["moderates"] is True
    assert "moderates" not in cohort.who("ada").to_public_json("north")


def test_whoever_moderates_can_step_down_and_others_cannot_end_it(cohort):
    decision = moderated(cohort, "north", "ben", "ada")
    with pytest.raises(DecisionRefused):
        cohort.organising.undo(decision, cohort.who("ada"))
    cohort.organising.undo(decision, cohort.who("ben"))
    assert cohort.who("ben").moderator_of == frozenset()
    again = moderated(cohort, "north", "chen", "ada")
    assert state(cohort, again) == "done"
    assert cohort.organising.groups()["north"].moderator == cohort.id("chen")


def test_who_is_asked_to_moderate_can_say_no(cohort):
    ben = cohort.id("ben")
    proposed = cohort.organising.propose_moderator("north", ben, cohort.who("ada"))
    with pytest.raises(DecisionRefused):
        cohort.organising.decline(proposed, "north", cohort.who("chen"))
    cohort.organising.decline(proposed, "north", cohort.who("ben"))
    assert state(cohort, proposed) == "declined"


def test_a_facilitator_says_who_moderates(cohort):
    done = cohort.organising.propose_moderator("south", cohort.id("dov"), cohort.who("noor"))
    assert state(cohort, done) == "done"
    assert cohort.who("dov").moderator_of == {"south"}


def test_an_invited_person_is_in_the_group_at_once_and_in_the_file(cohort):
    decision = cohort.organising.invite("north", " Mia Lang ", "Mia@Example.org", cohort.who("ada"))
    assert cohort.members("north")[-1] == "mia"
    assert cohort.who("mia").member_of == {"north"}
    new = "      - {name: Mia Lang, email: mia@example.org}\n"
    after = COHORT_TEXT.replace("chen@example.org}\n", "chen@example.org}\n" + new)
    assert cohort.file.read_text() == after
    assert [each.id for each in decision.people] == [cohort.id("mia")]


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Ines", "ines@example.org"),
        ("Noor", "NOOR@example.org"),
        ("Elif", "elif@example.org"),
        ("Ada", "ada@example.org"),
        ("Mia", "not an address"),
        ("  ", "mia@example.org"),
        ("mia@example.org", "mia@example.org"),
        ("Mia\u202eLang", "mia@example.org"),
    ],
)
def test_who_is_not_invited(cohort, name, email):
    with pytest.raises(DecisionRefused):
        cohort.organising.invite("north", name, email, cohort.who("ada"))
    assert cohort.file.read_text() == COHORT_TEXT


def test_five_open_invitations_are_enough_until_somebody_comes(cohort):
    for number in range(5):
        cohort.organising.invite("north", "Mia", f"mia{number}@example.org", cohort.who("ada"))
    with pytest.raises(DecisionRefused, match="5 people"):
        cohort.organising.invite("north", "Mia", "mia5@example.org", cohort.who("ben"))
    link = cohort.sign_in.create_link(cohort.id("mia0"))
    cohort.sign_in.redeem(link.token)
    cohort.organising.invite("north", "Mia", "mia5@example.org", cohort.who("ben"))
    cohort.organising.invite("north", "Mia", "mia6@example.org", cohort.who("noor"))
    assert len(cohort.organising.open_invitations("north")) == 6


def test_a_group_cannot_write_to_more_and_more_strangers_by_taking_invitations_back(cohort):
    for number in range(10):
        invited = cohort.organising.invite(
            "north", "Mia", f"mia{number}@example.org", cohort.who("ada")
        )
        cohort.organising.undo(invited, cohort.who("ada"))
    with pytest.raises(DecisionRefused, match="within a day"):
        cohort.organising.invite("north", "Mia", "mia@example.org", cohort.who("ben"))
    cohort.organising.invite("north", "Mia", "mia@example.org", cohort.who("noor"))
    cohort.now += timedelta(days=1)
    cohort.organising.invite("north", "Kim", "kim@example.org", cohort.who("ben"))


def test_an_invitation_is_taken_back_by_who_made_it_until_they_come_then_by_a_facilitator(cohort):
    first = cohort.organising.invite("north", "Mia", "mia@example.org", cohort.who("ada"))
    with pytest.raises(DecisionRefused):
        cohort.organising.undo(first, cohort.who("ben"))
    cohort.organising.undo(first, cohort.who("ada"))
    assert cohort.file.read_text() == COHORT_TEXT
    second = cohort.organising.invite("north", "Mia", "mia@example.org", cohort.who("ada"))
    cohort.sign_in.redeem(cohort.sign_in.create_link(cohort.id("mia")).token)
    with pytest.raises(DecisionRefused):
        cohort.organising.undo(second, cohort.who("ada"))
    cohort.organising.undo(second, cohort.who("noor"))
    assert cohort.who("mia") is None
    assert state(cohort, second) == "undone"


def test_members_get_no_link_to_what_somebody_left_behind(cohort):
    cohort.sign_in.redeem(cohort.sign_in.create_link(cohort.id("dov")).token)
    cohort.roster.rewrite(partial(edited, edits=[RemoveMember("dov@example.org")]))
    with pytest.raises(DecisionRefused, match="before"):
        cohort.organising.invite("north", "Dov Adler", "Dov@example.org", cohort.who("ada"))
    cohort.organising.invite("north", "Dov Adler", "dov@example.org", cohort.who("noor"))
    assert cohort.who("dov").member_of == {"north"}


def test_who_asks_to_move_goes_when_one_of_the_other_group_says_yes(cohort):
    cohort.write()
    asked = cohort.organising.propose_move("north", "south", cohort.id("ben"), cohort.who("ben"))
    assert state(cohort, asked) == "open"
    with pytest.raises(DecisionRefused):
        cohort.organising.agree(asked, "north", cohort.who("ada"))
    agree(cohort, asked, "south", "dov")
    assert cohort.members("north") == ["ada", "chen"]
    assert cohort.members("south") == ["elif", "dov", "ben"]
    assert "ben@example.org}   # part time\n" in cohort.file.read_text()
    own = f"south/{BOOK}#{cohort.id('ben')}"
    assert cohort.documents.load(own) == [b"me"]
    (answer,) = cohort.answers.of_room(NORTH)
    assert answer.updated_by.name == "Ben Okri"


def test_where_somebody_moderates_they_decide_who_comes(cohort):
    moderated(cohort, "south", "elif", "dov")
    asked = cohort.organising.propose_move("north", "south", cohort.id("ben"), cohort.who("ben"))
    agree(cohort, asked, "south", "dov")
    assert state(cohort, asked) == "open"
    with pytest.raises(DecisionRefused):
        cohort.organising.decline(asked, "south", cohort.who("dov"))
    cohort.organising.decline(asked, "south", cohort.who("elif"))
    assert state(cohort, asked) == "declined"
    assert cohort.members("south") == ["elif", "dov"]


def test_nobody_moves_others_and_the_last_one_does_not_leave(cohort):
    with pytest.raises(DecisionRefused):
        cohort.organising.propose_move("north", "south", cohort.id("ben"), cohort.who("ada"))
    noor = cohort.who("noor")
    for each in ("ben", "chen"):
        cohort.organising.propose_move("north", "south", cohort.id(each), noor)
    assert cohort.members("north") == ["ada"]
    with pytest.raises(DecisionRefused, match="Nobody would be left"):
        cohort.organising.propose_move("north", "south", cohort.id("ada"), cohort.who("ada"))


def test_who_moves_does_not_moderate_there_or_when_they_come_back(cohort):
    moderated(cohort, "north", "ben", "ada")
    noor = cohort.who("noor")
    cohort.organising.propose_move("north", "south", cohort.id("ben"), noor)
    assert cohort.who("ben").moderator_of == frozenset()
    assert cohort.organising.groups()["north"].moderator is None


def test_a_group_splits_when_more_than_half_of_it_agree(cohort):
    cohort.write()
    people = [cohort.id("ben"), cohort.id("chen")]
    proposed = cohort.organising.propose_split(
        "north", " Nachtschicht Süd ", people, cohort.who("ada")
    )
    assert state(cohort, proposed) == "open"
    agree(cohort, proposed, "north", "chen")
    assert cohort.members("nachtschicht-sud") == ["ben", "chen"]
    assert cohort.served().mentors[0].groups == ("north", "nachtschicht-sud")
    assert read_cohort(cohort.file) == cohort.served()
    new = RoomKey("nachtschicht-sud", BOOK)
    assert [each.value for each in cohort.answers.of_room(new)] == ["We look."]
    assert cohort.documents.load(str(new)) == [b"we"]
    assert cohort.documents.load(f"{new}#{cohort.id('ben')}") == [b"me"]
    assert cohort.who("ben").reader_of == {"north"}
    assert cohort.who("ada").reader_of == frozenset()
    assert cohort.who("ines").reader_of == frozenset()


def test_the_yes_of_the_moderator_is_enough_and_needed(cohort):
    moderated(cohort, "north", "ada", "chen")
    proposed = cohort.organising.propose_split(
        "north", "Night", [cohort.id("ben")], cohort.who("ben")
    )
    agree(cohort, proposed, "north", "chen")
    assert state(cohort, proposed) == "open"
    agree(cohort, proposed, "north", "ada")
    assert state(cohort, proposed) == "done"


@pytest.mark.parametrize("title", ["", "southern DEPOT", "a@b.org", "x" * 81, "a\u200bb"])
def test_how_a_new_group_is_not_called(cohort, title):
    with pytest.raises(DecisionRefused):
        cohort.organising.propose_split("north", title, [cohort.id("ben")], cohort.who("ben"))


def test_a_new_group_gets_an_id_that_none_ever_had(cohort):
    noor = cohort.who("noor")
    for title in ("North", "!!!", "North?"):
        cohort.organising.propose_split("north", title, [cohort.id("ben")], noor)
        made = list(cohort.served().groups)[-1]
        cohort.organising.propose_merge(made, "north", noor)
    every = [each.other for each in cohort.organising.decisions.all() if each.kind == "split"]
    assert every == ["north-3", "group", "north-2"]


def test_groups_go_together_when_both_agree(cohort):
    cohort.write()
    proposed = cohort.organising.propose_merge("north", "south", cohort.who("ada"))
    agree(cohort, proposed, "north", "ben")
    assert state(cohort, proposed) == "open"
    agree(cohort, proposed, "south", "elif", "dov")
    assert list(cohort.served().groups) == ["south"]
    assert cohort.members("south") == ["elif", "dov", "ada", "ben", "chen"]
    assert cohort.served().mentors[0].groups == ("south",)
    assert [each.value for each in cohort.answers.of_room(NORTH)] == ["We look."]
    assert cohort.documents.load(f"south/{BOOK}#{cohort.id('ben')}") == [b"me"]
    for each in ("elif", "ada", "ines"):
        assert cohort.who(each).reader_of == {"north"}
    assert cohort.people.lineage().before("south")[0].title == "Northern depot"


def test_one_thing_at_a_time(cohort):
    cohort.organising.propose_merge("north", "south", cohort.who("ada"))
    for group, name in (("north", "ada"), ("south", "elif")):
        with pytest.raises(DecisionRefused, match="already"):
            cohort.organising.propose_split(group, "Night", [cohort.id(name)], cohort.who(name))


def test_what_nobody_agrees_to_expires(cohort):
    proposed = cohort.organising.propose_merge("north", "south", cohort.who("ada"))
    cohort.now += timedelta(days=14)
    assert state(cohort, proposed) == "expired"
    with pytest.raises(DecisionRefused):
        agree(cohort, proposed, "north", "ben")
    cohort.organising.propose_merge("north", "south", cohort.who("ada"))


def test_only_who_proposed_it_withdraws_it(cohort):
    proposed = cohort.organising.propose_merge("north", "south", cohort.who("ada"))
    with pytest.raises(DecisionRefused):
        cohort.organising.withdraw(proposed, cohort.who("ben"))
    cohort.organising.withdraw(proposed, cohort.who("ada"))
    assert state(cohort, proposed) == "withdrawn"
    with pytest.raises(DecisionRefused):
        agree(cohort, proposed, "south", "dov")


def test_what_is_no_longer_possible_is_not_carried_out(cohort):
    proposed = cohort.organising.propose_split(
        "north", "Night", [cohort.id("ben")], cohort.who("ada")
    )
    cohort.organising.propose_move("north", "south", cohort.id("ben"), cohort.who("noor"))
    assert not cohort.organising.is_open(cohort.organising.decisions.one(proposed.id))
    with pytest.raises(DecisionRefused, match="changed"):
        agree(cohort, proposed, "north", "chen")
    assert state(cohort, proposed) == "failed"


def test_the_yes_of_who_has_left_does_not_count(cohort):
    proposed = cohort.organising.propose_merge("north", "south", cohort.who("ada"))
    agree(cohort, proposed, "south", "elif", "dov")
    cohort.organising.propose_move("north", "south", cohort.id("ada"), cohort.who("noor"))
    agree(cohort, proposed, "north", "ben")
    assert state(cohort, proposed) == "open"
    agree(cohort, proposed, "south", "ada")
    agree(cohort, proposed, "north", "chen")
    assert state(cohort, proposed) == "done"


def test_nothing_happens_by_the_way_when_somebody_changed_the_file(cohort):
    changed = COHORT_TEXT.replace("title: Southern depot", "title: Harbour")
    cohort.file.write_text(changed)
    with pytest.raises(RosterAheadError):
        cohort.organising.propose_merge("north", "south", cohort.who("noor"))
    assert cohort.file.read_text() == changed
    assert "north" in cohort.served().groups
