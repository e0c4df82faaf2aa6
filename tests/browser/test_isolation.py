"""Another group's room stays shut, at every door a browser could try."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from cast import ADA, ELIF, WORKBOOKS, visit

pytestmark = pytest.mark.browser

ROOM = f"/api/rooms/north/{WORKBOOKS['visible']}"
FORBIDDEN = 4403

ASK = """async ([method, path, body]) => {
  const [, token] = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie);
  const headers = {"X-XSRFToken": token, "Content-Type": "application/json"};
  const answer = await fetch(path, {method, headers, body: body && JSON.stringify(body)});
  return answer.status;
}"""

OPEN = """path => new Promise(resolve => {
  const heard = [];
  const socket = new WebSocket(path.replace(/^/, location.origin.replace("http", "ws")));
  socket.onmessage = ({data}) => heard.push(data);
  socket.onclose = ({code}) => resolve({code, heard: heard.length});
})"""


def ask(page: Page, method: str, path: str, body: dict | None = None) -> int:
    return page.evaluate(ASK, [method, path, body])


def test_every_door_of_another_groups_room_is_shut(person, watch):
    watch.expected.append("403")
    ada, elif_ = visit(person(ADA), "visible"), visit(person(ELIF), "visible", "harbour")
    anchor = {"kind": "exercise", "ref": "worth-keeping", "quote": None}
    thread = {"anchor": anchor, "body": "From outside"}
    doors = [
        ("GET", ROOM, None),
        ("GET", f"{ROOM}/kernel", None),
        ("POST", f"{ROOM}/kernel/wake", None),
        ("GET", f"{ROOM}/individual/know-whats-on", None),
        ("POST", f"{ROOM}/individual/know-whats-on/hand-in", None),
        ("POST", f"{ROOM}/individual/know-whats-on/reveal", None),
        ("POST", f"{ROOM}/threads", thread),
        ("PUT", f"{ROOM}/reviews/last-mix-up", {"state": "seen", "feedback": "", "levels": {}}),
        ("GET", f"/api/review/{WORKBOOKS['visible']}/last-mix-up", None),
    ]
    for door in doors:
        assert ask(elif_, *door) == 403, door
    for socket in ("events?since=0", "document?acks=1", "own-document?acks=1"):
        assert elif_.evaluate(OPEN, f"{ROOM}/{socket}") == {"code": FORBIDDEN, "heard": 0}, socket
    # The same question by somebody of the group, to know that it is asked rightly.
    assert ask(ada, "GET", ROOM) == 200
    assert ask(ada, "POST", f"{ROOM}/threads", thread) == 201
    expect(ada.get_by_text("From outside")).to_be_visible()


def test_a_member_sees_no_way_into_the_reviews(person, watch):
    watch.expected.append("403")
    ada = person(ADA)
    ada.wait_for_load_state()
    expect(ada.get_by_role("link", name="Review")).to_have_count(0)
    for path in ("review", f"review/{WORKBOOKS['visible']}/last-mix-up"):
        answer = ada.goto(f"{'/'.join(ada.url.split('/')[:3])}/{path}")
        assert answer is not None
        assert answer.status == 403
        expect(ada.get_by_role("heading", level=1)).to_be_visible()
