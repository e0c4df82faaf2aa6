"""Reasons of kernels and rooms in the reader's language; what others say stays as it is."""

from __future__ import annotations

import contextvars

import pytest

from cohortbook.live.reasons import ROOM_REASONS
from cohortbook.server.reason_words import reason_words
from cohortbook.server.words import speak, texts
from cohortbook_kernels.reasons import REASONS


def in_german(text):
    def said():
        speak("de")
        return reason_words(text)

    return contextvars.copy_context().run(said)


def test_every_reason_has_words_and_in_english_its_own():
    said = {
        f"reason.{code}": words
        for each in (REASONS, ROOM_REASONS)
        for code, words in each.words.items()
    }
    assert said == {key: text for key, text in texts("en").items() if key.startswith("reason.")}
    assert not REASONS.words.keys() & ROOM_REASONS.words.keys()


@pytest.mark.parametrize(
    ("given", "german"),
    [
        (REASONS.say("threads", count=3), "es gibt 3 Threads"),
        (
            REASONS.say(
                "unforkable",
                why=REASONS.say("after-import", name="torch", why="there are 9 threads"),
            ),
            "Von diesem Prozess lässt sich nichts abzweigen: nach dem Import von torch: es gibt 9 Threads.",
        ),
        (
            ROOM_REASONS.say("cell-raised", number=3, error="NameError: x"),
            "Zelle 3 meldet NameError: x",
        ),
        (
            REASONS.say("unconfined", why=REASONS.say("no-bubblewrap")),
            "der Kernel muss abgeschottet sein und kann es nicht: bubblewrap ist nicht installiert."
            " Unter Debian: apt-get install bubblewrap",
        ),
        ("bwrap: Can't mount proc", "bwrap: Can't mount proc"),
        ("", ""),
    ],
)
def test_they_are_told_in_german(given, german):
    assert in_german(given) == german
    assert reason_words(given) == given
