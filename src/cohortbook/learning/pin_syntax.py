"""Kept states of simulations, written ``![words](pin:pin_x)``, and as they are shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import escapeHtml

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

_ID = "pin_[a-z2-7]{20}"
_PIN = re.compile(
    rf"!\[ (?P<words> (?: \\. | [^\[\]\\\n] ){{0,500}} ) \] \( pin: (?P<id> {_ID} ) \)", re.VERBOSE
)
_ESCAPED = re.compile(r"\\([\[\]\\])")

ADDRESS = re.compile(rf"/pins/{_ID}")
PICTURE = re.compile(rf"/pins/{_ID}/picture")


def pin_rules(engine: MarkdownIt) -> None:
    """Teach a Markdown engine to read and to show kept states.

    Each becomes a link to the simulation with the picture and the words in it.
    Who may see the picture is asked when it is fetched.
    """
    engine.inline.ruler.before("link", "pin", _read)
    engine.add_render_rule("pin", _show)


def _read(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the engine calls it so
    found = _PIN.match(state.src, state.pos, state.posMax)
    if found is None or state.linkLevel:
        return False
    if not silent:
        token = state.push("pin", "", 0)
        token.content = _ESCAPED.sub(r"\1", found["words"])
        token.meta = {"id": found["id"]}
    state.pos = found.end()
    return True


def _show(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    words = escapeHtml(tokens[index].content)
    address = f"/pins/{tokens[index].meta['id']}"
    # The words stand beside the picture: read out twice they would only be in the way.
    return (
        f'<a class="cb-pin" href="{address}">'
        f'<img class="cb-pin__picture" src="{address}/picture" alt="" loading="lazy">'
        f'<span class="cb-pin__words">{words}</span></a>'
    )
