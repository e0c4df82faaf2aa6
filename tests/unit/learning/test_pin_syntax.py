from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.learning.markdown import render

PIN = "pin_" + "a" * 20
LINK = f'<a class="cb-pin" href="/pins/{PIN}" rel="noopener noreferrer nofollow">'
PICTURE = f'<img class="cb-pin__picture" src="/pins/{PIN}/picture" alt="" loading="lazy">'


def shown(words):
    return f'{LINK}{PICTURE}<span class="cb-pin__words">{words}</span></a>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (f"![Limit 3](pin:{PIN})", f"<p>{shown('Limit 3')}</p>"),
        (f"See ![](pin:{PIN})!", f"<p>See {shown('')}!</p>"),
        (f"![a \\[b\\] \\\\ c](pin:{PIN})", "<p>" + shown("a [b] \\ c") + "</p>"),
        (f"![<b>*x*</b>](pin:{PIN})", f"<p>{shown('&lt;b&gt;*x*&lt;/b&gt;')}</p>"),
    ],
)
def test_a_kept_state_is_a_picture_that_leads_to_it(source, html):
    assert render(source) == html


@pytest.mark.parametrize(
    "source",
    [
        f"`![x](pin:{PIN})`",
        f"![x](pin:{PIN}a)",
        f"![x](pin:{PIN.upper()})",
        "![x](pin:pin_..%2f..%2fsign-out)",
        f"![x](/pins/{PIN}/picture)",
        f"[x](/pins/{PIN}/picture)",
        f"<img class='cb-pin__picture' src='/pins/{PIN}/picture'>",
        f"[![x](pin:{PIN})](https://example.org)",
    ],
)
def test_nothing_else_is_a_picture(source):
    assert "<img" not in render(source)


class Addresses(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, _tag, attrs):
        self.found += [value for name, value in attrs if name in ("src", "href")]


PIECES = [
    "![",
    "[",
    "](",
    ")",
    "pin:",
    PIN,
    "pin_",
    "/pins/",
    "/picture",
    "\\",
    "`",
    "<img src=",
    ">",
]
pieces = st.sampled_from([*PIECES, f"![x](pin:{PIN})", "javascript:", "//a.b", " ", "\n", '"', "'"])


@given(st.lists(pieces, max_size=25).map("".join))
def test_whatever_is_written_leads_nowhere_else_of_ours(source):
    for address in Addresses(render(source)).found:
        here = not re.match(r"(https?|mailto):", address)
        assert not here or re.fullmatch(rf"/pins/{PIN}(/picture)?", address)
