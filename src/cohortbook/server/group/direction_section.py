"""The direction dial of a group, and what it was set to before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from cohortbook.cohort.parameters import parameters_for
from cohortbook.learning.directions import LONGEST_WHY
from cohortbook.server.group.direction_trial import TrialWords, trial_words
from cohortbook.server.pages.dates import DateWords, ago_words
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.cohort.self_organising import Direction
    from cohortbook.learning.directions import DirectionChoice
    from cohortbook.server.group.section import Asked


@dataclass(frozen=True, slots=True)
class SettingWords:
    """A setting of the dial; `words` say what it means, where somebody wrote them."""

    id: str
    words: str
    now: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """What was chosen once."""

    text: str
    why: str
    at: DateWords


@dataclass(frozen=True, slots=True)
class DirectionSection:
    """The context of ``group/direction.html``."""

    template: ClassVar[str] = "direction.html"
    group: str
    settings: tuple[SettingWords, ...]
    now: str
    may_set: bool
    note: str
    trial: TrialWords | None
    history: tuple[ChoiceWords, ...]
    longest_why: int = LONGEST_WHY


def direction_section(asked: Asked) -> DirectionSection | None:
    """Say how the dial stands, to everybody; None where there is no dial."""
    cohort, group = asked.sources.cohort, asked.group.id
    dial = cohort.self_organising.direction
    if dial is None:
        return None
    history = asked.sources.directions.history(group).get(group, [])
    chosen = history[-1].setting if history else None
    now = dial.set_in(parameters_for(cohort, group, chosen)) or ""
    may_set = asked.may("direction.set")
    state = asked.sources.dial(group) if may_set else None
    return DirectionSection(
        group=group,
        settings=_settings(dial, now, state.setting if state else now),
        now=now,
        may_set=may_set,
        note=t("group.direction.note") if may_set else t("group.direction.not-yours"),
        trial=None if state is None else trial_words(asked.sources, state, now),
        history=tuple(_choice(asked, each) for each in reversed(history)),
    )


def _settings(dial: Direction, now: str, chosen: str) -> tuple[SettingWords, ...]:
    words: Mapping[str, str] = dial.words
    return tuple(
        SettingWords(each, words.get(each, ""), now=each == now, chosen=each == chosen)
        for each in dial.settings
    )


def _choice(asked: Asked, choice: DirectionChoice) -> ChoiceWords:
    zone = ZoneInfo(asked.sources.cohort.timezone)
    return ChoiceWords(
        text=t("group.direction.was-set", setting=choice.setting, name=choice.by.name),
        why=choice.why,
        at=ago_words(choice.at, asked.sources.clock(), zone),
    )
