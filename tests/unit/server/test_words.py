from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.server.words import WordMissingError, Words, english, t

ROOT = Path(__file__).parents[3]
CATALOGUE = ROOT / "widgets/cohortbook_widgets/words/en.json"
SOURCES = [
    *(ROOT / "src/cohortbook/server").rglob("*.py"),
    *(ROOT / "src/cohortbook/server").rglob("*.html"),
    *(ROOT / "src/cohortbook/server").rglob("*.j2"),
    *(ROOT / "widgets/ts/src").rglob("*.ts"),
    *(ROOT / "widgets/ts/src").rglob("*.tsx"),
]
ASKED = re.compile(r"""\bt\(\s*["']([a-z]+\.[a-z0-9.-]+)["']""")
HEAD = re.compile(r"""(?:f"|`)([a-z]+\.[a-z0-9.-]*)\$?\{""")
LITERAL = re.compile(r"""["'`]([a-z]+\.[a-z0-9.-]+)["'`]""")


def in_sources(pattern: re.Pattern[str]) -> set[str]:
    return {found for file in SOURCES for found in pattern.findall(file.read_text("utf-8"))}


def test_every_text_that_is_asked_for_exists():
    words = english()
    assert sorted(key for key in in_sources(ASKED) if key not in words) == []


def test_every_text_is_asked_for():
    named, heads = in_sources(LITERAL), tuple(in_sources(HEAD))
    unused = [key for key in english().all_keys() if key not in named and not key.startswith(heads)]
    assert sorted(unused) == []


def test_catalogue_is_sorted_and_has_both_plural_forms():
    texts = json.loads(CATALOGUE.read_text("utf-8"))
    assert list(texts) == sorted(texts)
    plural = {key.partition("#")[0] for key in texts if "#" in key}
    assert {key for key in plural if not {f"{key}#one", f"{key}#other"} <= set(texts)} == set()
    assert plural & set(texts) == set()


def test_months_are_all_there():
    assert len({t(f"site.month.{number}") for number in range(1, 13)}) == 12


WORDS = Words({"a.b": "Ada {verb}", "n#one": "{count} day", "n#other": "{count} days"})


def test_values_take_their_places():
    assert WORDS.t("a.b", verb="writes") == "Ada writes"


@given(st.integers(min_value=0))
def test_only_one_is_singular(count):
    assert WORDS.t("n", count=count) == f"{count} day" + ("" if count == 1 else "s")


@pytest.mark.parametrize(
    ("key", "values"), [("a.c", {}), ("a.b", {}), ("a.b", {"noun": 1}), ("n", {})]
)
def test_what_is_missing_is_an_error_that_names_the_key(key, values):
    with pytest.raises(WordMissingError, match=key):
        WORDS.t(key, **values)


@given(st.text())
def test_a_value_is_never_read_as_a_template(text):
    assert WORDS.t("a.b", verb=text) == f"Ada {text}"
