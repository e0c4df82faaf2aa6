"""A long workbook in use: sixty exercises and five hundred comments, against the same guide bare.

Both are opened by a member in Chromium, in turns, with a warm cache. A page is open
when it can be answered and commented on; then it is scrolled from its top to its end.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
from live_cohort import sign_in_everybody
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from report import Limit, Row, write
from ruamel.yaml import YAML

from cohortbook.access.people import People
from cohortbook.learning.anchors import Anchor
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.rooms import RoomKey
from cohortbook.store.database import Database
from serving import cohortbook

EXERCISES, THREADS, COMMENTS = 60, 100, 5  # comments of each thread
BARE, FULL = "01-bare", "02-full"
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SCREENS = 40
FRAME_LIMIT = 1000 / 30  # what still looks smooth, in ms

OPEN = Row(
    f"open with {EXERCISES} exercises and {THREADS * COMMENTS} comments",
    "the same guide without them",
    "ms",
    0.5,
)
FRAMES = Limit("time between frames while it is scrolled, p95", FRAME_LIMIT, "ms")
ROWS: list[Row | Limit] = [OPEN, FRAMES]

_KINDS = (
    'text("{id}", "What will change?", topic="all")',
    'choice("{id}", "Which of these?", {{"a": "This", "b": "That"}}, topic="all")',
    'scale("{id}", "How sure?", low_label="Not at all", high_label="Quite", topic="all")',
    'number("{id}", "How many?", topic="all")',
    'order("{id}", "What comes first?", {{"a": "One", "b": "Two"}}, topic="all")',
    'table("{id}", "Who?", columns=[{{"id": "who", "label": "Who"}}], topic="all")',
)
_PARAGRAPH = (
    "Work that nobody sees cannot be shared. Number {number} of many paragraphs says it again, "
    "at some length, because guides are read by people who come from elsewhere and have a reason "
    "to begin in the middle."
)
_OPEN_TIME = """() => new Promise(resolve => {
  const done = () => document.documentElement.dataset.ready
    ? resolve(performance.now()) : requestAnimationFrame(done);
  done();
})"""
_SCROLL = """async screens => {
  const times = [];
  const step = (document.documentElement.scrollHeight - innerHeight) / (screens * 6);
  let last = await new Promise(requestAnimationFrame);
  for (let number = 1; number <= screens * 6; number++) {
    scrollTo({ top: number * step, behavior: "instant" });
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.95)];
}"""


@dataclass(frozen=True)
class Programme:
    """What is served, and the session of one who looks at it."""

    folder: Path
    outputs: Path
    data: Path
    session: str


def notebook(*, exercises: bool) -> nbformat.NotebookNode:
    front_matter = "---\ntitle: Long\nsummary: Much to read.\nminutes: 90\ntopics:\n  all: All\n---"
    cells = [
        new_raw_cell(front_matter, id="front-matter"),
        new_code_cell("", id="parameters", metadata={"tags": ["parameters"]}),
        new_code_cell("from cohortbook_widgets import *", id="imports"),
    ]
    for number in range(EXERCISES):
        if number % 6 == 0:
            heading = f"## Part {number // 6 + 1} <!-- topic: all -->"
            cells.append(new_markdown_cell(heading, id=f"part-{number}"))
        paragraphs = "\n\n".join(_PARAGRAPH.format(number=number) for _ in range(2))
        cells.append(new_markdown_cell(paragraphs, id=f"words-{number}"))
        if exercises:
            code = _KINDS[number % len(_KINDS)].format(id=f"exercise-{number}")
            cells.append(new_code_cell(code, id=f"exercise-{number}"))
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": spec})


def prepare(scratch: Path) -> Programme:
    """Write and stamp both workbooks, and have the group talk about the full one."""
    folder, outputs, data = (scratch / each for each in ("programme", "outputs", "data"))
    folder.mkdir()
    members = [{"name": f"Member {n}", "email": f"m{n}@example.org"} for n in range(6)]
    cohort = {
        "programme": {"title": "Long", "summary": "Much to read."},
        "cohort": {"id": "long", "title": "Long", "timezone": "Europe/Berlin"},
        "facilitators": [{"name": "Noor Haddad", "email": "noor@example.org"}],
        "groups": {"north": {"title": "North", "members": members}},
    }
    with (folder / "cohort.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(cohort, file)
    nbformat.write(notebook(exercises=False), folder / f"{BARE}.ipynb")
    nbformat.write(notebook(exercises=True), folder / f"{FULL}.ipynb")
    command = [sys.executable, "-m", "cohortbook.cli", "stamp", str(folder)]
    command += ["--outputs", str(outputs), "--data", str(data)]
    subprocess.run(command, check=True, capture_output=True)
    sessions = sign_in_everybody(data, folder)
    talk(data)
    return Programme(folder, outputs, data, sessions["north"][0])


def talk(data: Path) -> None:
    database = Database.in_folder(data)
    try:
        people = [each.person_id for each in People(database).in_group("north")]
        discussion = Discussion(database)
        room = RoomKey("north", FULL)
        for number in range(THREADS):
            ref = f"words-{number % EXERCISES}" if number % 2 else f"exercise-{number % EXERCISES}"
            kind = "cell" if number % 2 else "exercise"
            author = people[number % len(people)]
            thread = discussion.start_thread(room, Anchor(kind, ref), "What *is* that?", author)
            for reply in range(COMMENTS - 1):
                author = people[(number + reply) % len(people)]
                discussion.reply(room, thread.value.id, "It depends on **who** asks.", author)
    finally:
        database.close()


def opened(context: BrowserContext, url: str) -> tuple[float, float]:
    """Open a page; return when it was open, and how it scrolled, both in ms."""
    page = context.new_page()
    page.goto(url, wait_until="commit")
    open_at = page.evaluate(_OPEN_TIME)
    page.wait_for_timeout(300)
    frames = page.evaluate(_SCROLL, SCREENS)
    page.close()
    return open_at, frames


def measure(browser: Browser, programme: Programme, log: Path) -> None:
    with cohortbook(programme.folder, programme.outputs, programme.data, log) as server:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        cookie = {"name": "cohortbook_session", "value": programme.session, "url": server.url}
        context.add_cookies([cookie])
        urls = {each: f"{server.url}/workbooks/north/{each}" for each in (BARE, FULL)}
        for url in urls.values():
            opened(context, url)
        for _ in range(3):
            OPEN.peer_values.append(opened(context, urls[BARE])[0])
            open_at, frames = opened(context, urls[FULL])
            OPEN.our_values.append(open_at)
            FRAMES.our_values.append(frames)
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of three visits (default 3)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cohortbook-bench-") as made:
        scratch = Path(made)
        programme = prepare(scratch)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=CHROMIUM_ARGUMENTS
            )
            for turn in range(arguments.runs):
                print(f"run {turn + 1} of {arguments.runs}", flush=True)
                measure(browser, programme, scratch / "cohortbook.log")
            browser.close()
    write("page", ROWS)


if __name__ == "__main__":
    main()
