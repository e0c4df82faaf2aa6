"""Texts of exercises as people see and write them: in the plain field, or in the editor."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

# Carets of others hold a letter of no width, and an empty text says what it is for.
_READ = """([exercise, wanted]) => {
  const article = document.querySelector(`[data-exercise="${exercise}"]`);
  const area = article.querySelector("textarea:not([hidden])");
  const lines = [...article.querySelectorAll(".cm-line")].map(line => {
    const copy = line.cloneNode(true);
    for (const each of copy.querySelectorAll(".cm-placeholder, .cb-caret")) each.remove();
    return copy.textContent;
  });
  const text = area ? area.value : lines.join("\\n");
  return wanted === null ? {text} : text === wanted;
}"""


def textbox(page: Page, exercise: str) -> Locator:
    """Return what an exercise is answered in."""
    return page.locator(f'[data-exercise="{exercise}"]').get_by_role("textbox")


def editor(page: Page, exercise: str) -> Locator:
    """Go to an exercise's text, and wait until the editor is there."""
    textbox(page, exercise).focus()
    content = page.locator(f'[data-exercise="{exercise}"] .cm-content')
    expect(content).to_be_focused()
    return content


def read(page: Page, exercise: str) -> str:
    """Return what is seen of an exercise's text; the editor hides marks of Markdown."""
    return str(page.evaluate(_READ, [exercise, None])["text"])


def expect_text(page: Page, exercise: str, text: str) -> None:
    """Wait until an exercise's text is seen to be this."""
    try:
        page.wait_for_function(_READ, arg=[exercise, text], timeout=15_000)
    except Exception as error:
        msg = f"{read(page, exercise)!r} is not {text!r}"
        raise AssertionError(msg) from error
