"""The names that our built scripts and styles have this time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files

from cohortbook.errors import CohortbookError


class AssetMissingError(CohortbookError):
    """A script or style of ours has not been built."""

    code = "asset-missing"


class Assets:
    """Addresses of our scripts and styles by their plain names.

    Parameters
    ----------
    names : collections.abc.Mapping[str, str]
        The file that holds each, such as ``{"page.js": "page-ABCD.js"}``.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = dict(names)

    @classmethod
    def built(cls) -> Assets:
        """Read what comes with the installed package.

        Raises
        ------
        AssetMissingError
            If the front-end has not been built.
        """
        listed = files("cohortbook_widgets").joinpath("static", "assets.json")
        try:
            return cls(json.loads(listed.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            message = "The front-end has not been built: there is no assets.json."
            raise AssetMissingError(message, mend="Run: npm ci && npm run build") from error

    def url(self, name: str) -> str:
        """Return the address of a script or style.

        Raises
        ------
        AssetMissingError
            If it is not among those that were built.
        """
        if name not in self._names:
            message = f"{name} is not among the files that the front-end's build made."
            raise AssetMissingError(message, mend="Run: npm ci && npm run build")
        return f"/static/{self._names[name]}"
