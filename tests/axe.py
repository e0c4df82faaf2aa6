"""axe-core on pages as they are: every rule of WCAG 2.2 AA that a machine can judge."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[1] / "widgets/ts/node_modules/axe-core/axe.min.js"
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
    # Held to be experimental by axe, and part of WCAG 2.5.3 all the same.
    "rules": {"label-content-name-mismatch": {"enabled": True}},
    "resultTypes": ["violations"],
}
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SCHEMES = ("light", "dark")

_RUN = """async options => {
    const {violations} = await axe.run(document, options);
    return violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${node.target.join(" ")}\\n    ${node.failureSummary}`));
}"""


# What has just changed its colours is looked at when it has arrived.
_ARRIVED = """async () => {
    for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
    const finite = document.getAnimations().filter(
        each => each.effect.getComputedTiming().endTime < Infinity);
    // One that is taken off the page while it runs never says that it is finished.
    const overdue = new Promise(resolve => setTimeout(resolve, 2000));
    await Promise.race([Promise.allSettled(finite.map(each => each.finished)), overdue]);
}"""


@cache
def _source() -> str:
    assert SOURCE.is_file(), "./run test fetches what is needed"
    return SOURCE.read_text()


def violations(page: Page) -> list[str]:
    """Return what is wrong with a page as it is now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    return page.evaluate(_RUN, OPTIONS)


def accessible(page: Page, state: str, *, schemes: tuple[str, ...] = SCHEMES) -> None:
    """Fail if anything is wrong, in light and in dark; `state` says what is looked at."""
    found = {}
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(_ARRIVED)
        wrong = violations(page)
        if wrong:
            # Colours that were on their way are looked at once more.
            page.wait_for_timeout(700)
            wrong = [each for each in violations(page) if each in wrong]
        for each in wrong:
            found.setdefault(each, []).append(scheme)
    told = [f"{state} ({', '.join(schemes)}): {each}" for each, schemes in found.items()]
    assert not told, "\n".join(told)


def accessible_everywhere(page: Page, state: str) -> None:
    """Fail if anything is wrong on a desktop or on a phone."""
    page.set_viewport_size(PHONE)
    # Colours are the same on both.
    accessible(page, f"{state}, phone", schemes=("dark",))
    page.set_viewport_size(DESKTOP)
    accessible(page, f"{state}, desktop")
