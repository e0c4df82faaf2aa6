"""Every route, every method, every role: what the running server does is what the table says."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import shutil
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets
from websockets.asyncio.client import connect

from cohortbook.learning.anchors import Anchor
from cohortbook.learning.nudge_sending import NewNudge
from cohortbook.learning.own_topic import TopicDraft
from cohortbook.learning.rooms import RoomKey
from cohortbook.learning.upload_content import KeptContent
from cohortbook.live.status import RoomState
from cohortbook.server.app import ServeOptions, serving
from cohortbook.server.messages.settings import MessageOptions
from cohortbook.server.voila_app import CohortbookVoila
from roles import EMAILS
from room_sockets import KERNEL_PROTOCOL

PICTURE = KeptContent("image/png", b"a picture", 3, 4, b"a small one")
ROOM = RoomKey("north", "01-first-steps")

EVERYBODY = frozenset(EMAILS)
SIGNED_IN = EVERYBODY - {"anonymous"}
IN_THE_ROOM = frozenset({"member", "other member", "mentor", "facilitator"})
MEMBERS = frozenset({"member", "other member"})
REVIEWERS = frozenset({"mentor", "facilitator"})
REVIEWERS_SOMEWHERE = REVIEWERS | {"other mentor"}
FACILITATOR = frozenset({"facilitator"})
# Comments and kept states in these tests are by `member`.
AUTHOR = frozenset({"member"})

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")

# Who may; everybody else is refused, and so is every method that is not named.
# The room is one of the group `north`.
EXPECTED: dict[str, dict[str, frozenset[str]]] = {
    "/": {"GET": SIGNED_IN},
    "/sign-in": {"GET": EVERYBODY},
    "/groups/<group>": {"GET": IN_THE_ROOM},
    "/groups/<group>/direction": {"POST": FACILITATOR},
    "/groups/<group>/direction/look": {"POST": FACILITATOR},
    "/groups/<group>/from/<former>": {"GET": IN_THE_ROOM},
    # The cohort file leaves all of it to the groups.
    "/groups/<group>/moderator": {"POST": MEMBERS | FACILITATOR},
    "/groups/<group>/invitations": {"POST": MEMBERS | FACILITATOR},
    "/groups/<group>/moves": {"POST": MEMBERS | FACILITATOR},
    "/groups/<group>/splits": {"POST": MEMBERS | FACILITATOR},
    "/groups/<group>/merges": {"POST": MEMBERS | FACILITATOR},
    "/groups/<group>/decisions/<decision_id>": {"POST": MEMBERS | FACILITATOR},
    "/join/<token>": {"GET": EVERYBODY, "POST": EVERYBODY},
    "/sign-out": {"POST": EVERYBODY},
    "/language": {"POST": SIGNED_IN},
    "/messages": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "/messages/stop/<token>": {"GET": EVERYBODY, "POST": EVERYBODY},
    "/messages/troubles": {"GET": FACILITATOR, "POST": FACILITATOR},
    "/review": {"GET": REVIEWERS_SOMEWHERE},
    "/review/blind": {"POST": REVIEWERS_SOMEWHERE},
    "/review/office": {"GET": REVIEWERS_SOMEWHERE},
    "/review/calibration": {"GET": REVIEWERS_SOMEWHERE},
    "/review/calibration/<workbook>/<exercise>": {"GET": REVIEWERS_SOMEWHERE},
    "/review/<item_id>": {"GET": REVIEWERS},
    "/review/<workbook>/<exercise>": {"GET": REVIEWERS_SOMEWHERE},
    "/workbooks/<group>/<workbook>": {"GET": IN_THE_ROOM},
    "/workbooks/_files/<name>": {"GET": SIGNED_IN, "HEAD": SIGNED_IN},
    "/api/rooms/<group>/<workbook>": {"GET": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/events": {"GET": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/document": {"GET": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/own-document": {"GET": MEMBERS},
    "/api/rooms/<group>/<workbook>/threads": {"POST": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/threads/<thread_id>": {"PATCH": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/threads/<thread_id>/comments": {"POST": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/comments/<comment_id>": {
        "PATCH": AUTHOR,
        "DELETE": AUTHOR | FACILITATOR,
    },
    "/api/rooms/<group>/<workbook>/comments/<comment_id>/history": {"GET": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/comments/<comment_id>/reactions/<name>": {
        "PUT": IN_THE_ROOM,
        "DELETE": IN_THE_ROOM,
    },
    "/api/rooms/<group>/<workbook>/threads/<thread_id>/read": {"PUT": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/read-all": {"POST": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/answers/<exercise_id>/history": {"GET": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/code/<exercise_id>": {"GET": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/code/<exercise_id>/run": {"POST": MEMBERS, "DELETE": MEMBERS},
    "/api/rooms/<group>/<workbook>/uploads/<exercise_id>": {"POST": MEMBERS},
    "/uploads/<upload_id>": {"GET": IN_THE_ROOM, "HEAD": IN_THE_ROOM},
    "/uploads/<upload_id>/small": {"GET": IN_THE_ROOM, "HEAD": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/pins": {"GET": IN_THE_ROOM, "POST": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/pins/<pin_id>": {"DELETE": AUTHOR | FACILITATOR},
    "/pins/<pin_id>": {"GET": IN_THE_ROOM},
    "/pins/<pin_id>/picture": {"GET": IN_THE_ROOM, "HEAD": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/individual/<exercise_id>": {"GET": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/individual/<exercise_id>/hand-in": {
        "POST": MEMBERS,
        "DELETE": MEMBERS,
    },
    "/api/rooms/<group>/<workbook>/individual/<exercise_id>/reveal": {"POST": FACILITATOR},
    "/api/rooms/<group>/<workbook>/reviews/<exercise_id>": {"PUT": REVIEWERS},
    "/desk": {"GET": FACILITATOR},
    "/desk/workbooks": {"GET": FACILITATOR},
    "/desk/people": {"GET": FACILITATOR},
    "/desk/timeline": {"GET": FACILITATOR},
    "/desk/map": {"GET": FACILITATOR},
    "/desk/directions": {"GET": FACILITATOR},
    "/desk/directions/plot": {"GET": FACILITATOR},
    "/desk/cells/<group>/<workbook>/<topic>": {"GET": FACILITATOR},
    "/desk/openings": {"POST": FACILITATOR},
    "/desk/announcements": {"POST": FACILITATOR},
    "/desk/announcements/<announcement_id>/end": {"POST": FACILITATOR},
    "/desk/people/edit": {"POST": FACILITATOR},
    "/desk/people/accompanying": {"POST": FACILITATOR},
    "/desk/people/links": {"POST": FACILITATOR},
    "/desk/people/revoke": {"POST": FACILITATOR},
    "/desk/people/import": {"POST": FACILITATOR},
    "/desk/kernels": {"GET": FACILITATOR},
    "/desk/kernels/end": {"POST": FACILITATOR},
    "/desk/copies/look": {"POST": FACILITATOR},
    "/desk/copies/stamp": {"POST": FACILITATOR},
    "/record": {"GET": SIGNED_IN},
    "/record/download": {"GET": SIGNED_IN},
    "/attention": {"GET": REVIEWERS_SOMEWHERE},
    "/attention/<group>/<workbook>/<topic>/nudge": {"GET": REVIEWERS, "POST": REVIEWERS},
    "/api/rooms/<group>/<workbook>/reading": {"POST": MEMBERS},
    "/api/rooms/<group>/<workbook>/attention": {"GET": REVIEWERS},
    "/api/rooms/<group>/<workbook>/own-topics": {"POST": MEMBERS | FACILITATOR},
    "/api/rooms/<group>/<workbook>/own-topics/<topic_id>": {"PUT": MEMBERS | FACILITATOR},
    "/api/rooms/<group>/<workbook>/nudges": {"POST": REVIEWERS},
    "/api/rooms/<group>/<workbook>/nudges/<nudge_id>/account": {"PUT": MEMBERS},
    "/api/rooms/<group>/<workbook>/nudges/<nudge_id>/agreement": {"POST": MEMBERS},
    "/api/rooms/<group>/<workbook>/nudges/<nudge_id>/replies": {"POST": REVIEWERS},
    "/api/rooms/<group>/<workbook>/reviews/<exercise_id>/hand-in": {"POST": MEMBERS},
    "/api/rooms/<group>/<workbook>/peers/<exercise_id>": {"GET": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/peers/<exercise_id>/<review_id>": {"PUT": MEMBERS},
    "/api/rooms/<group>/<workbook>/peers/<exercise_id>/<review_id>/useful": {"PUT": MEMBERS},
    "/api/rooms/<group>/<workbook>/markdown": {"POST": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/kernel": {"GET": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/kernel/wake": {"POST": IN_THE_ROOM},
    "/api/rooms/<group>/<workbook>/kernel/alone": {
        "GET": IN_THE_ROOM,
        "POST": IN_THE_ROOM,
        "DELETE": IN_THE_ROOM,
    },
    "/api/review/<workbook>/<exercise_id>": {"GET": REVIEWERS_SOMEWHERE},
    "/api/review/<workbook>/<exercise_id>/peers": {"POST": FACILITATOR},
    "/api/review/calibration/<workbook>/<exercise_id>": {"GET": REVIEWERS_SOMEWHERE},
    "/api/review/events": {"GET": REVIEWERS_SOMEWHERE},
    "/api/review/items/<item_id>": {"GET": REVIEWERS, "PUT": REVIEWERS},
    "/api/review/items/<item_id>/comments": {"POST": REVIEWERS},
    "/api/review/items/<item_id>/history": {"GET": REVIEWERS},
    "/api/review/items/<item_id>/rating": {"PUT": REVIEWERS},
    "/api/review/office": {"GET": REVIEWERS_SOMEWHERE},
    "/api/review/office/<thread_id>/comments": {"POST": REVIEWERS},
    "/api/review/office/<thread_id>/settled": {"POST": REVIEWERS},
    "/api/review/phrases": {"GET": REVIEWERS_SOMEWHERE, "POST": REVIEWERS_SOMEWHERE},
    # Each of their own only; that of another is none to them.
    "/api/review/phrases/<phrase_id>": {
        "PATCH": REVIEWERS_SOMEWHERE,
        "DELETE": REVIEWERS_SOMEWHERE,
    },
    "/api/review/queue": {"GET": REVIEWERS_SOMEWHERE},
    "/api/review/settings": {"GET": REVIEWERS_SOMEWHERE, "PUT": REVIEWERS_SOMEWHERE},
    "/api/kernels/<kernel_id>": {"GET": IN_THE_ROOM},
    "/api/kernels/<kernel_id>/channels": {"GET": IN_THE_ROOM},
    "/static/<name>": {"GET": EVERYBODY, "HEAD": EVERYBODY},
    "/voila/static/<name>": {"GET": EVERYBODY, "HEAD": EVERYBODY},
    "/voila/labextensions/<name>": {"GET": EVERYBODY, "HEAD": EVERYBODY},
}
SOCKETS = ("/events", "/document", "/own-document", "/channels")
NAMES = {
    "/workbooks/_files/<name>": "figure",
    "/static/<name>": "script",
    "/voila/static/<name>": "voila",
    "/voila/labextensions/<name>": "extension",
}
EXERCISES = {
    "answers": "first-week",
    "uploads": "proof",
    "code": "compute",
    "calibration": "judged",
    "peers": "judged",
}
BODIES: dict[str, Any] = {
    "threads": {"anchor": {"kind": "exercise", "ref": "where", "quote": None}, "body": "x"},
    "comments": {"body": "x"},
    "markdown": {"body": "x"},
    "<comment_id>": {"body": "x", "version": 1},
    "<thread_id>": {"resolved": True, "version": 1},
    "<exercise_id>": {"state": "seen", "version": 0},
    "read": {"comment_id": "<comment_id>"},
    "pins": {"cell_id": "a-cell", "settings": [], "picture": None},
    "reading": {"seconds": {"visibility": 3}},
    "nudges": {"topic": "visibility", "kind": "reminder"},
    "account": {"choice": "leave", "words": "Not ours.", "version": 0},
    "agreement": {"version": 1},
    "replies": {"body": "Well said."},
    "<item_id>": {"state": "seen", "version": 0},
    "rating": {"levels": {"who": 1}, "revision": 1},
    "phrases": {"name": "Day", "body": "Which day?"},
    "<phrase_id>": {"name": "Which day"},
    "settings": {"blind": False},
    "settled": {"version": 1},
    "hand-in": {"words": "x", "version": 1},
    "peers": {"each": 1},
    "<review_id>": {"feedback": "x", "levels": {}, "version": 0},
    "useful": {"useful": 4},
    "own-topics": {"title": "Holidays"},
    "<topic_id>": {"title": "Holidays", "closed": True, "version": 1},
}


def told_plainly(pattern):
    """Write a route as the table does: ``/join/<token>``."""
    plain = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern)
    return plain.removesuffix("$")


@dataclass
class World:
    """A running server, asked from within about what only it knows."""

    services: Any
    url: str
    rules: list[str]
    names: dict[str, str]
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)

    def session(self, role, route):
        """Return who asks, signed in once, or afresh where that ends the session."""
        if route in ("/sign-out", "/join/<token>"):
            return self.new_session(role)
        if role not in self.sessions:
            self.sessions[role] = self.new_session(role)
        return self.sessions[role]

    def new_session(self, role):
        email = EMAILS[role]
        if email is None:
            return {}
        sign_in = self.services.sign_in
        link = sign_in.create_link(self.services.people.by_email(email).person_id)
        return {"Cookie": f"cohortbook_session={sign_in.redeem(link.token)}"}

    def address(self, route, body=None, role="anonymous"):
        """Fill in a route, and what is sent there, with things that really are, fresh each time."""
        ada = self.services.people.by_email("ada@example.org").person_id
        given = {
            "group": ROOM.group,
            "workbook": ROOM.workbook,
            "exercise": "judged",
            "item_id": self.services.review_items.id_of(ROOM, "judged"),
            "exercise_id": next(
                (each for part, each in EXERCISES.items() if f"/{part}/" in route), "how-sure"
            ),
            "topic": "visibility",
            "kernel_id": self.services.keeper.kernel(ROOM).kernel_id,
            "name": self.names.get(NAMES.get(route, ""), "thumbs-up"),
        }
        if route.startswith("/messages/stop/"):
            stops = self.services.messaging.stops
            given["token"] = stops.path(ada).rpartition("/")[2]
        elif "<token>" in route:
            given["token"] = self.services.sign_in.create_link(ada).token
        if "<phrase_id>" in route:
            given["phrase_id"] = self.phrase(role).id
        if "<review_id>" in route:
            given["review_id"] = self.peer_review(useful=route.endswith("/useful")).id
        if "<pin_id>" in route:
            given["pin_id"] = self.services.pins.keep(ROOM, "a-cell", [], PICTURE, ada).value.id
        for name, make in (
            ("upload_id", lambda: self.upload(ada).id),
            ("nudge_id", self.nudge),
            ("announcement_id", self.announcement),
            ("topic_id", lambda: self.own_topic(ada)),
            ("decision_id", self.decision),
            ("former", self.former),
        ):
            if f"<{name}>" in route:
                given[name] = make()
        if "<thread_id>" in route or "<comment_id>" in route:
            anchor = Anchor.from_json(BODIES["threads"]["anchor"])
            thread = self.services.discussion.start_thread(ROOM, anchor, "Where?", ada).value
            given |= {"thread_id": thread.id, "comment_id": thread.comments[0].id}

        def filled(text):
            return re.sub(r"<(\w+)>", lambda found: given[found[1]], text)

        return filled(route), filled(json.dumps(body or {}))

    def nudge(self):
        """Send a nudge, and return its id."""
        nudges, new = self.services.nudges, NewNudge(ROOM, "visibility", "challenge")
        noor = self.services.people.by_email("noor@example.org").person_id
        return nudges.send_by_hand(new, noor).value.id

    def own_topic(self, person_id):
        """Return the id of a topic of the group's own: a workbook has only so many."""
        topics = self.services.own_topics
        known = topics.of_rooms([ROOM])
        return (known or [topics.add(ROOM, TopicDraft("Holidays"), person_id).value])[0].id

    def decision(self):
        """Propose something, and return its id."""
        decisions, ada = (
            self.services.organising.decisions,
            self.services.people.by_email("ada@example.org"),
        )
        return decisions.propose("moderator", ROOM.group, ada.person_id, people=[ada.person_id]).id

    def former(self):
        """Let a group have gone into ours, and return its id."""
        decisions = self.services.organising.decisions
        noor = self.services.people.by_email("noor@example.org").person_id
        ended = decisions.propose("merge", "east", noor, other=ROOM.group, title="East")
        decisions.step(ended.id, "done", None)
        return "east"

    def announcement(self):
        """Announce something, and return its id."""
        noor = self.services.people.by_email("noor@example.org").person_id
        return self.services.announcements.make("Soon.", noor, groups=None, until=None)

    def phrase(self, role):
        email = EMAILS[role] or EMAILS["facilitator"]
        person = self.services.people.by_email(email).person_id
        return self.services.phrases.keep(person, "Day", "Which day?")

    def peer_review(self, *, useful):
        """Return a review of one group by the other: to be given by ours, or of our answer."""
        peers, noor = self.services.peers, self.services.people.by_email("noor@example.org")
        if "judged" not in peers.open_in(ROOM.workbook):
            answers = {"north": "We look.", "south": "We wait."}
            by = noor.person_id
            peers.open(ROOM.workbook, "judged", answers, each=1, seed=1, by=by)
        theirs = RoomKey("south", ROOM.workbook)
        if not useful:
            return peers.to_give(ROOM, "judged")[0]
        (given,) = peers.to_give(theirs, "judged")
        if given.version == 0:
            peers.give(theirs, given.id, "Good.", {}, by=noor.person_id, version=0)
        return given

    def upload(self, person_id):
        exercise = self.services.stamps.stamp(ROOM).exercise("proof")
        return self.services.uploads.add(ROOM, exercise, person_id, "board.png", PICTURE)


