"""The page that is made of an executed stamp."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)
from PIL import Image

from cohortbook.learning.rooms import RoomKey
from cohortbook.server.assets import AssetMissingError, Assets
from cohortbook.server.exporter import markdown
from cohortbook.server.render import PageContext, PageRenderer
from cohortbook.server.script_json import script_safe_json

ROOM = RoomKey("north", "first")
CONTEXT = PageContext(
    programme="From inbox to board",
    cohort={"id": "autumn", "title": "Autumn"},
    group={"id": "north", "title": "North </script>"},
    workbook={"id": "first", "title": "First <b>", "summary": "Why", "minutes": 40},
    topics={"trust": "Trust"},
)
EXERCISE = {
    "id": "how-many",
    "kind": "number",
    "prompt": "How **many**? <script>alert(1)</script>",
    "topic": "trust",
    "individual": False,
    "required": True,
    "hint": None,
    "due": None,
    "rubric": None,
    "notes": "Seen by mentors only.",
    "options": {"unit": None, "minimum": 0, "maximum": 9, "answer": 4711, "tolerance": 0},
}
WIDGET = {"application/vnd.jupyter.widget-view+json": {"model_id": "m"}, "text/plain": "w"}


def display(data, **metadata):
    return new_output("display_data", data, metadata=metadata)


def page(*cells):
    renderer = PageRenderer(
        lambda _room: CONTEXT, Assets({"page.js": "page-A.js", "page.css": "page-A.css"})
    )
    return renderer(ROOM, new_notebook(cells=list(cells)))


def html(*cells):
    return page(*cells).with_visitor("{}", "en").decode()


def told(text):
    return json.loads(re.search(r'id="cb-page">(.*?)</script>', text, re.DOTALL)[1])


def test_a_prompt_is_folded_as_its_author_likes():
    folded = {**EXERCISE, "prompt": "How many\nare **there**?"}
    text = html(
        new_code_cell(
            "", outputs=[display({"application/vnd.cohortbook.exercise.v1+json": folded})]
        )
    )
    assert "<p>How many\nare <strong>there</strong>?</p>" in text


def test_sections_follow_the_headings_and_name_their_topics():
    text = html(
        new_markdown_cell("Welcome."),
        new_markdown_cell("## What holds <!-- topic: trust -->\n\nText."),
    )
    assert '<section class="cb-section cb-section--intro" id="section-intro">' in text
    assert '<section class="cb-section" id="section-what-holds" data-topic="trust">' in text
    assert "<h2>What holds</h2>" in text
    assert "<!--" not in text
    assert told(text)["sections"][1]["topic"] == "trust"
    assert '<a href="#section-what-holds">What holds</a>' in text


def test_an_exercise_is_on_the_page_without_its_solution():
    cell = new_code_cell(
        "number(…)",
        outputs=[display({"application/vnd.cohortbook.exercise.v1+json": EXERCISE})],
    )
    text = html(cell)
    assert f'<div class="cb-cell cb-cell--exercise" id="cell-{cell.id}"' in text
    assert 'id="exercise-how-many" data-exercise="how-many" data-kind="number"' in text
    assert "How <strong>many</strong>?" in text
    assert "<script>alert" not in text
    assert "4711" not in text
    (exercise,) = told(text)["exercises"]
    assert exercise["cell_id"] == cell.id


def test_a_widget_leaves_its_place_and_nothing_else_of_it():
    cell = new_code_cell("IntSlider()", outputs=[display(WIDGET)])
    made = page(cell)
    text = made.with_visitor("{}", "en").decode()
    assert made.has_widgets
    assert f'<div class="cb-widget" data-cell-id="{cell.id}">' in text
    assert "model_id" not in text


def test_a_page_without_widgets_needs_no_kernel():
    assert not page(new_markdown_cell("Only text.")).has_widgets


def test_what_cells_put_out_is_shown_and_sources_are_not():
    text = html(
        new_code_cell(
            "secret_of_the_author()",
            outputs=[
                new_output("stream", name="stdout", text="1 < 2\n"),
                new_output("stream", name="stderr", text="a warning"),
                display({"text/html": "<table><tr><td>5</td></tr></table>", "text/plain": "t"}),
                display({"text/markdown": "For **you**", "text/plain": "m"}),
                display({"image/png": "aGk=\n"}, **{"image/png": {"alt": 'A "board"'}}),
            ],
        )
    )
    assert "secret_of_the_author" not in text
    assert "1 &lt; 2" in text
    assert "a warning" not in text
    assert "<td>5</td>" in text
    assert "For <strong>you</strong>" in text
    assert 'alt="A &#34;board&#34;" src="data:image/png;base64,aGk="' in text


def test_a_source_is_shown_where_its_author_says_so():
    text = html(new_code_cell("print(1)", metadata={"tags": ["show-source"]}))
    assert '<div class="cb-source" tabindex="0">' in text
    assert '<span class="nb">print</span>' in text


def test_front_matter_parameters_and_what_is_for_the_facilitator_stay_off_the_page():
    hidden = {"tags": ["facilitator"]}
    text = html(
        new_raw_cell("---\ntitle: hidden-front\n---"),
        new_code_cell("a = 1", metadata={"tags": ["parameters"]}),
        new_markdown_cell("hidden-note", metadata=hidden),
        new_code_cell("", outputs=[display({"text/markdown": ""})]),
    )
    assert "hidden-" not in text
    assert "cb-cell" not in text


def test_the_page_keeps_room_for_its_figures(tmp_path):
    files = tmp_path / "_files"
    files.mkdir()
    Image.new("RGB", (30, 20)).save(files / "1.png")
    (files / "2.png").write_text("not a picture")
    cell = new_markdown_cell("")
    for source, size in {
        "../_files/1.png": ' width="30" height="20"',
        "../_files/2.png": "",
        "../_files/none.png": "",
        "../../1.png": "",
        "https://example.org/1.png": "",
    }.items():
        text = markdown(f"![A board]({source})", cell, files)
        assert f'<img loading="lazy" decoding="async"{size} src="{source}"' in text


def test_the_page_is_kept_in_each_language():
    made = page(new_markdown_cell("## Heute\n\nHello, [site.name]"))
    german, english = (made.with_visitor("{}", each).decode() for each in ("de", "en"))
    assert '<html lang="de"' in german
    assert "Zum Leitfaden springen" in german
    assert '<script type="application/json" id="cb-words">{' in german
    assert '<html lang="en"' in english
    assert "Skip to the guide" in english
    assert "cb-words" not in english
    for text in (german, english):
        assert "Hello, [site.name]" in text
        assert "\ue0f0" not in text


def test_images_are_fetched_when_they_come_into_view():
    text = html(new_markdown_cell("![A board](../_files/1.png)"))
    assert '<img loading="lazy" decoding="async" src="../_files/1.png" alt="A board"' in text


def test_titles_cannot_break_out_of_where_they_stand():
    text = html(new_markdown_cell("Hi"))
    assert "First &lt;b&gt;" in text
    assert told(text)["group"]["title"] == "North </script>"


def test_nothing_on_the_page_comes_from_elsewhere_and_no_script_is_inline():
    text = html(new_markdown_cell("Hi $x$\n\n```python\nx = 1\n```"))
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
    for attributes in re.findall(r"<script([^>]*)>", text):
        assert 'type="application/json"' in attributes or "src=" in attributes


def test_the_version_follows_the_content():
    first, same, other = (page(new_markdown_cell(text, id="c")) for text in ("a", "a", "b"))
    assert first == same
    assert first.version != other.version
    assert told(first.with_visitor("{}", "en").decode())["version"] == first.version


def test_a_front_end_that_was_not_built_is_said_so():
    with pytest.raises(AssetMissingError, match=r"page\.css"):
        PageRenderer(lambda _room: CONTEXT, Assets({"page.js": "page-A.js"}))


@given(st.recursive(st.text() | st.integers(), lambda inner: st.dictionaries(st.text(), inner)))
def test_json_for_a_script_element_says_the_same_and_cannot_end_it(value):
    written = script_safe_json(value)
    assert json.loads(written) == value
    assert not set("<>&\u2028\u2029") & set(written)


def test_the_contents_tell_topics_and_exercises_before_any_script_runs():
    exercise = {"application/vnd.cohortbook.exercise.v1+json": EXERCISE}
    written = html(
        new_markdown_cell("## Trust me <!-- topic: trust -->"),
        new_code_cell("number()", outputs=[display(exercise)]),
        new_markdown_cell("## And rest\n\nNothing to do."),
    )
    contents = written[written.index("<nav") : written.index("</nav>")]
    first, second = re.findall(r"<li.*?</li>", contents, re.DOTALL)
    assert '<span class="cb-outline__topic">Trust</span>' in first
    assert first.count('<i class="cb-tick"></i>') == 1
    assert "cb-tick" not in second
    assert "cb-outline__topic" not in second
