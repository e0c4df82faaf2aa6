"""Markdown becomes HTML that cannot run anything."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook_widgets.markdown import render_markdown


def test_what_people_write_is_rendered():
    html = render_markdown("**Why** `now`?\n\n- one\n- ~~two~~\n\n|a|b|\n|-|-|\n|1|2|")
    for part in ("<strong>Why</strong>", "<code>now</code>", "<li>one</li>", "<s>two</s>", "<td>"):
        assert part in html


def test_html_is_shown_not_done():
    assert "<script" not in render_markdown("<script>alert(1)</script> a <b>b</b>")
    assert "&lt;b&gt;" in render_markdown("a <b>b</b>")


@pytest.mark.parametrize("scheme", ["javascript:", "vbscript:", "data:text/html,", "JAVASCRIPT:"])
def test_an_address_that_runs_is_no_link(scheme):
    assert "href" not in render_markdown(f"[click]({scheme}alert(1))")


def test_a_link_to_elsewhere_opens_apart_and_tells_nothing():
    html = render_markdown("[there](https://example.org/) [here](#guide)")
    assert '<a href="https://example.org/" rel="noopener nofollow" target="_blank">' in html
    assert '<a href="#guide">' in html


@given(st.text())
def test_no_text_brings_tags_of_its_own(source):
    tags = set(re.findall(r"<([a-zA-Z]+)", render_markdown(f"x {source}")))
    known = "p br em strong s code pre blockquote ol ul li hr h1 h2 h3 h4 h5 h6 a img"
    assert tags <= {*known.split(), *["table", "thead", "tbody", "tr", "th", "td"]}
