"""What a member answers alone reaches nobody else before it is revealed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Response, WebSocket, expect

from cast import ELIF, FARID, visit

pytestmark = pytest.mark.browser

GRETA = "greta.lind@example.org"


def scale(page: Page) -> Locator:
    return page.locator('[data-exercise="know-whats-on"]')


def hand_in(page: Page, step: int) -> None:
    """Choose a step of the scale, counted from 0, and hand it in once it is kept."""
    scale(page).get_by_role("radio").nth(step).check()
    expect(scale(page).locator(".cb-save--saved")).to_be_visible()
    scale(page).get_by_role("button", name="Hand in").click()


class Overheard:
    """Everything that a page is sent about its room, over HTTP and WebSockets."""

    def __init__(self, page: Page) -> None:
        self.frames: list[bytes] = []
        self._responses: list[Response] = []
        page.on("websocket", self._listen)
        page.on("response", self._note)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._frame)

    def _frame(self, payload: str | bytes) -> None:
        self.frames.append(payload.encode() if isinstance(payload, str) else payload)

    def _note(self, response: Response) -> None:
        if "/api/rooms/" in response.url and response.request.method == "GET":
            self._responses.append(response)

    def states(self) -> list[dict]:
        """Return the exercise's state as each response told it."""
        bodies = [response.json() for response in self._responses]
        states = [body.get("individual", {}).get("know-whats-on", body) for body in bodies]
        return [state for state in states if "handed_in" in state]


def test_an_answer_given_alone_reaches_nobody_else(person):
    elif_, farid, greta = (person(each) for each in (ELIF, FARID, GRETA))
    overheard = Overheard(farid)
    for page in (elif_, farid, greta):
        visit(page, "visible", "harbour")
    hand_in(elif_, 3)
    expect(scale(elif_)).to_contain_text("As soon as everyone has")
    expect(scale(farid)).to_contain_text("1 of 3")
    expect(scale(farid).get_by_role("radio", checked=True)).to_have_count(0)

    # Withdrawn, changed and handed in again: the others learn who, never what.
    scale(elif_).get_by_role("button", name="Change my answer").click()
    expect(scale(farid)).to_contain_text("0 of 3")
    hand_in(elif_, 1)
    expect(scale(farid)).to_contain_text("1 of 3")
    hand_in(greta, 2)
    expect(scale(farid)).to_contain_text("2 of 3")

    # A group answer, to know that what is listened to would tell.
    elif_.get_by_label("In chat messages and calls").check()
    expect(farid.get_by_label("In chat messages and calls")).to_be_checked()
    assert any(b"value:where-work-hides" in frame for frame in overheard.frames)
    assert not any(b"value:know-whats-on" in frame for frame in overheard.frames)
    assert not any(b'"answers":[{' in frame for frame in overheard.frames)
    states = overheard.states()
    assert len(states[-1]["handed_in"]) == 2
    assert all(state["answers"] == [] for state in states)

    hand_in(farid, 0)
    for page in (elif_, farid, greta):
        everyone = scale(page).locator(".cb-everyone")
        # The first row are the heads; the second cell counts who chose that step.
        expect(everyone.get_by_role("row").nth(2).get_by_role("cell").first).to_have_text("1")
        expect(everyone.get_by_role("row").nth(4).get_by_role("cell").first).to_have_text("0")
        expect(scale(page).get_by_role("button", name="Change my answer")).to_have_count(0)
    assert len(overheard.states()[-1]["answers"]) == 3
