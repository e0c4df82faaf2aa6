"""What a group workbook is called on the home page, and its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.server.pages.home_facts import GroupFacts, HomeFacts, WorkbookFacts


def room_path(group: str, workbook: str) -> str:
    """Return the address of a group workbook."""
    return f"/workbooks/{group}/{workbook}"


def group_path(group: str) -> str:
    """Return the address of a group's own page."""
    return f"/groups/{group}"


def where_text(facts: HomeFacts, group: GroupFacts, workbook: WorkbookFacts) -> str:
    """Name a group workbook; the group too, when the reader has several."""
    if len(facts.groups) == 1:
        return workbook.title
    return t("home.news.where", workbook=workbook.title, group=group.title)
