"""Code that groups run: what it shows, what it cannot reach, and how it ends."""

from __future__ import annotations

import asyncio
import json
import time

import pytest

from confining import confined
from room_sockets import ROOM, listening

pytestmark = confined

SHARED, OWN = f"{ROOM}/code/compute", f"{ROOM}/code/own-compute"
PATIENCE_SECONDS = 60
ENDED = {
    *("done", "failed", "stopped", "too-long"),
    *("too-much-memory", "too-much-output", "died"),
}

SHOWN = """
from IPython.display import HTML, Markdown, display
print("a line")
display(HTML("<table onclick='x()'><tr><td>7</td></tr></table><script>alert(1)</script>"))
display(Markdown("**bold** <img src=x>"))
import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.show()
print("\\x1b[31mred\\x1b[0m")
6 * 7
"""
REACHED = """
import json, os, socket, sys
def reach(deed):
    try:
        return str(deed())
    except OSError as error:
        return type(error).__name__
print(json.dumps({
    "network": reach(lambda: socket.create_connection(("127.0.0.1", %(port)d), 2)),
    "name": reach(lambda: socket.gethostbyname("localhost.localdomain")),
    "data": reach(lambda: os.listdir(%(data)r)),
    "outputs": reach(lambda: os.listdir(%(outputs)r)),
    "programme": reach(lambda: os.listdir(%(programme)r)),
    "system": reach(lambda: open("/usr/x", "w")),
    "root": reach(lambda: open("/x", "w")),
    "device": reach(lambda: open("/dev/x", "w")),
    "python": reach(lambda: open(sys.prefix + "/x", "w")),
    "passwords": reach(lambda: open("/etc/shadow").read()),
    "user": reach(lambda: os.setuid(0)),
    "processes": len([each for each in os.listdir("/proc") if each.isdigit()]),
    "environment": sorted(os.environ),
    "homes": os.listdir("/home") + os.listdir(os.path.expanduser("~")),
}))
"""
FORKS = """
import os, time
children = 0
try:
    for _ in range(200):
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
        children += 1
except OSError as error:
    print("refused after", children, error)
"""
STUBBORN = """
import time
print("here")
while True:
    try:
        time.sleep(60)
    except KeyboardInterrupt:
        print("no")
"""


def begin(client, code, address=SHARED):
    told = client.post(f"{address}/run", json={"code": code})
    assert told.status_code == 202, told.text


def state(client, address=SHARED):
    told = client.get(address)
    assert told.status_code == 200, told.text
    return told.json()


def until(client, condition, address=SHARED):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = state(client, address)
        if found and condition(found):
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def ended(client, address=SHARED):
    return until(client, lambda found: found["state"] in ENDED, address)


def run(client, code, address=SHARED):
    begin(client, code, address)
    return ended(client, address)


def texts(found, kind="text"):
    return "".join(each["text"] for each in found["outputs"] if each["kind"] == kind)


def test_what_code_shows_everybody_in_the_room_sees_and_nothing_else_of_it(people):
    found = run(people["member"], SHOWN)
    assert (found["state"], found["by"]["name"]) == ("done", "Ada North")
    kinds = [each["kind"] for each in found["outputs"]]
    assert kinds == ["text", "html", "html", "picture", "text"]
    table, markdown = (each["html"] for each in found["outputs"] if each["kind"] == "html")
    assert "<td>7</td>" in table
    assert "onclick" not in table
    assert "script" not in table
    assert "<strong>bold</strong>" in markdown
    assert "<img" not in markdown
    picture = found["outputs"][3]
    assert picture["width"] > 300
    assert found["outputs"][-1]["text"] == "red\n42\n"
    for role in ("other member", "mentor", "facilitator"):
        assert state(people[role]) == found
    assert people["outsider"].get(SHARED).status_code == 403
    assert people["mentor"].post(f"{SHARED}/run", json={"code": "1"}).status_code == 403
    assert people["member"].get(f"{ROOM}/code/first-week").status_code == 404


def test_an_error_shows_the_lines_of_whoever_wrote_it(people):
    found = run(people["member"], "def half(x):\n    return x / 0\n\nhalf(1)")
    assert found["state"] == "failed"
    assert texts(found, "error") == (
        "line 4\n    half(1)\nline 2, in half\n    return x / 0\n"
        "ZeroDivisionError: division by zero"
    )
    found = run(people["member"], "x = (")
    assert found["state"] == "failed"
    assert "SyntaxError" in texts(found, "error")
    # Nothing of what ran before is there.
    assert "NameError" in texts(run(people["member"], "half"), "error")