@contextlib.asynccontextmanager
async def running(server, folder, monkeypatch):
    shutil.copytree(server.outputs, folder / "outputs")
    made = []
    make = CohortbookVoila.application

    def noted(self, *arguments, **options):
        made.append((self, make(self, *arguments, **options)))
        return made[-1][1]

    monkeypatch.setattr(CohortbookVoila, "application", noted)
    monkeypatch.setenv("COHORTBOOK_SMTP_URL", "smtp://127.0.0.1:9")
    options = ServeOptions(
        server.programme,
        folder / "outputs",
        folder / "data",
        port=0,
        messages=MessageOptions("https://learn.example.org", "cohort@example.org"),
    )
    async with serving(options) as started:
        ((voila, application),) = made
        routers = [application.default_router, application.wildcard_router]
        patterns = [
            each.matcher.regex.pattern
            for router in routers
            for each in router.rules
            if hasattr(each.matcher, "regex")
        ]
        services = started.services
        await services.keeper.page(ROOM)
        async with asyncio.timeout(60):
            ready = asyncio.Event()
            services.keeper.on_change(lambda _room, _status: ready.set())
            while services.keeper.status(ROOM).state is not RoomState.READY:
                ready.clear()
                await ready.wait()
        yield World(
            services,
            started.url,
            sorted({told_plainly(each) for each in patterns}),
            {
                "figure": next((services.stamps.folder / "_files").iterdir()).name,
                "script": services.assets.url("page.js").rpartition("/")[2],
                "voila": "voila.js",
                "extension": an_extension(voila.extension_folders),
            },
        )


