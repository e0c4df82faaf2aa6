"""Pages over HTTP for every test here."""

from page_visits import visit  # noqa: F401
from page_world import empty_data  # noqa: F401
