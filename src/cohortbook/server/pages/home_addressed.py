"""On the home page: comments that were written to the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.server.pages.dates import ago_words
from cohortbook.server.pages.frame import initials
from cohortbook.server.pages.home_places import room_path, where_text
from cohortbook.server.pages.home_view import AddressedItem, AddressedList
from cohortbook.server.pages.plain_text import plain_text
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohortbook.server.pages.home_facts import AddressedFact, HomeFacts

MOST_ADDRESSED = 6
EXCERPT_LENGTH = 140


def addressed_lists(facts: HomeFacts) -> tuple[AddressedList, ...]:
    """Return the lists that have something in them, calls before mentions."""
    given = (("called", facts.calls), ("mentioned", facts.mentions))
    return tuple(_list(facts, kind, found) for kind, found in given if found)


def _list(facts: HomeFacts, kind: str, found: Sequence[AddressedFact]) -> AddressedList:
    left = len(found) - MOST_ADDRESSED
    return AddressedList(
        id=kind,
        title=t(f"home.{kind}.title"),
        entries=tuple(_item(facts, kind, each) for each in found[:MOST_ADDRESSED]),
        more=t("home.addressed.more", count=left) if left > 0 else None,
    )


def _item(facts: HomeFacts, kind: str, fact: AddressedFact) -> AddressedItem:
    group = next(each for each in facts.groups if each.id == fact.group)
    workbook = next(each for each in facts.workbooks if each.id == fact.workbook)
    at = ago_words(fact.at, facts.now, facts.zone)
    if facts.blind and kind == "called":
        # What a group asks about an answer would tell whose it is.
        return AddressedItem(
            initials="@",
            text=t("home.called.hidden"),
            excerpt="",
            where=workbook.title,
            href="/review/office",
            at=at,
        )
    return AddressedItem(
        initials=initials(fact.author),
        text=t(f"home.{kind}.by", who=fact.author),
        excerpt=plain_text(fact.body, EXCERPT_LENGTH),
        where=where_text(facts, group, workbook),
        href=f"{room_path(fact.group, fact.workbook)}#comment-{fact.comment}",
        at=at,
    )
