"""A cohort file is read whole, or everything wrong with it is told with its line."""

from __future__ import annotations

import copy
import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohortbook.cohort.errors import CohortFileError, ProblemKind
from cohortbook.cohort.model import KernelConfining
from cohortbook.cohort.parameters import parameters_for
from cohortbook.cohort.reader import read_cohort
from factories import cohort_data, write_cohort

GOOD = """\
programme:
  title: From inbox to board
  parameters: {guidance: full, team: nobody}
cohort:
  id: autumn
  title: Autumn
  timezone: Europe/Berlin
  parameters: {guidance: light, first_day: "2026-09-07"}
  schedule:
    01-first-steps: {opens: 2026-09-07, due: 2026-09-18}
facilitators:
  - {name: Noor Haddad, email: noor@example.org}
mentors:
  - {name: Ines Moreau, email: Ines@Example.org, groups: [north]}
groups:
  north:
    title: Northern depot
    parameters: {team: the night shift}
    members:
      - {name: Ada Brandt, email: ada@example.org}
      - {name: Bilal Aydin, email: bilal@example.org}
  south:
    title: Southern depot
    members:
      - {name: Dov Adler, email: dov@example.org}
"""


def problems(folder, text):
    path = write_cohort(folder, text)
    with pytest.raises(CohortFileError) as raised:
        read_cohort(path)
    for each in raised.value.problems:
        assert each.place.file == path
        assert each.message
        assert each.mend
        assert str(each) in str(raised.value)
    return raised.value.problems


def the_problem(folder, text):
    found = problems(folder, text)
    assert len(found) == 1, [each.message for each in found]
    return found[0]


def refusals(path):
    """What is wrong with a file; any other exception than the typed one fails the test."""
    try:
        read_cohort(path)
    except CohortFileError as error:
        return error.problems
    return ()


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


def test_a_sound_file_is_read_whole(tmp_path):
    cohort = read_cohort(write_cohort(tmp_path, GOOD))
    assert (cohort.id, cohort.title, cohort.timezone) == ("autumn", "Autumn", "Europe/Berlin")
    assert [each.name for each in cohort.groups["north"].members] == ["Ada Brandt", "Bilal Aydin"]
    assert list(cohort.groups) == ["north", "south"]
    assert cohort.mentors[0].person.email == "ines@example.org"
    assert cohort.mentors[0].groups == ("north",)
    assert cohort.schedule["01-first-steps"].due == date(2026, 9, 18)


def test_limits_of_kernels_are_read_and_a_slip_of_the_pen_is_said(tmp_path):
    assert read_cohort(write_cohort(tmp_path, GOOD)).kernel_limits == {}
    text = GOOD.replace("  id: autumn\n", "  id: autumn\n  kernels: {memory_mb: 900}\n")
    assert read_cohort(write_cohort(tmp_path, text)).kernel_limits == {"memory_mb": 900}
    for slip in ("memory: 900", "memory_mb: 9", "memory_mb: lots"):
        (problem,) = refusals(write_cohort(tmp_path, text.replace("memory_mb: 900", slip)))
        assert problem.place.line == line_of(text, "kernels:"), slip


@pytest.mark.parametrize(
    ("said", "held"),
    [
        (None, KernelConfining("auto", network=False)),
        ("{confine: off}", KernelConfining("off", network=False)),
        ("{confine: required, network: true}", KernelConfining("required", network=True)),
    ],
)
def test_how_far_kernels_are_confined_is_read_and_is_no_limit(tmp_path, said, held):
    text = (
        GOOD
        if said is None
        else GOOD.replace("  id: autumn\n", f"  id: autumn\n  kernels: {said}\n")
    )
    cohort = read_cohort(write_cohort(tmp_path, text))
    assert cohort.kernel_confining == held
    assert cohort.kernel_limits == {}


def test_parameters_further_in_win_and_facts_are_added(tmp_path):
    cohort = read_cohort(write_cohort(tmp_path, GOOD))
    assert parameters_for(cohort, "north") == {
        "guidance": "light",
        "first_day": "2026-09-07",
        "team": "the night shift",
        "group_title": "Northern depot",
        "member_count": 2,
    }
    assert parameters_for(cohort, "south")["team"] == "nobody"


