"""The pages around the workbooks: home, sign-in, review, and what to say on errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tornado.web import RequestHandler

    from cohortbook.server.services import Services


def routes(services: Services) -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
    """Return the routes of the pages.

    Parameters
    ----------
    services : Services
        What their handlers ask.
    """
    # The handlers' base itself needs parts of this package: the pages for errors.
    from cohortbook.server.pages.addresses import HANDLERS  # noqa: PLC0415

    return [(path, handler, {"services": services}) for path, handler in HANDLERS]
