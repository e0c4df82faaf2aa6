"""Sign-in links, made and withdrawn from the command line."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

from cohortbook.access.people import People
from cohortbook.access.principal import Principal
from cohortbook.access.secret import load_secret
from cohortbook.access.sign_in import SignIn
from cohortbook.cli_output import print_rows, results
from cohortbook.cohort.model import Cohort
from cohortbook.cohort.reader import FILE_NAME, read_cohort
from cohortbook.errors import CohortbookError
from cohortbook.learning.organising.membership import Membership
from cohortbook.store.database import Database


class PersonUnknownError(CohortbookError):
    """Nobody in the cohort has this e-mail address."""

    code: ClassVar[str] = "person-unknown"


class LinkUnknownError(CohortbookError):
    """There is no such link, or it can no longer be used."""

    code: ClassVar[str] = "link-unknown"


def make_links(programme: Path, data: Path, base_url: str, email: str | None) -> None:
    """Make and print a link for everybody, or for one person.

    Raises
    ------
    PersonUnknownError
        When nobody in the cohort file has this address.
    """
    cohort = read_cohort(programme / FILE_NAME)
    with _access(data) as (people, sign_in, membership):
        membership.follow(cohort)
        if email is None:
            chosen = people.principals()
        else:
            one = people.by_email(email)
            if one is None:
                msg = f"Nobody in the cohort has the e-mail address {email}."
                raise PersonUnknownError(msg, mend=f"See {programme / FILE_NAME}.")
            chosen = [one]
        rows = []
        for each in chosen:
            link = sign_in.create_link(each.person_id)
            address = join_address(base_url, link.token)
            rows.append((*_described(each, cohort), each.email, link.id, address))
    print_rows(("role", "name", "group", "e-mail", "id", "link"), rows)


def revoke_link(data: Path, link_id: str) -> None:
    """Withdraw a link.

    Raises
    ------
    LinkUnknownError
        When there is none that could still be used.
    """
    with _access(data) as (_, sign_in, _membership):
        if not sign_in.revoke_link(link_id):
            msg = f"There is no link {link_id} that could still be used."
            raise LinkUnknownError(msg, mend="It may have been used, or withdrawn before.")
    results().print(f"The link {link_id} lets nobody in any more.")


def print_sample_links(people: People, sign_in: SignIn, cohort: Cohort, base_url: str) -> None:
    """Print a link for each role, for trying things out."""
    rows = []
    for each in one_of_each(people.principals(), cohort):
        address = join_address(base_url, sign_in.create_link(each.person_id).token)
        rows.append((*_described(each, cohort), address))
    print_rows(("role", "name", "group", "link"), rows)


def one_of_each(everybody: Iterable[Principal], cohort: Cohort) -> list[Principal]:
    """Choose people to try a cohort with.

    Parameters
    ----------
    everybody : iterable of Principal
        Of the cohort.
    cohort : Cohort
        Names the order of groups and people.

    Returns
    -------
    list of Principal
        A facilitator, a mentor of the first group, two of its members, and a
        member of another group, as far as there are such people.
    """
    known = {each.email: each for each in everybody}
    groups = list(cohort.groups.values())
    mentors = sorted(cohort.mentors, key=lambda each: groups[0].id not in each.groups)
    chosen = [
        *cohort.facilitators[:1],
        *(each.person for each in mentors[:1]),
        *groups[0].members[:2],
        *(groups[1].members[:1] if len(groups) > 1 else ()),
    ]
    emails = dict.fromkeys(each.email for each in chosen)
    return [known[each] for each in emails if each in known]


def join_address(base_url: str, token: str) -> str:
    """Return the address that signs somebody in."""
    return f"{base_url.rstrip('/')}/join/{token}"


@contextlib.contextmanager
def _access(data: Path) -> Iterator[tuple[People, SignIn, Membership]]:
    database = Database.in_folder(data)
    try:
        database.migrate()
        people = People(database)
        sign_in = SignIn(database, load_secret(data))
        yield people, sign_in, Membership(people, database)
    finally:
        database.close()


def _described(principal: Principal, cohort: Cohort) -> tuple[str, str, str]:
    if principal.facilitator:
        return ("facilitator", principal.name, "all")
    role, ids = (
        ("mentor", principal.mentor_of) if principal.mentor_of else ("member", principal.member_of)
    )
    titles = [group.title for group in cohort.groups.values() if group.id in ids]
    return (role, principal.name, ", ".join(titles))
