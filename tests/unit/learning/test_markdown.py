from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.learning.markdown import TAGS, render


class Collector(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def tags(html):
    return Collector(html).found


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*a* **b** `c` ~~d~~", "<p><em>a</em> <strong>b</strong> <code>c</code> <s>d</s></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("1 < 2 & <b>3</b>", "<p>1 &lt; 2 &amp; &lt;b&gt;3&lt;/b&gt;</p>"),
        ("", ""),
    ],
)
def test_what_people_write(source, html):
    assert render(source) == html


def test_a_table_keeps_its_alignment():
    found = tags(render("|a|b|\n|:-|-:|\n|1|2|"))
    assert ("th", {"style": "text-align:right"}) in found
    assert ("td", {"style": "text-align:left"}) in found


def test_a_link_opens_apart_and_gives_nothing_away():
    ((_, _), (tag, attributes)) = tags(render("[x](https://example.org/a?b=c 'T')"))
    assert tag == "a"
    assert attributes["href"] == "https://example.org/a?b=c"
    assert attributes["target"] == "_blank"
    assert {"noopener", "nofollow"} <= set(attributes["rel"].split())


def test_a_picture_of_another_host_becomes_a_link():
    html = render("![plan](https://example.org/plan.png)")
    assert [tag for tag, _ in tags(html)] == ["p", "a"]
    assert ">plan</a>" in html


def test_a_mail_address_stays_in_this_tab():
    (_, (_, attributes)) = tags(render("[x](mailto:ada@example.org)"))
    assert attributes["href"] == "mailto:ada@example.org"
    assert "target" not in attributes


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,hi)",
        "[x](vbscript:x)",
        "[x](/sign-out)",
        "[x](//example.org)",
        "[x](http://[bad)",
        "<a href='https://example.org' onclick='x()'>x</a>",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/pixel.png)",
        "<svg/onload=alert(1)>",
        "<style>*{display:none}</style>",
        '```x" onclick="alert(1)\nhi\n```',
    ],
)
def test_nothing_runs_loads_or_leads_astray(source):
    for tag, attributes in tags(render(source)):
        assert tag in TAGS
        assert set(attributes) <= {"href", "title", "target", "rel", "class", "start", "style"}
        if "href" in attributes:
            assert attributes["href"].startswith("https://example.org")
        assert "script" not in attributes.get("href", "")
        assert attributes.get("class", "language-").startswith("language-")


fragments = st.sampled_from(
    [
        "<",
        ">",
        '"',
        "'",
        "&",
        "`",
        "[",
        "](",
        ")",
        "!",
        "javascript:",
        "data:",
        "http://a",
        "\n",
        "|",
        "onload=",
        "<script>",
        "<img src=x>",
        "&#106;",
        "\\",
        "style=",
        "a",
        " ",
        "\t",
    ]
)


@given(st.lists(fragments, max_size=30).map("".join) | st.text())
def test_whatever_is_written_the_page_stays_ours(source):
    for tag, attributes in tags(render(source)):
        assert tag in TAGS
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "http:").partition(":")[0].lower() in {
            "http",
            "https",
            "mailto",
        }
