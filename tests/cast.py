"""Who takes part in browser tests, and where they meet."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Locator, Page, expect

# For what comes about by itself, also on a busy machine.
PATIENCE_SECONDS = 60

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


def once_there(locator: Locator) -> Locator:
    """Return what will be on a page that does not change by itself, once it is there."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not locator.count():
        assert time.monotonic() < until, locator
        locator.page.wait_for_timeout(200)
        locator.page.reload()
    return locator
