"""Names taken out of everything that a page is sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from cohortbook.server.group.decision_words import group_titles
from cohortbook.server.words import LANGUAGES, t, texts

if TYPE_CHECKING:
    from cohortbook.server.pages.sources import Sources

# Parameters of a group that say who it is, so that prompts do when they are made with them.
_TELLING = re.compile(r"team|group|name|.*_name")
_SHORTEST_NAME = 3
# So far back a word is looked for, at most.
_NEAR = 200
# What stands between a word and the name after it, in text and in HTML.
_WORD_BEFORE = re.compile(r"([^\W\d_]+)(?:\s|<[^<>]*>)+$")
# Roles of those whose names stay: they judge, and are not judged.
REVIEWERS = frozenset({"mentor", "facilitator"})


class Veil:
    """Puts stand-ins in the place of names, wherever they stand.

    Parameters
    ----------
    stand_ins : mapping of str to str
        What to read instead of each name; letters may be large or small.
    exact : mapping of str to str
        The same for names that are also words, such as Will: found as written only.
    bare : mapping of str to str
        Stand-ins that have an article, and what they are without it: where the text has
        one before the name.

    Notes
    -----
    It works on what is sent, and so on names in answers, comments, mentions and prompts
    too. A nickname, or what only one group can have lived through, it does not know.
    """

    def __init__(
        self,
        stand_ins: Mapping[str, str],
        exact: Mapping[str, str],
        bare: Mapping[str, str] | None = None,
    ) -> None:
        self._bare = bare or {}
        self._stand_ins = {
            form.casefold(): stand_in
            for name, stand_in in stand_ins.items()
            for form in _forms(name)
        }
        self._exact = {form: stand_in for name, stand_in in exact.items() for form in _forms(name)}
        self._anyhow = _pattern(self._stand_ins, re.IGNORECASE)
        self._as_written = _pattern(self._exact)

    def text(self, text: str) -> str:
        """Return `text` without the names."""
        if self._anyhow:
            text = self._anyhow.sub(
                lambda hit: self._fitting(hit, self._stand_ins[hit[0].casefold()]), text
            )
        if self._as_written:
            text = self._as_written.sub(lambda hit: self._exact[hit[0]], text)
        return text

    def _fitting(self, hit: re.Match[str], stand_in: str) -> str:
        if stand_in not in self._bare or hit[0].split()[0].casefold() in articles():
            return stand_in
        before = _WORD_BEFORE.search(hit.string, max(0, hit.start() - _NEAR), hit.start())
        has_one = before is not None and before[1].casefold() in articles()
        return self._bare[stand_in] if has_one else stand_in

    def __call__(self, value: Any) -> Any:
        """Return JSON without the names, those of its keys too."""
        match value:
            case str():
                return self.text(value)
            case dict():
                return {self.text(key): self(each) for key, each in value.items()}
            case list() | tuple():
                return [self(each) for each in value]
            case _:
                return value


@cache
def articles() -> frozenset[str]:
    """Return words that may stand before a name, of all languages: texts are in any of them."""
    return frozenset(
        each for language in LANGUAGES for each in texts(language)["review.veil.articles"].split()
    )


def veil_over(
    sources: Sources,
    labels: Mapping[str, str],
    others: Mapping[str, str],
    bare: Mapping[str, str] | None = None,
) -> Veil:
    """Return the veil over some groups and everybody in them.

    Parameters
    ----------
    sources : Sources
        Who there is.
    labels : mapping of str to str
        What each group is called instead, by its id.
    others : mapping of str to str
        Names by id of those who wrote something there and are members no more.
    bare : mapping of str to str, optional
        Labels without their articles.
    """
    stand_ins: dict[str, str] = {}
    exact: dict[str, str] = {}
    known: dict[str, tuple[str, str | None]] = {}
    for group, label in labels.items():
        stand_ins |= dict.fromkeys(_names_of_group(sources, group), label)
    for person in sources.people.principals():
        if person.member_of & set(labels):
            known[person.person_id] = (person.name, person.email)
    known |= {each: (name, None) for each, name in others.items() if each not in known}
    for number, (person_id, (name, email)) in enumerate(sorted(known.items()), start=1):
        stand_in = t("review.veil.member", number=number)
        stand_ins |= {person_id: f"member-{number}", name: stand_in}
        if email:
            stand_ins[email] = stand_in
        for part in name.split():
            # Not the small words between names, such as the "de" of Ana de la Cruz.
            if len(part) >= _SHORTEST_NAME and part[0].isupper():
                exact[part] = stand_in
    return Veil(stand_ins, exact, bare)


def veil_over_all(sources: Sources, groups: Iterable[str], others: Mapping[str, str]) -> Veil:
    """Return the veil over some groups that need not be told apart."""
    label = t("review.veil.a-group")
    bare = {label: t("review.veil.a-group.bare")}
    return veil_over(sources, dict.fromkeys(groups, label), others, bare)


def _names_of_group(sources: Sources, group: str) -> Iterable[str]:
    found = sources.cohort.groups.get(group)
    if found is None:
        # It went into another one; others may still review what it wrote.
        yield group_titles(sources).get(group, group)
        return
    yield found.title
    for name, value in found.parameters.items():
        if isinstance(value, str) and len(value) >= _SHORTEST_NAME and _TELLING.fullmatch(name):
            yield value


def _forms(name: str) -> tuple[str, ...]:
    """Return a name as it stands in a text, and in HTML."""
    return name, escape(name), escape(name, quote=False)


def _pattern(names: Iterable[str], flags: int = 0) -> re.Pattern[str] | None:
    longest_first = sorted((re.escape(each) for each in names if each), key=len, reverse=True)
    if not longest_first:
        return None
    # An underscore ends a name too: files are called after people.
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(longest_first)})(?![^\W_])", flags)
