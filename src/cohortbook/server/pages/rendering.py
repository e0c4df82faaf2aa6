"""Templates to HTML: escaped unless said otherwise, and nothing undefined."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def environment() -> Environment:
    """Return the environment that all page templates share."""
    made = Environment(
        loader=PackageLoader("cohortbook.server", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["t"] = t
    return made


def render(name: str, context: Mapping[str, object]) -> str:
    """Render a page template.

    Parameters
    ----------
    name : str
        File name in ``server/templates``, such as ``"home.html"``.
    context : collections.abc.Mapping[str, object]
        Everything the template speaks of; a name that is missing raises.
    """
    return environment().get_template(name).render(dict(context))
