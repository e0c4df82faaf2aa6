"""Who is in the cohort, in words: how they come in, and what a table would change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cohortbook.cohort.roster_table import COLUMNS
from cohortbook.server.desk.accompanying_view import Accompanying, accompanying
from cohortbook.server.pages.dates import DateWords, ago_words, date_text
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohortbook.access.principal import Principal
    from cohortbook.access.sign_in import JoinLink, LinkRecord
    from cohortbook.cohort.roster_import import Import, WrongLine
    from cohortbook.server.desk.roster import RosterFile
    from cohortbook.server.pages.sources import Sources


@dataclass(frozen=True, slots=True)
class WaitingLink:
    """A link that can still be used."""

    id: str
    made: DateWords
    until: str


@dataclass(frozen=True, slots=True)
class PersonWords:
    """Somebody; `state` is in, invited or away."""

    id: str
    name: str
    email: str
    state: str
    state_text: str
    links: tuple[WaitingLink, ...]


@dataclass(frozen=True, slots=True)
class GroupWords:
    """A group and its members, in the order of the file."""

    id: str
    title: str
    note: str
    people: tuple[PersonWords, ...]


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link that was just made; nobody sees it a second time."""

    name: str
    email: str
    address: str


@dataclass(frozen=True, slots=True)
class PreviewWords:
    """What a table would change."""

    form: str
    counts: str
    added: tuple[str, ...]
    moved: tuple[str, ...]
    wrong: tuple[str, ...]
    text: str
    changes: int


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The context of ``desk_people.html``."""

    eyebrow: str
    version: str
    groups: tuple[GroupWords, ...]
    choices: tuple[tuple[str, str], ...]
    away: int
    only_away: bool
    mailed: int
    columns: tuple[str, ...]
    accompanying: Accompanying | None = None
    new_links: tuple[NewLink, ...] = ()
    preview: PreviewWords | None = None


def people_page(  # noqa: PLR0913
    sources: Sources,
    roster: RosterFile,
    links: Iterable[LinkRecord],
    *,
    reader: str,
    only_away: bool = False,
    mailed: int = 0,
    new_links: tuple[NewLink, ...] = (),
    preview: PreviewWords | None = None,
) -> PeoplePage:
    """Collect the members of all groups, as the cohort file has them.

    Parameters
    ----------
    sources : Sources
        Who came in.
    roster : RosterFile
        The cohort as its file is now.
    links : iterable of LinkRecord
        All that were ever made.
    reader : str
        The address of who looks.
    only_away : bool
        Leave out those who have been here.
    mailed : int
        To how many a link was just sent.
    new_links : tuple of NewLink
        To be shown once.
    preview : PreviewWords, optional
        What a table would change.
    """
    cohort, came = roster.cohort, sources.work_record.read().came
    known = {each.email: each for each in sources.people.principals()}
    waiting = _waiting(sources, links)
    groups = []
    for group in cohort.groups.values():
        people = [
            _person(known[each.email], came, waiting)
            for each in group.members
            if each.email in known
        ]
        shown = tuple(each for each in people if not only_away or each.state != "in")
        if shown or not only_away:
            note = t("home.members.count", count=len(people))
            groups.append(GroupWords(group.id, group.title, note, shown))
    return PeoplePage(
        eyebrow=t("home.eyebrow", programme=cohort.programme_title, cohort=cohort.title),
        version=roster.version,
        groups=tuple(groups),
        choices=tuple((each.id, each.title) for each in cohort.groups.values()),
        away=sum(
            each.email in known and known[each.email].person_id not in came
            for group in cohort.groups.values()
            for each in group.members
        ),
        only_away=only_away,
        mailed=mailed,
        columns=tuple(COLUMNS.values()),
        accompanying=None if only_away else accompanying(sources, cohort, reader),
        new_links=new_links,
        preview=preview,
    )


def new_link(person: Principal, link: JoinLink, base_url: str) -> NewLink:
    """Return a link that was just made, to be handed on."""
    return NewLink(person.name, person.email, f"{base_url}/join/{link.token}")


def preview_words(roster: RosterFile, form: str, found: Import, text: str) -> PreviewWords:
    """Put in words what a table would change."""
    titles = {each.id: each.title for each in roster.cohort.groups.values()}
    names = {
        each.email: each.name for group in roster.cohort.groups.values() for each in group.members
    }
    return PreviewWords(
        form=t(f"desk.import.form.{form}"),
        counts=t(
            "desk.import.counts",
            added=len(found.added),
            moved=len(found.moved),
            unchanged=len(found.unchanged),
            wrong=len(found.wrong),
        ),
        added=tuple(
            t("desk.import.to", name=each.name, group=titles[each.group]) for each in found.added
        ),
        moved=tuple(
            t("desk.import.to", name=names[each.email], group=titles[each.group])
            for each in found.moved
        ),
        wrong=tuple(_wrong(each, titles) for each in found.wrong),
        text=text,
        changes=len(found.edits),
    )


def _wrong(line: WrongLine, titles: dict[str, str]) -> str:
    said = t(f"desk.import.wrong.{line.kind}", line=line.line, value=line.value[:80])
    return f"{said} {t('desk.import.hint', group=titles[line.hint])}" if line.hint else said


def _person(
    person: Principal, came: frozenset[str], waiting: dict[str, list[WaitingLink]]
) -> PersonWords:
    links = tuple(waiting.get(person.person_id, ()))
    state = "in" if person.person_id in came else "invited" if links else "away"
    return PersonWords(
        id=person.person_id,
        name=person.name,
        email=person.email,
        state=state,
        state_text=t(f"desk.people.state.{state}"),
        links=links,
    )


def _waiting(sources: Sources, links: Iterable[LinkRecord]) -> dict[str, list[WaitingLink]]:
    now, zone = sources.clock(), ZoneInfo(sources.cohort.timezone)
    today = now.astimezone(zone).date()
    found: dict[str, list[WaitingLink]] = defaultdict(list)
    for each in links:
        if each.used_at is None and each.revoked_at is None and each.expires_at > now:
            until = date_text(each.expires_at.astimezone(zone).date(), today)
            words = t("desk.people.link.until", day=until)
            made = ago_words(each.created_at, now, zone)
            found[each.person_id].append(WaitingLink(each.id, made, words))
    return found
