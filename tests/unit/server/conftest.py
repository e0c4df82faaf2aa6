"""Pages over HTTP for every test here."""

from __future__ import annotations

import pytest

from page_server import run_story
from page_world import empty_data  # noqa: F401 - a fixture


@pytest.fixture
def visit(empty_data, tmp_path):  # noqa: F811
    """Tell a story of somebody who visits the pages."""
    return lambda story: run_story(empty_data, tmp_path, story)
