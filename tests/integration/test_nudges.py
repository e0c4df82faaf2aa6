"""Nudges and reading time over HTTP, in the stream of events, and by two servers at once."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from ruamel.yaml import YAML

from cohortbook.access.people import People
from cohortbook.cohort.reader import read_cohort
from cohortbook.learning.accounts import AccountDraft
from cohortbook.learning.nudge_sending import NewNudge
from cohortbook.learning.nudges import Nudges
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.app import ServeOptions, serving
from cohortbook.store.database import Database
from factories import WORKBOOK
from room_sockets import ROOM, listening

NORTH = RoomKey("north", WORKBOOK)
OPEN = {"opens": "2020-01-06", "due": "2020-01-17"}


def ok(response, status=200):
    assert response.status_code == status, response.text
    return response.json()


@pytest.fixture(scope="module")
def challenge(people):
    body = {"topic": "adoption", "kind": "challenge", "words": "{topic} <b>waits</b>, {group}."}
    return ok(people["mentor"].post(f"{ROOM}/nudges", json=body), 201)


def test_a_group_answers_together_and_its_mentor_replies(people, challenge):
    ada, bilal, ines = people["member"], people["other member"], people["mentor"]
    place = f"{ROOM}/nudges/{challenge['id']}"
    assert challenge["sent_by"]["name"] == "Ines Moreau"
    assert "Topics that wait for your word" in ada.get("/").text
    account = {"choice": "leave", "words": "Nobody uses it.", "version": 0}
    assert ok(ada.put(f"{place}/account", json=account))["open"]
    lost = bilal.put(f"{place}/account", json=account)
    assert (lost.status_code, lost.json()["current"]["account"]["version"]) == (409, 1)
    assert "leaves" not in ines.get("/").text
    assert not ok(bilal.post(f"{place}/agreement", json={"version": 1}))["open"]
    home = ines.get("/").text
    assert "North depot leaves “Making it stick” for a reason" in home
    assert f"#nudge-{challenge['id']}" in home
    told = ok(ines.post(f"{place}/replies", json={"body": "I see. *Thank you.*"}), 201)
    assert told["replies"][0]["html"] == "<p>I see. <em>Thank you.</em></p>"
    assert f"#nudge-{challenge['id']}" not in ines.get("/").text
    assert f"#nudge-{challenge['id']}" not in ada.get("/").text


def test_everybody_in_the_room_hears_of_it(people, challenge):
    async def heard():
        async with listening(people["other member"]) as stream:
            await stream.until("nudge.replied")
            return [each["type"] for each in stream.heard if each["type"].startswith("nudge.")]

    assert asyncio.run(heard()) == [
        "nudge.sent",
        "nudge.account",
        "nudge.agreed",
        "nudge.replied",
    ]
    snapshot = ok(people["member"].get(ROOM))
    assert [each["id"] for each in snapshot["nudges"]] == [challenge["id"]]
    assert snapshot["nudges"][0]["open"] is False


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"topic": "no-such-topic", "kind": "reminder"}, "no-such-topic"),
        ({"topic": "adoption", "kind": "follow-up"}, "kind"),
        ({"topic": "adoption", "kind": "reminder", "to": "ada"}, "to"),
    ],
)
def test_a_nudge_is_about_a_topic_and_to_nobody_alone(people, body, word):
    refused = people["mentor"].post(f"{ROOM}/nudges", json=body)
    assert refused.status_code == 400
    assert word in refused.json()["error"]["message"]


def test_an_account_that_says_nothing_is_refused(people, challenge):
    place = f"{ROOM}/nudges/{challenge['id']}/account"
    refused = people["member"].put(place, json={"choice": "pursue", "version": 1})
    assert refused.json()["error"]["code"] == "account-invalid"
    past = {"choice": "pursue", "by_day": "2020-01-01", "version": 1}
    refused = people["member"].put(place, json=past)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "account-invalid")


def test_reading_counts_for_topics_that_there_are(people):
    ada = people["member"]
    ada.get(f"/workbooks/north/{WORKBOOK}").raise_for_status()
    report = {"seconds": {"visibility": 5000, "invented": 5000}, "moves": {"visibility": 1}}
    assert ada.post(f"{ROOM}/reading", json=report).status_code == 204
    record = ok(ada.get("/record/download"))
    # The page was opened a moment ago, whatever is claimed.
    assert sum(each["seconds"] for each in record.get("reading_days", ())) < 60
    assert {each["topic"] for each in record.get("reading_days", ())} <= {"visibility"}
    assert record["visit_days"][0]["visits"] >= 1
    assert "ada@example.org" in ada.get("/record").text
    assert ada.post(f"{ROOM}/reading", json={"seconds": {"visibility": -1}}).status_code == 400


def test_who_accompanies_groups_sees_how_they_stand(people):
    page = people["mentor"].get("/attention").text
    assert "Northern" in page or "North depot" in page
    assert "South depot" not in page
    assert "Ada North: " in page
    topics = ok(people["mentor"].get(f"{ROOM}/attention"))["topics"]
    assert [each["topic"] for each in topics] == ["visibility", "adoption"]
    assert all(0 <= each["points"] <= 100 for each in topics)


@pytest.fixture
def programme(stamped, tmp_path):
    """The programme with other rules, and a promise whose day is over."""
    shutil.copytree(stamped, tmp_path, dirs_exist_ok=True)
    file, yaml = tmp_path / "programme" / "cohort.yaml", YAML(typ="safe")
    data = yaml.load(file.read_text())
    today = datetime.now(UTC).date()
    opens, due = today - timedelta(days=20), today + timedelta(days=2)
    data["cohort"]["schedule"] = {WORKBOOK: {"opens": f"{opens}", "due": f"{due}"}}
    data["attention"] = {"per_person": False}
    data["nudges"] = {
        "quiet": {"begins": None, "ends": None, "weekdays": []},
        "rules": [
            {
                "name": "asleep",
                "when": {"untouched_days": 5},
                "send": "challenge",
                "groups": ["north"],
                "words": "{topic}?",
            }
        ],
    }
    with file.open("w") as out:
        yaml.dump(data, out)
    return tmp_path


def test_two_servers_and_a_restart_send_each_nudge_once(programme):
    options = ServeOptions(
        programme / "programme", programme / "outputs", programme / "data", port=0
    )

    async def two():
        async with serving(options) as one, serving(options) as two:
            for _ in range(3):
                await asyncio.gather(
                    one.services.nudging.send_due(), two.services.nudging.send_due()
                )
        async with serving(options) as again:
            await again.services.nudging.send_due()
            return again.services.nudges.of_rooms([NORTH, RoomKey("south", WORKBOOK)])

    sent = asyncio.run(two())
    assert sorted((each.room.group, each.topic) for each in sent) == [
        ("north", "adoption"),
        ("north", "visibility"),
    ]
    assert {(each.rule, each.words, each.sent_by) for each in sent} == {
        ("asleep", "{topic}?", None)
    }


def test_a_promise_whose_day_is_over_is_asked_about_once(programme):
    cohort = read_cohort(programme / "programme" / "cohort.yaml")
    database = Database.in_folder(programme / "data")
    database.migrate()
    people = People(database)
    people.sync_roster(cohort)
    ada, bilal, ines = (
        people.by_email(f"{each}@example.org").person_id for each in ("ada", "bilal", "ines")
    )
    then = datetime.now(UTC) - timedelta(days=10)
    past = Nudges(database, lambda: then)
    first = past.send_by_hand(NewNudge(NORTH, "adoption", "challenge"), ines).value
    draft = AccountDraft("pursue", "On Monday.", (then + timedelta(days=3)).date())
    past.give_account(NORTH, first.id, draft, ada, 0)
    past.agree(NORTH, first.id, bilal, 1)
    options = ServeOptions(
        programme / "programme", programme / "outputs", programme / "data", port=0
    )

    async def twice():
        async with serving(options) as one:
            await one.services.nudging.send_due()
            await one.services.nudging.send_due()

    asyncio.run(twice())
    told = [each for each in past.of_rooms([NORTH]) if each.topic == "adoption"]
    database.close()
    assert [(each.kind, each.outcome) for each in told] == [
        ("challenge", "asked"),
        ("follow-up", None),
    ]


def test_the_dry_run_says_what_and_why_and_sends_nothing(programme):
    def run(*more):
        command = [sys.executable, "-m", "cohortbook.cli", "nudges", str(programme / "programme")]
        command += ["--outputs", str(programme / "outputs"), "--data", str(programme / "data")]
        done = subprocess.run(
            [*command, "--dry-run", *more], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    for _ in range(2):
        told = json.loads(run("--json"))
        assert told["on"] is True
        assert [(each["topic"], each["sent"], each["rule"]) for each in told["nudges"]] == [
            ("visibility", True, "asleep"),
            ("adoption", True, "asleep"),
        ]
    text = run()
    assert "2 to be sent, 0 held back" in text
    assert "exercises answered, no comments, not read yet" in text
    assert "0 to be sent" in run("--at", "2020-01-01T10:00")