def an_extension(folders):
    for folder in map(Path, folders):
        for path in folder.glob("anywidget/static/*.js"):
            return str(path.relative_to(folder))
    return None


async def over_http(client, world, route, method, role):
    """Send a request; return None when it was let through, else how it was refused."""
    headers = world.session(role, route)
    cookie = "; ".join(["_xsrf=known", *headers.values()])
    last = next((each for each in BODIES if route.endswith(f"/{each}")), "")
    path, body = world.address(route, BODIES.get(last), role)
    query = "?version=1" if method == "DELETE" else ""
    told = await client.request(
        method,
        path + query,
        headers={"Cookie": cookie, "X-XSRFToken": "known"},
        content=body if method in ("POST", "PUT", "PATCH") else None,
    )
    assert told.status_code < 500, (route, method, role, told.text)
    if told.status_code == 302 and told.headers["location"].startswith("/sign-in"):
        return 401
    # What was let in may still be of no use, as handing in what was not answered.
    return told.status_code if told.status_code in (401, 403, 404, 405) else None


async def over_websocket(world, route, role):
    address = world.url.replace("http", "ws") + world.address(route)[0]
    protocols = None
    if route.endswith("/channels"):
        address += f"?session_id={uuid.uuid4().hex}"
        protocols = [KERNEL_PROTOCOL]
    headers = world.session(role, route)
    try:
        async with connect(address, additional_headers=headers, subprotocols=protocols) as socket:
            if route.endswith("/channels"):
                await socket.ping()
                return None
            async with asyncio.timeout(20):
                await socket.recv()
    except websockets.InvalidStatus as refused:
        return refused.response.status_code
    except websockets.ConnectionClosed as closed:
        return {4401: 401, 4403: 403}[closed.rcvd.code]
    return None


def right(route, method, role, refusal):
    """Say whether that is what the table says."""
    may = EXPECTED[route].get(method)
    if may is None:
        # Which of the two is told for a method that does not exist is of no matter.
        return refusal in (405, 403)
    if role in may:
        return refusal is None
    if role == "anonymous":
        return refusal in (401, 403)
    return refusal == 403


@pytest.mark.timeout(300)
def test_every_route_does_for_every_role_what_the_table_says(server, tmp_path, monkeypatch):
    async def walk():
        async with running(server, tmp_path, monkeypatch) as world:
            assert world.rules == sorted(EXPECTED), "a route without a row, or a row without one"
            wrong = []
            async with httpx.AsyncClient(base_url=world.url, timeout=60) as client:
                for route in world.rules:
                    for method in METHODS:
                        for role in EMAILS:
                            if method == "GET" and route.endswith(SOCKETS):
                                refusal = await over_websocket(world, route, role)
                            else:
                                refusal = await over_http(client, world, route, method, role)
                            if not right(route, method, role, refusal):
                                wrong.append((route, method, role, refusal or "let in"))
            assert wrong == []

    asyncio.run(walk())
