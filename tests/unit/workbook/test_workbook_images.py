"""Images are found however Markdown lets one write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.workbook.images import images_of, replace_images
from cohortbook.workbook.markdown import read_markdown
from factories import code, markdown, notebook

EVERY_WAY = """\
![A board](figures/x.png) and ![again](figures/x.png "Title")

<img src="figures/y.png" alt="A card"> <img alt='' src='figures/z.png'>

[![Small](figures/small.png)](figures/x.png)

![By reference][r] ![With spaces](<figures/a b.png>)

`![code](figures/x.png)`

```
![code](figures/x.png)
```

[r]: figures/r.png
"""


def images(source):
    return images_of(notebook([code("x = 1", "first"), markdown(source, "pictures")]))


def test_every_way_to_write_an_image():
    found = [(each.source, each.alternative) for each in images(EVERY_WAY)]
    assert sorted(found) == sorted(
        [
            ("figures/x.png", "A board"),
            ("figures/x.png", "again"),
            ("figures/y.png", "A card"),
            ("figures/z.png", ""),
            ("figures/small.png", "Small"),
            ("figures/r.png", "By reference"),
            ("figures/a%20b.png", "With spaces"),
        ]
    )
    assert {each.cell for each in images(EVERY_WAY)} == {2}


def test_files_are_relative_to_the_workbook():
    book = Path("programme/01-a.ipynb")
    spaces = images("![x](<figures/a b.png>)")[0]
    assert spaces.file(book) == Path("programme/figures/a b.png")
    assert images("![x](https://example.org/x.png)")[0].file(book) is None
    assert images("![x](//example.org/x.png)")[0].is_remote
    assert images("![x](attachment:x.png)")[0].is_embedded


def test_images_without_an_alternative():
    assert images("![](x.png)")[0].alternative is None
    assert images('<img src="x.png">')[0].alternative is None


def test_replacing_leaves_code_alone_and_links_follow():
    text = replace_images(EVERY_WAY, lambda source: f"../_files/{source.split('/')[-1]}")
    assert all(each.source.startswith("../_files/") for each in images(text))
    assert "](../_files/x.png)\n" in text
    assert "[r]: ../_files/r.png" in text
    assert "```\n![code](figures/x.png)\n```" in text


def test_replacing_nothing_changes_nothing():
    assert replace_images(EVERY_WAY, lambda _: None) == EVERY_WAY


def test_a_name_that_begins_like_another():
    text = replace_images("![a](x.png) ![b](x.png.png)", lambda source: f"new/{source}")
    assert text == "![a](new/x.png) ![b](new/x.png.png)"


@given(st.text(st.sampled_from("![]()<>\"'=`~#- \n&;:/\\imgsrcalthefx."), max_size=60))
def test_any_text_can_be_looked_at_and_rewritten(source):
    found = images(source)
    replace_images(source, lambda _: "new.png")
    assert all(isinstance(each.source, str) for each in found)


@pytest.mark.parametrize(
    ("source", "empty"),
    [
        ("[text](x)", False),
        ("[](x)", True),
        ("[![Alt](i.png)](x)", False),
        ("[![](i.png)](x)", True),
        ('<a href="x"></a>', True),
        ('<a href="x" aria-label="y"></a>', False),
        ("[`code`](x)", False),
        ("<https://example.org>", False),
    ],
)
def test_links_without_text(source, empty):
    assert [not each.text for each in read_markdown(source).links] == [empty]