def test_code_reaches_nothing_but_its_own_empty_folder(people, server):
    places = {
        "port": server.port,
        "data": str(server.data),
        "outputs": str(server.outputs),
        "programme": str(server.programme),
    }
    found = run(people["member"], REACHED % places)
    reached = json.loads(texts(found))
    assert reached.pop("processes") <= 4
    environment = set(reached.pop("environment"))
    assert environment <= {
        *("HOME", "PATH", "LANG", "PWD", "IPYTHONDIR", "MPLBACKEND", "MPLCONFIGDIR"),
        *("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "LC_CTYPE"),
    }
    homes = [each for each in reached.pop("homes") if not each.startswith(".")]
    assert homes == ["group"]
    assert reached == {
        "network": "ConnectionRefusedError",
        "name": "gaierror",
        "data": "FileNotFoundError",
        "outputs": "FileNotFoundError",
        "programme": "FileNotFoundError",
        "system": "OSError",
        "root": "OSError",
        "device": "OSError",
        "python": "OSError",
        "passwords": "FileNotFoundError",
        "user": "PermissionError",
    }


@pytest.mark.parametrize(
    ("code", "outcome", "says"),
    [
        ("x = bytearray(3 * 10**9)", "failed", "MemoryError"),
        ("x = []\nwhile True: x.append(bytearray(10**7))", "too-much-memory", ""),
        ("while True: pass", "too-long", ""),
        ("import os; os._exit(3)", "died", ""),
        ("import ctypes; ctypes.string_at(0)", "died", ""),
        ("open('a', 'wb').write(b'x' * 30_000_000)", "failed", "File too large"),
        ("while True: print('x' * 1000)", "too-long", ""),
        ("input('?')", "failed", "EOFError"),
        (FORKS, "done", "refused after"),
        ("import os; os.write(1, b'x' * 10_000_000)", "done", ""),
    ],
)
def test_whatever_it_takes_too_much_of_it_ends_and_the_next_run_works(people, code, outcome, says):
    found = run(people["member"], code)
    told = texts(found) + texts(found, "error")
    assert found["state"] == outcome, told[-500:]
    assert says in told
    assert len(told) <= 100_000
    found = run(people["member"], "print('works')")
    assert (found["state"], texts(found)) == ("done", "works\n")


def test_what_runs_is_seen_by_all_and_stopped_by_any_member(people):
    ada, bilal = people["member"], people["other member"]
    begin(ada, STUBBORN)
    until(bilal, lambda found: texts(found) == "here\n")
    assert bilal.post(f"{SHARED}/run", json={"code": "1"}).status_code == 409
    assert bilal.delete(f"{SHARED}/run").status_code == 204
    until(bilal, lambda found: "no" in texts(found))
    assert bilal.delete(f"{SHARED}/run").status_code == 204
    assert ended(ada)["state"] == "stopped"
    # Nothing runs any more: to stop it is no error.
    assert bilal.delete(f"{SHARED}/run").status_code == 204


def test_only_what_is_new_is_sent_to_who_knows_the_rest(people):
    ada = people["member"]
    begin(ada, "import time\nfor i in range(4):\n    print(i)\n    time.sleep(0.4)")
    first = until(ada, lambda found: found["outputs"])
    ended(ada)
    begin(ada, "import time\nprint('one')\ntime.sleep(1.5)\nprint('two')\ntime.sleep(1.5)")
    first = until(ada, lambda found: texts(found) == "one\n")
    later = until(ada, lambda found: "two" in texts(found), f"{SHARED}?known={first['known']}")
    assert (later["since"], texts(later)) == (1, "two\n")
    assert texts(ended(ada)) == "one\ntwo\n"


def test_the_room_hears_that_something_happened(people):
    async def scene():
        async with listening(people["other member"]) as stream:
            await asyncio.to_thread(run, people["member"], "print(1)")
            assert (await stream.until("code"))["exercise_id"] == "compute"

    asyncio.run(scene())


def test_code_written_alone_is_run_and_seen_alone(people):
    ada, bilal = people["member"], people["other member"]
    assert texts(run(ada, "print('mine')", OWN)) == "mine\n"
    assert bilal.get(OWN).json() is None
    assert people["mentor"].get(OWN).status_code == 403


def test_the_last_result_outlives_the_server(fresh, server):
    ada = fresh("ada@example.org")
    found = run(ada, "print('kept')")
    server.stop()
    server.start()
    assert state(fresh("ada@example.org")) == found
