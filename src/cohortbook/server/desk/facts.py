"""Everything that the desk is made from, read at one moment."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cohortbook.learning.rooms import RoomKey
from cohortbook.server.desk.decided import Decided, decided
from cohortbook.server.desk.marks import Marked, handed_in_alone, marked
from cohortbook.server.noticing.topic_title import topic_title

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, tzinfo

    from cohortbook.access.principal import Principal
    from cohortbook.cohort.model import Cohort
    from cohortbook.learning.activity import Record
    from cohortbook.learning.attention_standing import Standing
    from cohortbook.learning.nudge_loading import Nudge
    from cohortbook.learning.openings import Opening
    from cohortbook.learning.work_record import Work
    from cohortbook.live.status import RoomStatus
    from cohortbook.server.pages.sources import Sources
    from cohortbook.stamp.manifest import Manifest


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What the cohort is like at a moment.

    Parameters
    ----------
    cohort : Cohort
        Its groups, in their order, and its schedule.
    manifest : Manifest
        Its workbooks.
    now : datetime.datetime
        The moment, in UTC.
    people : tuple of Principal
        Everybody who has a role, by name.
    record, work : Record, Work
        What happened; who is waited for, and who ever came.
    standings : tuple of Standing
        How each group stands with each of its topics.
    marks : mapping
        By room: its exercises and how they stand, in the order of the page.
    alone : mapping
        By room: what members answered alone and handed in again.
    nudges : tuple of Nudge
        All that were sent.
    topic_titles : mapping
        What the topics of nudges are called, by room and id.
    openings : mapping
        By room: whether it is open.
    statuses : mapping
        By room: what its kernel is doing.
    decided : tuple of Decided
        What groups decided about themselves, the latest first.
    founded : mapping of str to datetime.date
        By group: the day on which it was split off, if it was.
    """

    cohort: Cohort
    manifest: Manifest
    now: datetime
    people: tuple[Principal, ...]
    record: Record
    work: Work
    standings: tuple[Standing, ...]
    marks: Mapping[RoomKey, tuple[Marked, ...]]
    alone: Mapping[RoomKey, tuple[Marked, ...]]
    nudges: tuple[Nudge, ...]
    topic_titles: Mapping[tuple[RoomKey, str], str]
    openings: Mapping[RoomKey, Opening]
    statuses: Mapping[RoomKey, RoomStatus]
    decided: tuple[Decided, ...] = ()
    founded: Mapping[str, date] = field(default_factory=dict)

    @property
    def zone(self) -> tzinfo:
        """The cohort's time zone."""
        return ZoneInfo(self.cohort.timezone)

    @property
    def today(self) -> date:
        """The day in the cohort's time zone."""
        return self.now.astimezone(self.zone).date()

    def members(self) -> dict[str, list[Principal]]:
        """Return the members of each group, by name."""
        found: dict[str, list[Principal]] = defaultdict(list)
        for person in self.people:
            for group in person.member_of:
                found[group].append(person)
        return found

    def group_title(self, group: str) -> str:
        """Return what a group is called."""
        return self.cohort.groups[group].title

    def workbook_title(self, workbook: str) -> str:
        """Return what a workbook is called."""
        entry = self.manifest.workbook(workbook)
        return entry.title if entry else workbook


def gather_desk(sources: Sources) -> DeskFacts:
    """Read it."""
    now, manifest = sources.clock(), sources.manifest()
    record, work = sources.noticing.record(now), sources.work_record.read()
    stamps = {
        RoomKey(stamp.group, stamp.workbook): stamp
        for group in sources.cohort.groups
        for workbook in manifest.workbooks
        if (stamp := manifest.stamp(group, workbook.id)) is not None
    }
    began = sources.waits.beginnings(stamps)
    works = sources.works(stamps, began)
    nudges = tuple(sources.nudges.of_rooms(stamps))
    return DeskFacts(
        cohort=sources.cohort,
        manifest=manifest,
        now=now,
        people=tuple(sources.people.principals()),
        record=record,
        work=work,
        standings=tuple(sources.noticing.standings(now, record)),
        marks={
            room: tuple(
                marked(works[room], began, room, each.definition) for each in stamp.exercises
            )
            for room, stamp in stamps.items()
        },
        alone={
            room: tuple(
                again
                for each in stamp.exercises
                for again in handed_in_alone(works[room], each.definition)
            )
            for room, stamp in stamps.items()
        },
        nudges=nudges,
        topic_titles={
            (each.room, each.topic): topic_title(sources, each.room, each.topic) for each in nudges
        },
        openings={room: sources.openings.of(room) for room in stamps},
        statuses={room: sources.room_status(room) for room in stamps},
        decided=decided(sources),
        founded={
            each.heir: each.at.astimezone(ZoneInfo(sources.cohort.timezone)).date()
            for each in sources.people.lineage().origins
            if not each.merged
        },
    )