@pytest.mark.parametrize(
    ("change", "kind", "said", "mend"),
    [
        (("timezone:", "timezon:"), ProblemKind.UNKNOWN_KEY, "timezon", "timezone?"),
        (
            ("    title: Northern depot\n", ""),
            ProblemKind.MISSING_KEY,
            "Group north has no title",
            "title:",
        ),
        (("id: autumn", "id: Autumn 2026"), ProblemKind.VALUE, "not an id", ""),
        (("  title: Autumn", "  title: 2026"), ProblemKind.VALUE, "number 2026", "quotes"),
        (("  title: Autumn", '  title: " "'), ProblemKind.VALUE, "blank", ""),
        (("Europe/Berlin", "Europe/Berln"), ProblemKind.VALUE, "Europe/Berlin?", ""),
        (("Europe/Berlin", "../../etc/passwd"), ProblemKind.VALUE, "time zone", ""),
        (("due: 2026-09-18", "due: soon"), ProblemKind.VALUE, "not a day", ""),
        (("due: 2026-09-18", "due: 2026-09-01"), ProblemKind.VALUE, "before it opens", ""),
        (
            ("name: Ada Brandt", "name: ada@example.org"),
            ProblemKind.VALUE,
            "where a name belongs",
            "email",
        ),
        (
            ("email: ada@example.org", "email: Ada Brandt"),
            ProblemKind.VALUE,
            "not an e-mail address",
            "address only",
        ),
        (
            ("email: ada@example.org", "email: Ada <ada@example.org>"),
            ProblemKind.VALUE,
            "not an e-mail address",
            "address only",
        ),
        (
            ("{name: Ada Brandt, email: ada@example.org}", "ada@example.org"),
            ProblemKind.VALUE,
            "'ada@example.org' is an e-mail address where a person belongs",
            "{name: …, email: ada@example.org}",
        ),
        (
            ("title: Northern depot", "title: ada@example.org"),
            ProblemKind.VALUE,
            "where a title belongs",
            "what people call it",
        ),
        (("groups: [north]", "groups: [noth]"), ProblemKind.REFERENCE, "noth", "north?"),
        (("groups: [north]", "groups: [north, north]"), ProblemKind.REFERENCE, "twice", ""),
        (("groups: [north]", "groups: []"), ProblemKind.VALUE, "empty", ""),
        (("name: Bilal Aydin", "nick: b, name: B"), ProblemKind.UNKNOWN_KEY, "nick", "It may have"),
        (
            ("email: bilal@example.org", "email: ADA@example.org"),
            ProblemKind.PERSON,
            "and again",
            "once",
        ),
        (
            ("email: dov@example.org", "email: ada@example.org"),
            ProblemKind.PERSON,
            "member of group north and again member of group south",
            "once",
        ),
        (
            ("email: bilal@example.org", "email: ines@example.org"),
            ProblemKind.PERSON,
            "mentor and member",
            "choose",
        ),
        (
            ("email: Ines@Example.org", "email: noor@example.org"),
            ProblemKind.PERSON,
            "is Noor Haddad as facilitator and Ines Moreau as mentor",
            "one name",
        ),
        (("guidance: full", "member_count: 3"), ProblemKind.VALUE, "cannot be set", "Take it out"),
        (("guidance: full", "the team: 3"), ProblemKind.VALUE, "Python name", ""),
        (("guidance: full", "day: 2026-09-07"), ProblemKind.VALUE, "put a date in quotes", ""),
        (("guidance: full", "much: .inf"), ProblemKind.VALUE, "value of much", ""),
        (("title: Autumn\n", "title: Autumn\n  title: B\n"), ProblemKind.SYNTAX, "twice", "Keep"),
        (("[north]", "[north"), ProblemKind.SYNTAX, "not valid YAML", "bracket"),
        (("  id: autumn", "\tid: autumn"), ProblemKind.SYNTAX, "not valid YAML", "indentation"),
        (("title: Autumn", "title: !!python/name:os.system x"), ProblemKind.VALUE, "type", ""),
    ],
)
def test_each_wrong_thing_is_told_on_its_line(tmp_path, change, kind, said, mend):
    before, after = change
    assert before in GOOD
    text = GOOD.replace(before, after, 1)
    found = problems(tmp_path, text)[0]
    assert found.kind == kind
    assert said in found.message
    assert mend in found.mend
    assert found.place.line is not None
    # A missing key is told where its owner stands; all else on the changed line or the one after.
    assert abs(found.place.line - line_of(GOOD, before)) <= 1


def test_an_address_as_the_id_of_a_group(tmp_path):
    found = the_problem(tmp_path, GOOD.replace("  south:", "  south@example.org:"))
    assert "where an id belongs" in found.message
    assert found.place.line == line_of(GOOD, "  south:")


@pytest.mark.parametrize("members", ["", " []"])
def test_a_group_without_members(tmp_path, members):
    text = (
        GOOD.split("    members:\n      - {name: Dov", maxsplit=1)[0] + f"    members:{members}\n"
    )
    found = the_problem(tmp_path, text)
    assert found.kind == ProblemKind.EMPTY_GROUP
    assert "Group south" in found.message
    assert found.place.line == text.count("\n")


def test_everything_wrong_is_told_at_once_in_the_order_of_the_file(tmp_path):
    text = (
        GOOD.replace("timezone:", "timezon:")
        .replace("name: Noor Haddad", "name: noor@example.org")
        .replace("[north]", "[noth]")
        .replace("bilal@example.org", "ada@example.org")
    )
    found = problems(tmp_path, text)
    assert [each.kind for each in found] == [
        ProblemKind.UNKNOWN_KEY,
        ProblemKind.VALUE,
        ProblemKind.REFERENCE,
        ProblemKind.PERSON,
    ]
    lines = [each.place.line for each in found]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    "text", ["", "   \n# nothing but a comment\n", "- a\n- b\n", "3\n", "a: b\n---\nc: d\n"]
)
def test_a_file_that_holds_something_else(tmp_path, text):
    assert problems(tmp_path, text)


