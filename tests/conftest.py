"""Here so that every test can import `factories`."""

import pytest


# First: the plugin reads the marks in a hook of its own.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Keep files whole on one worker, and all browsers on the same one: they need the time."""
    for item in items:
        group = "browser" if item.get_closest_marker("browser") else item.path.name
        item.add_marker(pytest.mark.xdist_group(group))
