from __future__ import annotations

import contextvars
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.cohort import languages
from cohortbook.server.words import (
    LANGUAGES,
    WordMissingError,
    Words,
    catalogue,
    language_for,
    speak,
    spoken,
    t,
    texts,
)

ROOT = Path(__file__).parents[3]
CATALOGUES = ROOT / "widgets/cohortbook_widgets/words"
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
    words = catalogue("en")
    assert sorted(key for key in in_sources(ASKED) if key not in words) == []


def test_every_text_is_asked_for():
    named, heads = in_sources(LITERAL), tuple(in_sources(HEAD))
    unused = [
        key for key in catalogue("en").all_keys() if key not in named and not key.startswith(heads)
    ]
    assert sorted(unused) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_are_sorted_and_have_both_plural_forms(language):
    written = json.loads((CATALOGUES / f"{language}.json").read_text("utf-8"))
    assert list(written) == sorted(written)
    plural = {key.partition("#")[0] for key in written if "#" in key}
    assert {key for key in plural if not {f"{key}#one", f"{key}#other"} <= set(written)} == set()
    assert plural & set(written) == set()


def test_each_file_of_words_is_a_language():
    assert {path.stem for path in CATALOGUES.glob("*.json")} == set(LANGUAGES)


def test_hooks_can_be_told_in_every_language():
    assert set(languages.LANGUAGES) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_values(language):
    english, other = texts("en"), texts(language)
    assert set(other) == set(english)
    values = {key: set(re.findall(r"{(\w+)}", text)) for key, text in english.items()}
    differ = {k: t for k, t in other.items() if set(re.findall(r"{(\w+)}", t)) != values[k]}
    assert differ == {}
    assert all(text.strip() for text in other.values())


def test_german_is_german():
    same = {key for key, text in texts("de").items() if text == texts("en")[key]}
    alike = {"site.name", "exercise.tools.code", "exercise.tools.link", "page.status.live"}
    units = {"desk.kernels.mb", "desk.kernels.seconds"}
    # Words that both share, and frames around values.
    free = {key for key in same if re.sub(r"{\w+}|[\W\d]", "", texts("en")[key]) == ""}
    shared = {key for key in same if len(texts("en")[key].split()) == 1}
    assert same - alike - units - free - shared == set()


def doubled(text: str) -> list[str]:
    """Return words that stand twice, one after the other, and should not."""
    found = re.finditer(r"(?<!\w)(\w+)\s+\1(?!\w)", text, re.IGNORECASE)
    # In German a clause may begin so: "die Gruppen, die die Tafel haben".
    return [each[0] for each in found if not text[: each.start()].rstrip().endswith(",")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stands_twice(language):
    assert doubled("Show it to the the group.") == ["the the"]
    assert doubled("The the group") == ["The the"]
    found = {key: doubled(text) for key, text in texts(language).items()}
    assert {key: words for key, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        (None, "", "en"),
        (None, "de", "de"),
        (None, "de-AT,en;q=0.5", "de"),
        (None, "fr,de;q=0.7,en;q=0.8", "en"),
        (None, "fr-CH, fr;q=0.9, de;q=0.7, *;q=0.5", "de"),
        (None, "en-GB,de", "en"),
        (None, "tlh", "en"),
        (None, "*", "en"),
        (None, "de;q=x, en", "de"),
        (None, ";;;,,q=", "en"),
        ("en", "de", "en"),
        ("de", "en", "de"),
        ("xx", "de", "de"),
    ],
)
def test_the_language_is_that_chosen_or_that_of_the_browser(chosen, accepted, language):
    assert language_for(chosen, accepted) == language


@given(st.text(max_size=60))
def test_whatever_a_browser_asks_for_there_is_a_language(accepted):
    assert language_for(None, accepted) in LANGUAGES


def test_a_language_is_spoken_in_one_request_and_nowhere_else():
    def german():
        speak("de")
        return spoken(), t("home.minutes", count=3), t("site.ago.days", count=1)

    assert contextvars.copy_context().run(german) == ("de", "Etwa 3 Minuten", "vor 1 Tag")
    assert (spoken(), t("site.ago.days", count=2)) == ("en", "2 days ago")


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
