"""Mentions, reactions, history and read marks over HTTP and in the stream of events."""

import asyncio

import pytest

from room_sockets import ROOM, listening

ANCHOR = {
    "kind": "passage",
    "ref": "hides",
    "quote": {"exact": "In mailboxes", "prefix": "", "suffix": "."},
    "position": {"start": 0, "end": 12},
}


def new_thread(client, body):
    told = client.post(f"{ROOM}/threads", json={"anchor": ANCHOR, "body": body})
    assert told.status_code == 201, told.text
    return told.json()


def reply(client, thread, body):
    told = client.post(f"{ROOM}/threads/{thread['id']}/comments", json={"body": body})
    assert told.status_code == 201, told.text
    return told.json()


def who(client):
    return client.get(ROOM).json()["me"]["id"]


def thread_of(client, thread):
    threads = client.get(ROOM).json()["threads"]
    return next(each for each in threads if each["id"] == thread["id"])


def refused(response, status):
    assert response.status_code == status, response.text
    return response.json()["error"]


def test_a_passage_keeps_where_it_stood(people):
    thread = new_thread(people["member"], "Which?")
    assert thread_of(people["mentor"], thread)["anchor"] == ANCHOR
    wrong = {**ANCHOR, "position": {"start": 5, "end": 5}}
    told = people["member"].post(f"{ROOM}/threads", json={"anchor": wrong, "body": "x"})
    assert refused(told, 400)["code"] == "anchor-invalid"


def test_a_mentor_is_called_and_finds_the_way(people):
    ada, ines = people["member"], people["mentor"]
    thread = new_thread(ada, "@[mentors](mentors:), which board?")
    assert thread["called"] == thread["comments"][0]["mentions"] == [who(ines)]
    address = f"{ROOM.replace('/api/rooms', '/workbooks')}#comment-{thread['comments'][0]['id']}"
    home = ines.get("/").text
    assert "Ada North called you" in home
    assert address in home
    assert address not in people["other mentor"].get("/").text
    reply(ines, thread, "The large one")
    assert thread_of(ada, thread)["called"] == []
    assert address not in ines.get("/").text


def test_a_member_who_is_mentioned_finds_the_way_until_they_read_it(people):
    ada, bilal = people["member"], people["other member"]
    thread = new_thread(ada, f"Is that so, @[B](person:{who(bilal)})?")
    comment = thread["comments"][0]
    assert f'data-person="{who(bilal)}">@Bilal North<' in comment["html"]
    assert f"#comment-{comment['id']}" in bilal.get("/").text
    path = f"{ROOM}/threads/{thread['id']}/read"
    assert bilal.put(path, json={"comment_id": comment["id"]}).status_code == 204
    assert f"#comment-{comment['id']}" not in bilal.get("/").text


def test_a_stranger_cannot_be_mentioned(people, fresh):
    south = ROOM.replace("north", "south")
    chiara = fresh("chiara@example.org").get(south).json()["me"]["id"]
    comment = new_thread(people["member"], f"@[Chiara](person:{chiara})")["comments"][0]
    assert (comment["mentions"], comment["html"]) == ([], "<p>@Chiara</p>")


def test_reactions_come_and_go(people):
    ada, ines = people["member"], people["mentor"]
    comment = new_thread(ada, "Done?")["comments"][0]
    path = f"{ROOM}/comments/{comment['id']}/reactions"
    assert ines.put(f"{path}/done").json() == {"reactions": {"done": [who(ines)]}}
    both = ada.put(f"{path}/done").json()["reactions"]
    assert both == {"done": [who(ines), who(ada)]}
    assert ines.delete(f"{path}/done").json() == {"reactions": {"done": [who(ada)]}}
    assert ines.delete(f"{path}/done").json() == {"reactions": {"done": [who(ada)]}}
    assert "thumbs-up" in refused(ada.put(f"{path}/thumbs-down"), 404)["message"]
    assert ada.delete(f"{ROOM}/comments/{comment['id']}?version=1").status_code == 200
    refused(ines.put(f"{path}/heart"), 404)


