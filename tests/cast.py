"""Who takes part in browser tests, and where they meet."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

WORKBOOKS = {
    "visible": "01-making-work-visible",
    "finishing": "02-finishing-before-starting",
    "rules": "03-our-board-our-rules",
}

ADA = "ada.brandt@example.org"
BILAL = "bilal.aydin@example.org"
CHIARA = "chiara.conti@example.org"
DOV = "dov.adler@example.org"
ELIF = "elif.kaya@example.org"
FARID = "farid.nasser@example.org"
INES = "ines.moreau@example.org"
NOOR = "noor.haddad@example.org"

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}


def visit(page: Page, workbook: str, group: str = "north") -> Page:
    """Open a group workbook and wait until it has come alive."""
    origin = "/".join(page.url.split("/")[:3])
    page.goto(f"{origin}/workbooks/{group}/{WORKBOOKS[workbook]}")
    expect(page.locator("html[data-ready]")).to_be_attached()
    expect(page.locator("#cb-status")).to_contain_text("Saved")
    return page
