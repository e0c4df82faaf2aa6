"""Templates to HTML: escaped unless said otherwise, and nothing undefined."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cohortbook.server.script_json import script_safe_json
from cohortbook.server.words import LANGUAGES, spoken, t, texts

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
    made.globals |= {"t": t, "spoken": spoken, "languages": LANGUAGES, "words": script_words}
    return made


def script_words() -> Markup:
    """Return what scripts say in the present language, for inside of a script element."""
    return Markup(script_safe_json(dict(texts(spoken()))))  # noqa: S704 - made safe


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
