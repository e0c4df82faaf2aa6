"""What people do in a discussion, for browser tests of it."""

from __future__ import annotations

from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

# From the first letter of some words of the guide to the last, over elements in between.
_SELECT = """words => {
  const walk = document.createTreeWalker(document.getElementById("guide"), NodeFilter.SHOW_TEXT);
  const letters = [];
  while (walk.nextNode()) {
    const node = walk.currentNode;
    for (let at = 0; at < node.length; at += 1) letters.push([node, at]);
  }
  const text = letters.map(([node, at]) => node.data[at].replace(/\\s/, " ")).join("");
  const start = text.indexOf(words);
  if (start < 0) throw new Error(`the guide lacks ${words}`);
  const range = document.createRange();
  range.setStart(...letters[start]);
  const [node, at] = letters[start + words.length - 1];
  range.setEnd(node, at + 1);
  range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  const { left, right, top, bottom } = range.getBoundingClientRect();
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}"""

_PAINTED = """strength => {
  const words = (range) => range.toString().replace(/\\s+/g, " ");
  return [...(CSS.highlights.get(`cb-passage-${strength}`) ?? [])].map(words);
}"""


def select(page: Page, words: str) -> dict[str, float]:
    """Select words of the guide; returns where on the screen they are."""
    return dict(page.evaluate(_SELECT, words))


def painted(page: Page, strength: str = "quiet") -> list[str]:
    """Return the passages that stand out in the guide."""
    return list(page.evaluate(_PAINTED, strength))


def say(page: Page, words: str) -> Locator:
    """Send what is being begun; returns the open card."""
    page.get_by_label("Say something about this").fill(words)
    page.keyboard.press("Control+Enter")
    card = page.locator(".cb-card--open", has_text=words)
    expect(card.locator(".cb-comment")).to_have_count(1)
    return card


def choose(comment: Locator, name: str) -> None:
    """Choose something in the menu of a comment."""
    comment.get_by_role("button", name="More for this comment").click()
    comment.get_by_role("button", name=name, exact=True).click()


def begin(client: httpx.Client, room: str, body: str, anchor: dict[str, Any]) -> dict[str, Any]:
    """Begin a thread without a browser."""
    answer = client.post(f"{room}/threads", json={"anchor": anchor, "body": body})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def passage(ref: str, exact: str, start: int = 0, **context: str) -> dict[str, Any]:
    """Return the anchor of a passage."""
    quote = {"exact": exact, "prefix": "", "suffix": "", **context}
    position = {"start": start, "end": start + len(exact)}
    return {"kind": "passage", "ref": ref, "quote": quote, "position": position}
