"""The people of the cohort, kept in step with the cohort file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from cohortbook.access.group_lineage import GroupLineage, read_lineage
from cohortbook.access.principal import Principal
from cohortbook.clock import Clock, utc_now
from cohortbook.cohort.model import Person
from cohortbook.ids import new_id
from cohortbook.store.schema import join_links, people, roles, sessions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection, Row

    from cohortbook.cohort.model import Cohort
    from cohortbook.store.database import Database

ROSTER = "roster"

_Places = frozenset[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class RosterChange:
    """What changed when the cohort file was read again.

    Parameters
    ----------
    added, removed, moved : tuple of Principal
        As they are now; those removed as they were.
    """

    added: tuple[Principal, ...] = ()
    removed: tuple[Principal, ...] = ()
    moved: tuple[Principal, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.added or self.removed or self.moved)


class People:
    """Who is in the cohort.

    Parameters
    ----------
    database : Database
        Where people are kept.
    clock : Clock
        What time it is.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def sync_roster(self, cohort: Cohort) -> RosterChange:
        """Make the people and their roles those of the cohort file.

        Somebody removed loses roles, sessions and join links at once; what they
        wrote stays under their name. Somebody who comes back is the same person.

        Parameters
        ----------
        cohort : Cohort
            As read from the cohort file.

        Returns
        -------
        RosterChange
            Who was added, removed or has other roles than before.
        """
        names, wanted = _roster_of(cohort)
        with self._database.begin() as connection:
            before = _load(connection)
            by_email = {each.email: each for each in before.values()}
            for email, name in names.items():
                if email not in by_email:
                    connection.execute(
                        insert(people).values(
                            id=new_id("per"), email=email, name=name, created_at=self._clock()
                        )
                    )
                elif by_email[email].name != name:
                    connection.execute(
                        update(people).where(people.c.email == email).values(name=name)
                    )
            ids = {each.email: each.person_id for each in _load(connection).values()}
            for email, person_id in ids.items():
                places = wanted.get(email, frozenset())
                if email in by_email and _places_of(by_email[email]) == places:
                    continue
                _set_places(connection, person_id, places)
                if not places:
                    self._turn_out(connection, person_id)
            after = _load(connection)
        self._database.announce(ROSTER)
        return _difference(before, after)

    def principal(self, person_id: str) -> Principal | None:
        """Return somebody of the cohort, or None when they have no role in it."""
        with self._database.read() as connection:
            return load_principal(connection, person_id)

    def by_email(self, email: str) -> Principal | None:
        """Return somebody of the cohort by e-mail address, in any spelling of case."""
        folded = email.strip().casefold()
        return next((each for each in self.principals() if each.email == folded), None)

    def principals(self) -> list[Principal]:
        """Return everybody who has a role, by name."""
        with self._database.read() as connection:
            everybody = _load(connection).values()
        return sorted((each for each in everybody if each.has_role), key=_by_name)

    def know(self, name: str, email: str) -> str:
        """Return the id of somebody who is to come in; they have no role before the file says so.

        Parameters
        ----------
        name, email : str
            Who; whoever is known by the address keeps their id.
        """
        folded, person_id = email.strip().casefold(), new_id("per")
        with self._database.begin() as connection:
            known = select(people.c.id).where(people.c.email == folded)
            held: str | None = connection.execute(known).scalar_one_or_none()
            if held is not None:
                return held
            values = {"id": person_id, "email": folded, "name": name.strip()}
            connection.execute(insert(people).values(**values, created_at=self._clock()))
        return person_id

    def known(self, person_ids: Collection[str]) -> list[Person]:
        """Return names and addresses of people, whether or not they have a role; by address."""
        query = select(people.c.name, people.c.email).where(people.c.id.in_(person_ids))
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(people.c.email)).all()
        return [Person(row.name, row.email) for row in rows]

    def lineage(self) -> GroupLineage:
        """Return who moderates which group, and which groups came from which."""
        with self._database.read() as connection:
            return read_lineage(connection)

    def forget(self) -> None:
        """Have everybody looked up anew: something that roles follow from has changed."""
        self._database.announce(ROSTER)

    def choose_language(self, person_id: str, language: str | None) -> None:
        """Note the language that somebody chose; None for that of their browser."""
        with self._database.begin() as connection:
            this = people.c.id == person_id
            connection.execute(update(people).where(this).values(language=language))
        self._database.announce(ROSTER)

    def members_of(self, group_id: str) -> list[Principal]:
        """Return who learns in a group, by name."""
        return [each for each in self.principals() if group_id in each.member_of]

    def in_group(self, group_id: str) -> list[Principal]:
        """Return everybody who may be in a group's rooms: members, mentors, facilitators."""
        order = ("member", "mentor", "facilitator")
        found = [each for each in self.principals() if each.role_in(group_id)]
        return sorted(found, key=lambda each: order.index(each.role_in(group_id) or "member"))

    def _turn_out(self, connection: Connection, person_id: str) -> None:
        connection.execute(delete(sessions).where(sessions.c.person_id == person_id))
        connection.execute(
            update(join_links)
            .where(join_links.c.person_id == person_id, join_links.c.revoked_at.is_(None))
            .values(revoked_at=self._clock())
        )


