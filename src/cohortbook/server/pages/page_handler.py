"""A handler that answers with one of our pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortbook.server.handlers.base import Handler
from cohortbook.server.pages.rendering import render

if TYPE_CHECKING:
    from cohortbook.server.pages.sources import Sources


class PageHandler(Handler):
    """What the handlers of home, sign-in and review share."""

    @property
    def sources(self) -> Sources:
        """What pages are made from."""
        return self.services.sources

    def show(self, template: str, page: str, title: str, **context: object) -> None:
        """Answer with a page.

        Parameters
        ----------
        template : str
            File name in ``server/templates``.
        page : str
            Which page it is, for the navigation and for scripts.
        title : str
            Of the browser's tab.
        **context : object
            What the template speaks of besides.
        """
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(render(template, {"frame": self.frame(page), "title": title, **context}))
