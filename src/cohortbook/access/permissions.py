"""The one table that says who may do what.

A permission names the predicates that grant it; any one of them is enough, and
nothing else grants it. Handlers ask `allows` by name and never look at roles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cohortbook.access.principal import Principal
from cohortbook.cohort.self_organising import GroupRight


@dataclass(frozen=True, slots=True)
class Resource:
    """What is to be used.

    Parameters
    ----------
    group : str or None
        Id of the group it belongs to; None when it belongs to the whole cohort.
    author : str or None
        Id of the person who wrote it or whose it is.
    closed : bool
        Whether it is in a workbook that is not open to the group's members now.
    left : frozenset of str
        Of `GROUP_RIGHTS`: what the cohort file leaves to the group.
    """

    group: str | None = None
    author: str | None = None
    closed: bool = False
    left: frozenset[GroupRight] = frozenset()


Predicate = Callable[[Principal, Resource], bool]


class UnknownPermission(LookupError):  # noqa: N818
    """Somebody asked for a permission that the table does not have."""


def member(principal: Principal, resource: Resource) -> bool:
    """Whether they learn in the group, and what they ask for is open to it."""
    return (
        resource.group is not None and resource.group in principal.member_of and not resource.closed
    )


def mentor(principal: Principal, resource: Resource) -> bool:
    """Whether they review the group."""
    return resource.group is not None and resource.group in principal.mentor_of


def facilitator(principal: Principal, resource: Resource) -> bool:
    """Whether they run the cohort, and so this group."""
    return principal.facilitator and resource.group is not None


def of_the_cohort(principal: Principal, resource: Resource) -> bool:
    """Whether they have any role, for what belongs to no group."""
    return resource.group is None and principal.has_role


def reviewer_somewhere(principal: Principal, resource: Resource) -> bool:
    """Whether they review any group, for what belongs to no group."""
    return resource.group is None and (principal.facilitator or bool(principal.mentor_of))


def runs_the_cohort(principal: Principal, resource: Resource) -> bool:
    """Whether they run the cohort, for what belongs to no group."""
    return resource.group is None and principal.facilitator


def member_for_themselves(principal: Principal, resource: Resource) -> bool:
    """Whether they learn in the group and the thing is their own, not another's."""
    return member(principal, resource) and resource.author in (None, principal.person_id)


def author_in_the_group(principal: Principal, resource: Resource) -> bool:
    """Whether they wrote it and still have a role in the group."""
    return resource.author == principal.person_id and any(
        each(principal, resource) for each in EVERYBODY
    )


def author(principal: Principal, resource: Resource) -> bool:
    """Whether it is theirs, wherever they learn now."""
    return resource.group is not None and resource.author == principal.person_id


def heir(principal: Principal, resource: Resource) -> bool:
    """Whether the work of the group, which is no more or which they left, goes on in theirs."""
    return resource.group is not None and resource.group in principal.reader_of


def where_left(right: GroupRight) -> Predicate:
    """Return a predicate: whether they learn in the group, and it is left to it to decide this."""

    def member_where_left(principal: Principal, resource: Resource) -> bool:
        return member(principal, resource) and right in resource.left

    return member_where_left


EVERYBODY: tuple[Predicate, ...] = (member, mentor, facilitator)
REVIEWERS: tuple[Predicate, ...] = (mentor, facilitator)

PERMISSIONS: Mapping[str, tuple[Predicate, ...]] = MappingProxyType(
    {
        "home.see": (of_the_cohort, *EVERYBODY),
        "language.choose": (of_the_cohort,),
        "messages.choose": (of_the_cohort,),
        "messages.troubles": (runs_the_cohort,),
        "file.see": (of_the_cohort, *EVERYBODY),
        "group.see": EVERYBODY,
        "direction.set": (where_left("direction"), facilitator),
        "topic.add": (where_left("topics"), facilitator),
        "group.decide": (member, facilitator),
        "group.moderator": (where_left("moderator"), facilitator),
        "group.invite": (where_left("invite"), facilitator),
        "group.move": (where_left("move"), facilitator),
        "group.split": (where_left("split"), facilitator),
        "group.merge": (where_left("merge"), facilitator),
        "room.see": EVERYBODY,
        "room.join": EVERYBODY,
        "room.lead": EVERYBODY,
        "kernel.use": EVERYBODY,
        "kernel.use-own": (author_in_the_group,),
        "kernel.wake": EVERYBODY,
        "answer.write": (member,),
        "answer.history": EVERYBODY,
        "answer.preview": EVERYBODY,
        "answer.write-own": (member_for_themselves,),
        "answer.see-own": (member_for_themselves,),
        "code.run": (member,),
        "code.see": EVERYBODY,
        "upload.add": (member,),
        "upload.see": (*EVERYBODY, heir),
        "upload.see-own": (author,),
        "individual.hand-in": (member_for_themselves,),
        "answer.reveal": (facilitator,),
        "pin.keep": EVERYBODY,
        "pin.see": EVERYBODY,
        "pin.remove": (author_in_the_group, facilitator),
        "comment.write": EVERYBODY,
        "comment.edit": (author_in_the_group,),
        "comment.delete": (author_in_the_group, facilitator),
        "comment.react": EVERYBODY,
        "comment.history": EVERYBODY,
        "thread.resolve": EVERYBODY,
        "thread.read": EVERYBODY,
        "review.see": (reviewer_somewhere, *REVIEWERS),
        "review.give": REVIEWERS,
        "attention.report": (member,),
        "attention.see": (reviewer_somewhere, *REVIEWERS),
        "nudge.send": REVIEWERS,
        "nudge.account": (member,),
        "nudge.reply": REVIEWERS,
        "record.see": (of_the_cohort,),
        "desk.see": (runs_the_cohort, facilitator),
        "announcement.make": (runs_the_cohort,),
        "workbook.open": (runs_the_cohort,),
        "people.manage": (runs_the_cohort,),
        "stamp.renew": (runs_the_cohort,),
        "operations.see": (runs_the_cohort,),
        "operations.act": (runs_the_cohort,),
        "review.prepare": (reviewer_somewhere,),
        "review.hand-in": (member,),
        "peers.open": (runs_the_cohort,),
        "peers.see": EVERYBODY,
        "peers.give": (member,),
    }
)


def allows(permission: str, principal: Principal | None, resource: Resource) -> bool:
    """Say whether somebody may do something.

    Parameters
    ----------
    permission : str
        A name of the table.
    principal : Principal or None
        Who asks; None for somebody who is not signed in.
    resource : Resource
        What it is about.

    Returns
    -------
    bool
        True only when a predicate of the permission grants it.

    Raises
    ------
    UnknownPermission
        When the table has no such name: a mistake in the caller.
    """
    try:
        predicates = PERMISSIONS[permission]
    except KeyError:
        raise UnknownPermission(permission) from None
    return principal is not None and any(each(principal, resource) for each in predicates)
