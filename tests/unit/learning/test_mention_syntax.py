from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.learning.markdown import mentions_in, render
from cohortbook.learning.mention_syntax import Known, Mentioned

KNOWN = Known((("per_a", "Ada <Brandt>"), ("per_b", "Ben")), mentors=True)
ADA = '<span class="cb-mention" data-person="per_a">@Ada &lt;Brandt&gt;</span>'
MENTORS = '<span class="cb-mention" data-mentors="true">@mentors</span>'


class Spans(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "span":
            self.found.append(dict(attrs))


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("@[Ada](person:per_a), look", f"<p>{ADA}, look</p>"),
        ("@[somebody *else*](person:per_a)", f"<p>{ADA}</p>"),
        ("**@[Ada](person:per_a)**", f"<p><strong>{ADA}</strong></p>"),
        ("@[our mentors](mentors:)?", f"<p>{MENTORS}?</p>"),
    ],
)
def test_a_mention_shows_the_present_name(source, html):
    assert render(source, KNOWN) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("@[Zoe \\[guest\\]](person:per_z)", "<p>@Zoe [guest]</p>"),
        ("@[<b>Zoe</b>](person:per_z)", "<p>@&lt;b&gt;Zoe&lt;/b&gt;</p>"),
        ("`@[Ada](person:per_a)`", "<p><code>@[Ada](person:per_a)</code></p>"),
        ("@[Ada](person:PER_A)", '<p>@<a rel="noopener noreferrer nofollow">Ada</a></p>'),
        ("@[](person:per_a)", '<p>@<a rel="noopener noreferrer nofollow"></a></p>'),
    ],
)
def test_what_mentions_nobody_is_plain(source, html):
    assert render(source, KNOWN) == html


def test_without_mentors_there_is_nobody_to_call():
    assert render("@[mentors](mentors:)", Known()) == "<p>@mentors</p>"


@pytest.mark.parametrize(
    "source",
    [
        '<span class="cb-mention" data-person="per_a">@Ada</span>',
        '[<span class="cb-mention" data-person="per_a">@Ada</span>](https://example.org)',
        '`<span class="cb-mention">`',
        "&lt;span class=cb-mention&gt;",
    ],
)
def test_nobody_can_imitate_one(source):
    assert Spans(render(source, KNOWN)).found == []


def test_each_is_mentioned_once():
    source = "@[b](person:per_b) @[a](person:per_a) > @[b](person:per_b)\n\n- @[m](mentors:)"
    assert mentions_in(source) == Mentioned(("per_b", "per_a"), mentors=True)
    assert mentions_in("`@[a](person:per_a)`\n\n    @[m](mentors:)") == Mentioned()


PIECES = """@[ ](person: per_a per_z ) @[Ada](person:per_a) @[m](mentors:) ](mentors:) \\ ` [ ] * > - | a & \" """
pieces = st.sampled_from([*PIECES.split(), "<span class='cb-mention'>", " ", "\n", "\n\n", "    "])
texts = st.lists(pieces, max_size=25).map("".join) | st.text()


@given(texts)
def test_what_is_shown_as_a_mention_is_one(source):
    asked = mentions_in(source)
    shown = Spans(render(source, KNOWN)).found
    people = {each["data-person"] for each in shown if "data-person" in each}
    assert people == set(asked.people) & {"per_a", "per_b"}
    assert any("data-mentors" in each for each in shown) == asked.mentors
    assert all(each["class"] == "cb-mention" for each in shown)
    assert Spans(render(source)).found == []
