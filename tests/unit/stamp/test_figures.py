"""Figures are kept once, under a name that stands for their content."""

from __future__ import annotations

import hashlib

import pytest

from cohortbook.stamp.errors import ImageUnusableError
from cohortbook.stamp.figures import FigureFinder, fingerprint


@pytest.fixture
def finder(tmp_path):
    (tmp_path / "programme" / "figures").mkdir(parents=True)
    (tmp_path / "programme" / "figures" / "a b.png").write_bytes(b"ab")
    (tmp_path / "programme" / "x.png").write_bytes(b"x")
    (tmp_path / "secret.png").write_bytes(b"secret")
    return FigureFinder(tmp_path / "programme" / "01-x.ipynb")


def _kept(content, name):
    return f"../_files/{hashlib.sha256(content).hexdigest()[:16]}-{name}"


def test_links_point_to_the_kept_file(finder, tmp_path):
    linked = finder.relink("![An x](x.png) and ![two](figures/a%20b.png)", 1)
    assert linked == f"![An x]({_kept(b'x', 'x.png')}) and ![two]({_kept(b'ab', 'a-b.png')})"
    for each in finder.figures:
        each.publish(tmp_path / "out")
    assert {each.read_bytes() for each in (tmp_path / "out" / "_files").iterdir()} == {b"x", b"ab"}


def test_html_images_count_too(finder):
    assert _kept(b"x", "x.png") in finder.relink('<img alt="x" src="x.png">', 1)


@pytest.mark.parametrize(
    "source",
    [
        "![a](https://example.org/x.png)",
        "![a](data:image/png;base64,AAAA)",
        "![a](attachment:x.png)",
        "```\n![a](x.png)\n```",
        "No picture at all, but (x.png) in brackets.",
    ],
)
def test_what_is_not_a_file_of_the_programme_stays(finder, source):
    assert finder.relink(source, 1) == source
    assert finder.figures == ()


@pytest.mark.parametrize("target", ["../secret.png", "figures/../../secret.png"])
def test_nothing_outside_the_programme_is_published(finder, target):
    with pytest.raises(ImageUnusableError, match="outside"):
        finder.relink(f"![a]({target})", 3)


def test_a_link_out_of_the_programme_is_outside_too(finder, tmp_path):
    (tmp_path / "programme" / "innocent.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(ImageUnusableError, match="outside"):
        finder.relink("![a](innocent.png)", 3)


def test_missing(finder):
    with pytest.raises(ImageUnusableError, match=r"01-x.ipynb, cell 3: The figure y.png cannot"):
        finder.relink("![a](y.png)", 3)


def test_the_fingerprint_follows_names_and_contents(tmp_path):
    prints = set()
    for name, content in (("x.png", b"1"), ("x.png", b"2"), ("y.png", b"2")):
        (tmp_path / name).write_bytes(content)
        finder = FigureFinder(tmp_path / "01-x.ipynb")
        finder.relink(f"![a]({name})", 1)
        prints.add(fingerprint(finder.figures))
    assert len(prints) == 3
