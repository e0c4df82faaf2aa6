from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from cohortbook.access.secret import FILE_NAME, SecretUnusable, load_secret


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    folder = tmp_path / "data"
    first = load_secret(folder)
    assert len(first) == 32
    assert load_secret(folder) == first
    assert (folder / FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert [each.name for each in folder.iterdir()] == [FILE_NAME]


def test_two_folders_have_two_secrets(tmp_path):
    assert load_secret(tmp_path / "a") != load_secret(tmp_path / "b")


def test_all_who_ask_first_at_once_get_the_same(tmp_path):
    for round_ in range(10):
        with ThreadPoolExecutor(8) as pool:
            folder = tmp_path / str(round_)
            assert len(set(pool.map(load_secret, [folder] * 8))) == 1


def test_a_secret_that_others_can_read_is_refused(tmp_path):
    load_secret(tmp_path)
    (tmp_path / FILE_NAME).chmod(0o644)
    with pytest.raises(SecretUnusable, match="chmod 600"):
        load_secret(tmp_path)


def test_a_damaged_secret_is_refused_not_replaced(tmp_path):
    load_secret(tmp_path)
    (tmp_path / FILE_NAME).write_bytes(b"short")
    with pytest.raises(SecretUnusable, match="5 bytes"):
        load_secret(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == b"short"


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SecretUnusable):
        load_secret(tmp_path / "file" / "data")