def test_aliases_that_ask_for_billions_are_refused(tmp_path):
    text = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )
    assert "too much" in the_problem(tmp_path, text).message


def test_merged_keys_are_understood(tmp_path):
    text = GOOD.replace("parameters: {team: the night shift}", "parameters: &p {team: us}")
    text = text.replace("title: Southern depot", "title: S\n    parameters: {<<: *p, people: 3}")
    cohort = read_cohort(write_cohort(tmp_path, text))
    assert cohort.groups["south"].parameters == {"team": "us", "people": 3}


def test_a_file_that_is_not_utf_8(tmp_path):
    path = tmp_path / "cohort.yaml"
    path.write_bytes("programme:\n  title: Frühling\n".encode("latin-1"))
    with pytest.raises(CohortFileError, match="not UTF-8") as raised:
        read_cohort(path)
    assert raised.value.place.line == 2


def test_a_folder_instead_of_a_file(tmp_path):
    (tmp_path / "cohort.yaml").mkdir()
    with pytest.raises(CohortFileError, match="folder"):
        read_cohort(tmp_path / "cohort.yaml")


def test_no_file(tmp_path):
    with pytest.raises(CohortFileError, match="no such file"):
        read_cohort(tmp_path / "cohort.yaml")


def test_the_factory_writes_a_sound_file(tmp_path):
    assert len(read_cohort(write_cohort(tmp_path, cohort_data())).groups) == 2


SCRAPS = st.sampled_from(
    [*"{}[]:,&*!|>'\"%@`#-?~\t\n\x00\x07\ufeff", "<<: ", "- ", "&a ", "*a", "!!int ", "!!set ",
     "---\n", "...\n", "2026-02-31", "0x", "1e999", ".nan", "12:30:45", "null", "\ud7ff", "[[[["]
)  # fmt: skip


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 20), SCRAPS), min_size=1, max_size=4))
def test_mutated_yaml_is_read_or_refused_with_the_typed_error(tmp_path, changes):
    text = GOOD
    for at, length, scrap in changes:
        start = int(at * len(text))
        text = text[:start] + scrap + text[start + length :]
    path = write_cohort(tmp_path, text)
    last = text.count("\n") + 2
    for each in refusals(path):
        assert each.place.line is None or 1 <= each.place.line <= last


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON, st.randoms(use_true_random=False))
def test_any_value_anywhere_is_read_or_refused_with_the_typed_error(tmp_path, value, chance):
    data = copy.deepcopy(cohort_data())
    _put_somewhere(data, value, chance)
    try:
        path = write_cohort(tmp_path, data)
    except Exception:  # noqa: BLE001 - what YAML cannot hold is no file
        return
    refusals(path)


def _put_somewhere(data, value, chance: random.Random):
    while True:
        keys = list(data) if isinstance(data, dict) else list(range(len(data)))
        key = chance.choice(keys)
        if isinstance(data[key], dict | list) and data[key] and chance.random() < 0.8:
            data = data[key]
        else:
            data[key] = value
            return


def test_hooks_are_read(tmp_path):
    data = cohort_data()
    data["hooks"] = {
        "team-chat": {"url": "https://chat.example.org/x", "about": ["nudge"], "groups": ["north"]},
        "log": {"about": ["call", "feedback"], "language": "de"},
    }
    hooks = read_cohort(write_cohort(tmp_path, data)).hooks
    chat = hooks["team-chat"]
    assert (chat.url, chat.about, chat.groups) == (
        "https://chat.example.org/x",
        ("nudge",),
        ("north",),
    )
    assert chat.hears_of("nudge", "north")
    assert not chat.hears_of("nudge", "south")
    assert not chat.hears_of("call", "north")
    assert hooks["log"].hears_of("call", "south")
    assert (chat.language, hooks["log"].language) == ("en", "de")


@pytest.mark.parametrize(
    ("hook", "message"),
    [
        ({"about": ["nudges"]}, "do you mean nudge"),
        ({"about": ["gossip"]}, "use mention"),
        ({"about": []}, "empty"),
        ({"about": ["call"], "url": "chat.example.org"}, "not the address of a program"),
        ({"about": ["call"], "groups": ["nort"]}, "Do you mean north"),
        ({"about": ["call"], "language": "fr"}, "use en or de"),
        ({"about": ["call"], "secret": "x"}, "cannot have the key secret"),
    ],
)
def test_what_is_wrong_with_a_hook_is_told(tmp_path, hook, message):
    data = cohort_data()
    data["hooks"] = {"chat": hook}
    with pytest.raises(CohortFileError) as caught:
        read_cohort(write_cohort(tmp_path, data))
    assert message in str(caught.value)
