"""From the services to the facts of somebody's home page."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cohortbook.access.permissions import Resource, allows
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.desk.workbooks_view import announcement_words
from cohortbook.server.noticing.topic_title import topic_title
from cohortbook.server.pages.home_facts import (
    AddressedFact,
    GroupFacts,
    HomeFacts,
    NewsFact,
    NudgeFact,
    RoomFacts,
    WorkbookFacts,
)
from cohortbook.server.pages.review_desk import first_waiting

if TYPE_CHECKING:
    from cohortbook.access.principal import Principal
    from cohortbook.learning.addressed import Addressed
    from cohortbook.learning.nudge_loading import Nudge
    from cohortbook.server.pages.sources import Sources
    from cohortbook.stamp.manifest import Stamp, WorkbookEntry


def gather_home(sources: Sources, reader: Principal) -> HomeFacts:
    """Collect what the home page of `reader` is made from."""
    manifest, cohort = sources.manifest(), sources.cohort
    groups = sources.groups_of(reader)
    stamps = [
        stamp
        for group in groups
        for workbook in manifest.workbooks
        if (stamp := manifest.stamp(group.id, workbook.id))
    ]
    members = _members(sources)
    keys = [RoomKey(each.group, each.workbook) for each in stamps]
    # Who mentions a mentor calls them: that waits for a reply, not only to be read.
    called = [each for each in keys if each.group in reader.mentor_of]
    others = [each for each in keys if each.group not in reader.mentor_of]
    calls = sources.addressed.calls(reader.person_id, called)
    mentions = sources.addressed.unread_mentions(reader.person_id, others)
    nudges = sources.nudges.of_rooms(keys)
    now = sources.clock()
    today = now.astimezone(ZoneInfo(cohort.timezone)).date()
    said = sources.announcements.current(today, [each.id for each in groups])
    return HomeFacts(
        announced=tuple(announcement_words(sources, each, now) for each in said),
        reader=reader,
        programme=cohort.programme_title,
        cohort=cohort.title,
        zone=ZoneInfo(cohort.timezone),
        now=now,
        workbooks=tuple(_workbook(sources, each) for each in manifest.workbooks),
        groups=tuple(
            GroupFacts(
                each.id,
                each.title,
                members[each.id],
                sources.organising.waits_for(each.id, reader.person_id)
                if each.id in reader.member_of
                else 0,
            )
            for each in groups
        ),
        rooms=_rooms(sources, reader, stamps),
        next_review=first_waiting(sources, reader),
        blind=sources.review_settings.blind(reader.person_id),
        calls=tuple(_addressed(each) for each in calls),
        mentions=tuple(_addressed(each) for each in mentions),
        to_account=tuple(
            _nudge(sources, each)
            for each in nudges
            if each.is_open and each.room.group in reader.member_of
        ),
        accounts=tuple(
            _nudge(sources, each)
            for each in nudges
            if not (each.is_open or each.replies)
            and allows("nudge.reply", reader, Resource(each.room.group))
        ),
    )


def _nudge(sources: Sources, nudge: Nudge) -> NudgeFact:
    account = nudge.account
    given = None if account is None else account.given_at
    return NudgeFact(
        group=nudge.room.group,
        workbook=nudge.room.workbook,
        nudge=nudge.id,
        kind=nudge.kind,
        topic=topic_title(sources, nudge.room, nudge.topic),
        choice=None if account is None or given is None else account.choice,
        words="" if account is None else account.words,
        by_day=None if account is None else account.by_day,
        at=given or nudge.sent_at,
    )


def _addressed(found: Addressed) -> AddressedFact:
    return AddressedFact(
        found.room.group,
        found.room.workbook,
        found.comment_id,
        found.author,
        found.body,
        found.at,
    )


def _workbook(sources: Sources, entry: WorkbookEntry) -> WorkbookFacts:
    plan = sources.cohort.schedule.get(entry.id)
    return WorkbookFacts(
        id=entry.id,
        title=entry.title,
        summary=entry.summary,
        minutes=entry.minutes,
        topics=tuple(entry.topics.values()),
        opens=plan.opens if plan else None,
        due=plan.due if plan else None,
    )


def _members(sources: Sources) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for person in sources.people.principals():
        for group in person.member_of:
            found[group][person.person_id] = person.name
    return found


def _rooms(
    sources: Sources, reader: Principal, stamps: list[Stamp]
) -> dict[tuple[str, str], RoomFacts]:
    keys = [RoomKey(each.group, each.workbook) for each in stamps]
    news: dict[RoomKey, list[NewsFact]] = defaultdict(list)
    for each in sources.progress.news_by_person(reader.person_id, keys):
        news[each.room].append(NewsFact(each.kind, each.actor, each.count, each.at))
    own = sources.progress.answered_in(keys, reader.person_id)
    works = sources.works(keys)
    rooms = {}
    for stamp, key in zip(stamps, keys, strict=True):
        work = works[key]
        definitions = [each.definition for each in stamp.exercises]
        counted = [each for each in definitions if each.required]
        reviews = allows("review.give", reader, Resource(key.group))
        rooms[key.group, key.workbook] = RoomFacts(
            total=len(counted),
            # What somebody answered alone is done for them, whatever the others did.
            answered=sum(work.answered(each) or each.id in own[key] for each in counted),
            waiting=sum(work.waits(each) for each in definitions) if reviews else 0,
            news=tuple(news[key]),
            here={
                person: name
                for person, name in sources.present(key).items()
                if person != reader.person_id
            },
            closed=sources.openings.closed(key),
        )
    return rooms
