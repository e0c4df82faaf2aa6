"""Files for everybody: whole, small, and none but those that are meant."""

import gzip

import pytest

from cohortbook.server.static import StaticFiles


@pytest.fixture
def folders(tmp_path):
    for name in ("first", "second", "private"):
        (tmp_path / name).mkdir()
    (tmp_path / "private" / "secret.key").write_text("secret")
    return [tmp_path / "first", tmp_path / "second"]


def test_text_is_kept_compressed_and_pictures_are_not(folders):
    script, picture = "let a = 1;\n" * 500, b"\x89PNG" + bytes(5000)
    (folders[1] / "page.js").write_text(script)
    (folders[1] / "board.png").write_bytes(picture)
    files = StaticFiles(folders)
    found = files.get("page.js")
    assert found.kind == "application/javascript; charset=utf-8"
    assert gzip.decompress(found.compressed).decode() == script
    assert len(found.compressed) < len(found.plain) / 10
    found = files.get("board.png")
    assert (found.kind, found.plain, found.compressed) == ("image/png", picture, None)


def test_what_does_not_get_smaller_is_sent_as_it_is(folders):
    (folders[0] / "tiny.css").write_text("a{}")
    assert StaticFiles(folders).get("tiny.css").compressed is None


def test_the_first_folder_wins_and_the_tag_tells_contents_apart(folders):
    (folders[0] / "a.js").write_text("1")
    (folders[1] / "a.js").write_text("2")
    (folders[1] / "b.js").write_text("2")
    files = StaticFiles(folders)
    assert files.get("a.js").plain == b"1"
    assert files.get("a.js").etag != files.get("b.js").etag


def test_a_file_is_read_once(folders):
    (folders[0] / "a.js").write_text("1")
    files = StaticFiles(folders)
    assert files.kept("a.js") is None
    assert files.get("a.js") is files.get("a.js") is files.kept("a.js")


@pytest.mark.parametrize(
    "name",
    ["../private/secret.key", "link/secret.key", "no-such", "", ".", "a\x00b", "x" * 5000],
)
def test_nothing_else_is_given_away(folders, name):
    (folders[0] / "link").symlink_to(folders[0].parent / "private")
    assert StaticFiles(folders).get(name) is None


def test_an_absolute_path_is_none_of_ours(folders):
    secret = folders[0].parent / "private" / "secret.key"
    assert StaticFiles(folders).get(str(secret)) is None
