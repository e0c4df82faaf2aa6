from __future__ import annotations

import pytest

from cohortbook.learning import phrases as module
from cohortbook.learning.errors import CommentEmpty, NotFound, PhraseRefused
from cohortbook.learning.phrases import Phrases
from cohortbook.learning.review_settings import ReviewSettings


@pytest.fixture
def phrases(cohort, clock):
    return Phrases(cohort, clock)


def test_phrases_are_kept_renamed_and_removed(phrases):
    day = phrases.keep("ines", "  Name \n a day ", "Which *day*? ")
    who = phrases.keep("ines", "Who", "Who does?")
    assert day.to_json() == {"id": day.id, "name": "Name a day", "body": "Which *day*?"}
    assert phrases.of("ines") == [day, who]
    renamed = phrases.rename("ines", day.id, "Day")
    assert phrases.of("ines") == [renamed, who]
    assert (renamed.name, renamed.body) == ("Day", "Which *day*?")
    phrases.remove("ines", who.id)
    assert phrases.of("ines") == [renamed]


def test_nobody_touches_the_phrases_of_another(phrases):
    mine = phrases.keep("ines", "Day", "Which day?")
    assert phrases.of("noor") == []
    with pytest.raises(NotFound):
        phrases.rename("noor", mine.id, "Mine")
    with pytest.raises(NotFound):
        phrases.remove("noor", mine.id)
    assert phrases.of("ines") == [mine]


@pytest.mark.parametrize("name", ["", " \n ", "x" * 61])
def test_a_name_that_finds_nothing_is_refused(phrases, name):
    with pytest.raises(PhraseRefused):
        phrases.keep("ines", name, "Which day?")
    kept = phrases.keep("ines", "x" * 60, "Which day?")
    with pytest.raises(PhraseRefused):
        phrases.rename("ines", kept.id, name)


def test_an_empty_phrase_and_one_too_many_are_refused(phrases, monkeypatch):
    with pytest.raises(CommentEmpty):
        phrases.keep("ines", "Nothing", " ")
    monkeypatch.setattr(module, "MOST_PHRASES", 1)
    phrases.keep("ines", "One", "One.")
    with pytest.raises(PhraseRefused):
        phrases.keep("ines", "Two", "Two.")
    phrases.keep("noor", "One", "One.")


def test_names_are_hidden_from_whom_chose_it(cohort):
    settings = ReviewSettings(cohort)
    assert not settings.blind("ines")
    settings.choose_blind("ines", blind=True)
    assert (settings.blind("ines"), settings.blind("noor")) == (True, False)
    settings.choose_blind("ines", blind=False)
    assert not settings.blind("ines")