def load_principal(connection: Connection, person_id: str) -> Principal | None:
    """Return somebody of the cohort within a transaction.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    person_id : str
        Who.

    Returns
    -------
    Principal or None
        None when there is no such person or they have no role any more.
    """
    return load_principals(connection, [person_id]).get(person_id)


def load_principals(connection: Connection, person_ids: Collection[str]) -> dict[str, Principal]:
    """Read several people and their roles at once.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    person_ids : collection of str
        Who.

    Returns
    -------
    dict
        By person id; those who have no role any more are not in it.
    """
    found = _load(connection, person_ids)
    return {each: principal for each, principal in found.items() if principal.has_role}


def _by_name(principal: Principal) -> tuple[str, str]:
    return (principal.name.casefold(), principal.email)


def _load(
    connection: Connection, person_ids: Collection[str] | None = None
) -> dict[str, Principal]:
    query = (
        select(people, roles.c.role, roles.c.group_id)
        .select_from(people.outerjoin(roles, roles.c.person_id == people.c.id))
        .order_by(people.c.id)
    )
    if person_ids is not None:
        query = query.where(people.c.id.in_(person_ids))
    whose: dict[str, Row[Any]] = {}
    places: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for row in connection.execute(query):
        whose[row.id] = row
        if row.role is not None:
            places[row.id].add((row.role, row.group_id))
    lineage = read_lineage(connection)
    return {each: _principal(row, places[each], lineage) for each, row in whose.items()}


def _principal(
    row: Row[Any], places: Iterable[tuple[str, str | None]], lineage: GroupLineage
) -> Principal:
    held = set(places)
    member_of = frozenset(group for role, group in held if role == "member" and group)
    mentor_of = frozenset(group for role, group in held if role == "mentor" and group)
    return Principal(
        person_id=row.id,
        name=row.name,
        email=row.email,
        member_of=member_of,
        mentor_of=mentor_of,
        facilitator=("facilitator", None) in held,
        language=row.language,
        moderator_of=frozenset(
            each for each in member_of if lineage.moderators.get(each) == row.id
        ),
        reader_of=lineage.readable(member_of | mentor_of),
    )


def _places_of(principal: Principal) -> _Places:
    places: set[tuple[str, str | None]] = {("member", each) for each in principal.member_of}
    places |= {("mentor", each) for each in principal.mentor_of}
    if principal.facilitator:
        places.add(("facilitator", None))
    return frozenset(places)


def _set_places(connection: Connection, person_id: str, places: _Places) -> None:
    connection.execute(delete(roles).where(roles.c.person_id == person_id))
    for role, group_id in sorted(places, key=str):
        connection.execute(insert(roles).values(person_id=person_id, role=role, group_id=group_id))


def _roster_of(cohort: Cohort) -> tuple[dict[str, str], dict[str, _Places]]:
    names: dict[str, str] = {}
    places: dict[str, set[tuple[str, str | None]]] = defaultdict(set)

    def add(name: str, email: str, role: str, group_id: str | None) -> None:
        folded = email.strip().casefold()
        names.setdefault(folded, name)
        places[folded].add((role, group_id))

    for each in cohort.facilitators:
        add(each.name, each.email, "facilitator", None)
    for mentor in cohort.mentors:
        for group_id in mentor.groups:
            add(mentor.person.name, mentor.person.email, "mentor", group_id)
    for group in cohort.groups.values():
        for each in group.members:
            add(each.name, each.email, "member", group.id)
    return names, {email: frozenset(held) for email, held in places.items()}


def _difference(before: dict[str, Principal], after: dict[str, Principal]) -> RosterChange:
    added, removed, moved = [], [], []
    for person_id, now in after.items():
        then = before.get(person_id)
        if then is None or not then.has_role:
            if now.has_role:
                added.append(now)
        elif not now.has_role:
            removed.append(then)
        elif _places_of(then) != _places_of(now):
            moved.append(now)
    return RosterChange(*(tuple(sorted(each, key=_by_name)) for each in (added, removed, moved)))
