"""Mentions as they are written, ``@[Ada Brandt](person:per_x)``, and as they are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import escapeHtml

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

# A page may put its own word in the place of this one.
MENTORS = "mentors"

_MENTION = re.compile(
    r"""
    @\[ (?P<label> (?: \\. | [^\[\]\\\n] ){1,200} ) \]
    \( (?: person: (?P<person> [a-z0-9_]{1,24} ) | mentors: ) \)
    """,
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\([\[\]\\])")


@dataclass(frozen=True, slots=True)
class Known:
    """Who can be mentioned in a text.

    Parameters
    ----------
    names : tuple of (str, str)
        Id and present name of each.
    mentors : bool
        Whether there are mentors to call.
    """

    names: tuple[tuple[str, str], ...] = ()
    mentors: bool = False


NOBODY = Known()


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Whom a text asks to mention.

    Parameters
    ----------
    people : tuple of str
        Ids as they stand there, each once; perhaps of nobody.
    mentors : bool
        Whether it calls the mentors of the group.
    """

    people: tuple[str, ...] = ()
    mentors: bool = False


def mention_rules(engine: MarkdownIt) -> None:
    """Teach a Markdown engine to read and to show mentions.

    To render, it is given `Known` as ``known`` in its environment.
    """
    engine.inline.ruler.before("link", "mention", _read)
    engine.add_render_rule("mention", _show)


def read_mentions(tokens: Sequence[Token]) -> Mentioned:
    """Collect the mentions of a text that was parsed with these rules."""
    people: dict[str, None] = {}
    mentors = False
    for token in _all(tokens):
        if token.type == "mention":
            person = token.meta["person"]
            if person is None:
                mentors = True
            else:
                people[person] = None
    return Mentioned(tuple(people), mentors)


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())


def _read(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the engine calls it so
    found = _MENTION.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.content = _ESCAPED.sub(r"\1", found["label"])
        token.meta = {"person": found["person"]}
    state.pos = found.end()
    return True


def _show(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    token, known = tokens[index], env["known"]
    person = token.meta["person"]
    name = dict(known.names).get(person)
    if name is not None:
        # The name as it is now, whatever the author wrote: nobody is made to say another's.
        return f'<span class="cb-mention" data-person="{person}">@{escapeHtml(name)}</span>'
    if person is None and known.mentors:
        return f'<span class="cb-mention" data-mentors="true">@{MENTORS}</span>'
    return escapeHtml(f"@{token.content}")
