"""On the home page: topics that want an account, and the accounts that groups gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.server.pages.dates import ago_words, date_text
from cohortbook.server.pages.home_places import room_path, where_text
from cohortbook.server.pages.home_view import NudgeItem, NudgeList
from cohortbook.server.pages.plain_text import plain_text
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohortbook.server.pages.home_facts import HomeFacts, NudgeFact

MOST_NUDGES = 6
EXCERPT_LENGTH = 140


def nudge_lists(facts: HomeFacts) -> tuple[NudgeList, ...]:
    """Return the lists that have something in them."""
    given = (("nudges", facts.to_account), ("accounts", facts.accounts))
    return tuple(_list(facts, kind, found) for kind, found in given if found)


def _list(facts: HomeFacts, kind: str, found: Sequence[NudgeFact]) -> NudgeList:
    latest_first = sorted(found, key=lambda each: each.at, reverse=True)
    left = len(found) - MOST_NUDGES
    return NudgeList(
        id=kind,
        title=t(f"home.{kind}.title"),
        note=t(f"home.{kind}.note"),
        entries=tuple(_item(facts, each) for each in latest_first[:MOST_NUDGES]),
        more=t("home.addressed.more", count=left) if left > 0 else None,
    )


def _item(facts: HomeFacts, fact: NudgeFact) -> NudgeItem:
    group = next(each for each in facts.groups if each.id == fact.group)
    workbook = next(each for each in facts.workbooks if each.id == fact.workbook)
    return NudgeItem(
        text=_text(facts, fact, group.title),
        excerpt=plain_text(fact.words, EXCERPT_LENGTH) if fact.choice else "",
        where=where_text(facts, group, workbook),
        href=f"{room_path(fact.group, fact.workbook)}#nudge-{fact.nudge}",
        at=ago_words(fact.at, facts.now, facts.zone),
    )


def _text(facts: HomeFacts, fact: NudgeFact, group: str) -> str:
    if fact.choice is None:
        return t(f"home.nudge.{fact.kind}", topic=fact.topic)
    day = date_text(fact.by_day, facts.today) if fact.by_day else ""
    return t(f"home.account.{fact.choice}", group=group, topic=fact.topic, day=day)
