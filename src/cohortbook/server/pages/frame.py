"""What surrounds every page: its files, the way around, whose page it is."""

from __future__ import annotations

from dataclasses import dataclass

from cohortbook.server.words import t


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its text; `current` marks the page that one is on."""

    href: str
    text: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """The person whose page it is."""

    name: str
    email: str
    language: str | None = None

    @property
    def initials(self) -> str:
        """One or two letters that stand for the name."""
        return initials(self.name)


@dataclass(frozen=True, slots=True)
class Frame:
    """The context of ``base.html``.

    Parameters
    ----------
    page : str
        Which page it is, for scripts and styles.
    styles, scripts : tuple of str
        Addresses of our own files.
    links : tuple of Link
        The main navigation.
    account : Account or None
        None where nobody is signed in.
    xsrf : str
        The token that forms send along.
    path : str
        Where the page is, to come back to it.
    by_mail : bool
        Whether people are written to, and can choose how.
    """

    page: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    links: tuple[Link, ...]
    account: Account | None
    xsrf: str
    path: str = "/"
    by_mail: bool = False


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of `name`."""
    words = name.split()
    chosen = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0] for word in chosen).upper()


def navigation(page: str, *, may_review: bool, runs: bool = False) -> tuple[Link, ...]:
    """Return the main navigation; none where there is only one place to go."""
    if not may_review:
        return ()
    desk = Link("/desk", t("site.nav.desk"), current=page.startswith("desk"))
    return (
        Link("/", t("site.nav.home"), current=page == "home"),
        *((desk,) if runs else ()),
        Link("/review", t("site.nav.review"), current=page in {"queue", "review"}),
        Link("/attention", t("site.nav.attention"), current=page == "attention"),
    )


def names_text(names: list[str]) -> str:
    """Join names as a sentence does: Ada, Ben and Chen."""
    if len(names) < 2:
        return "".join(names)
    return t("site.list.and", some=", ".join(names[:-1]), last=names[-1])