def test_a_history_shows_every_version_until_the_comment_is_deleted(people):
    ada = people["member"]
    comment = new_thread(ada, "One")["comments"][0]
    path = f"{ROOM}/comments/{comment['id']}"
    edited = ada.patch(path, json={"body": "**Two**", "version": 1}).json()
    assert edited["edits"] == 1
    versions = people["mentor"].get(f"{path}/history").json()
    assert [each["html"] for each in versions] == ["<p>One</p>", "<p><strong>Two</strong></p>"]
    assert [each["version"] for each in versions] == [1, 2]
    assert {each["by"]["name"] for each in versions} == {"Ada North"}
    ada.delete(f"{path}?version=2")
    for role in ("member", "mentor", "facilitator"):
        assert people[role].get(f"{path}/history").json() == []


def test_everybody_reads_at_their_own_pace(people):
    ada, bilal, ines = people["member"], people["other member"], people["mentor"]
    thread = new_thread(ada, "One")
    second = reply(ada, thread, "Two")
    path = f"{ROOM}/threads/{thread['id']}/read"
    assert bilal.put(path, json={"comment_id": second["id"]}).status_code == 204
    assert bilal.put(path, json={"comment_id": thread["comments"][0]["id"]}).status_code == 204
    assert thread_of(bilal, thread)["read_to"] == second["id"]
    assert thread_of(ada, thread)["read_to"] == second["id"]
    assert thread_of(ines, thread)["read_to"] is None
    assert ines.post(f"{ROOM}/read-all").status_code == 204
    snapshot = ines.get(ROOM).json()["threads"]
    assert all(each["read_to"] == each["comments"][-1]["id"] for each in snapshot)


@pytest.mark.parametrize("body", [{}, {"comment_id": 4}, {"comment_id": "x", "person": "y"}])
def test_a_mark_that_is_none_is_said(people, body):
    thread = new_thread(people["member"], "One")
    told = people["mentor"].put(f"{ROOM}/threads/{thread['id']}/read", json=body)
    assert refused(told, 400)["message"]


def test_a_mark_is_for_a_comment_of_that_thread(people):
    thread, other = (new_thread(people["member"], each) for each in ("One", "Two"))
    told = people["mentor"].put(
        f"{ROOM}/threads/{thread['id']}/read", json={"comment_id": other["comments"][0]["id"]}
    )
    refused(told, 404)


def test_what_is_read_is_told_to_that_persons_tabs_only(people):
    ada, bilal = people["member"], people["other member"]
    thread = new_thread(ada, "One")
    comment = thread["comments"][0]["id"]
    path = f"{ROOM}/threads/{thread['id']}/read"

    async def run():
        async with listening(bilal) as his, listening(bilal) as his_phone, listening(ada) as hers:
            told = await asyncio.to_thread(bilal.put, path, json={"comment_id": comment})
            assert told.status_code == 204
            for each in (his, his_phone):
                news = await each.until("thread.read")
                assert news == {
                    "type": "thread.read",
                    "thread_id": thread["id"],
                    "comment_id": comment,
                }
            last = await asyncio.to_thread(reply, bilal, thread, "Two")
            await hers.until("comment.created")
            while hers.heard[-1]["data"]["comment"]["id"] != last["id"]:
                await hers.until("comment.created")
            assert "thread.read" not in [each["type"] for each in hers.heard]

    asyncio.run(run())


def test_reactions_and_calls_are_told_live_and_again_to_who_comes_later(people):
    ada, ines = people["member"], people["mentor"]

    async def run():
        since = (await asyncio.to_thread(ada.get, ROOM)).json()["last_event_id"]
        async with listening(ada, since) as live:
            thread = await asyncio.to_thread(new_thread, ada, "@[mentors](mentors:)")
            comment = thread["comments"][0]["id"]
            await asyncio.to_thread(ines.put, f"{ROOM}/comments/{comment}/reactions/idea")
            reacted = await live.until("comment.reacted")
            assert reacted["data"] == {
                "thread_id": thread["id"],
                "comment_id": comment,
                "reactions": {"idea": [reacted["actor"]["id"]]},
            }
            await asyncio.to_thread(reply, ines, thread, "Here I am")
            replied = await live.until("comment.created")
            assert replied["data"]["called"] == []
        async with listening(ada, since) as later:
            assert await later.until("comment.reacted") == reacted
            assert await later.until("comment.created") == replied

    asyncio.run(run())
