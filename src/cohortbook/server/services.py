"""Everything that handlers ask, put together once when the server starts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from cohortbook.access.people import People
from cohortbook.access.permissions import Resource
from cohortbook.access.sign_in import REFRESH_SECONDS, SignIn
from cohortbook.clock import Clock, utc_now
from cohortbook.cohort.model import Cohort
from cohortbook.cohort.reader import FILE_NAME as COHORT_FILE
from cohortbook.cohort.served import ServedCohort
from cohortbook.learning.addressed import AddressedComments
from cohortbook.learning.announcements import Announcements
from cohortbook.learning.answer_history import AnswerHistory, AnswerKey
from cohortbook.learning.answers import Answers
from cohortbook.learning.calibration import Calibration
from cohortbook.learning.code_results import CodeResult, CodeResults
from cohortbook.learning.directions import Directions
from cohortbook.learning.discussion import Discussion
from cohortbook.learning.documents import Documents
from cohortbook.learning.events import Events, Outcome
from cohortbook.learning.hand_ins import HandIns
from cohortbook.learning.individual import Individual
from cohortbook.learning.nudges import Nudges
from cohortbook.learning.openings import Openings
from cohortbook.learning.organising.membership import Membership
from cohortbook.learning.own_record import OwnRecord
from cohortbook.learning.own_topics import OwnTopics
from cohortbook.learning.peers import Peers
from cohortbook.learning.phrases import Phrases
from cohortbook.learning.pins import Pins
from cohortbook.learning.progress import Progress
from cohortbook.learning.read_marks import ReadMarks
from cohortbook.learning.reading import Reading
from cohortbook.learning.review_settings import ReviewSettings
from cohortbook.learning.reviews import Reviews
from cohortbook.learning.rooms import OwnRoom, RoomKey
from cohortbook.learning.uploads import Uploads
from cohortbook.learning.waits import Waits
from cohortbook.learning.work_record import WorkRecord
from cohortbook.live.code.runs import CodeRuns
from cohortbook.live.document import LiveDocument, Storage
from cohortbook.live.documents import DocumentKey, LiveDocuments
from cohortbook.live.hub import Hub
from cohortbook.live.page import KeptPage
from cohortbook.live.presence import Presence
from cohortbook.live.review_desk import ReviewDesk
from cohortbook.live.rooms import RoomKeeper
from cohortbook.live.status import RoomStatus
from cohortbook.live.whereabouts import Whereabouts
from cohortbook.server.assets import Assets
from cohortbook.server.desk.copies import Copies
from cohortbook.server.desk.roster import Roster
from cohortbook.server.dials import Dials
from cohortbook.server.messages.messaging import Messaging
from cohortbook.server.messages.settings import MessageSettings
from cohortbook.server.noticing.noticing import Noticing
from cohortbook.server.noticing.nudging import Nudging
from cohortbook.server.organising.organising import Organising
from cohortbook.server.pages.sources import Sources
from cohortbook.server.review_items import ReviewItems
from cohortbook.server.scheduled_reveals import ScheduledReveals
from cohortbook.server.stamping import Stamping
from cohortbook.server.stamps import Stamps
from cohortbook.stamp.topics import Topics
from cohortbook.store.blobs import Blobs
from cohortbook.store.database import Database
from cohortbook.workbook.exercise import ExerciseDefinition
from cohortbook.workbook.value import clean_value

T = TypeVar("T")
P = ParamSpec("P")

_log = logging.getLogger(__name__)

A_DAY_SECONDS = 24 * 60 * 60

WidgetConfig = Callable[[RoomKey], Mapping[str, Any] | None]


class Services:
    """The services of one cohort, and the threads they work in.

    Parameters
    ----------
    cohort : ServedCohort
        As its file tells it, now and after each change.
    database : Database
        Migrated.
    blobs : Blobs
        Contents of files that people answer with, and pictures of what they kept.
    secret : bytes
        Signs join links.
    stamps : Stamps
        What there is to serve.
    keeper : RoomKeeper
        Keeps pages and kernels.
    widget_config : callable
        Returns what Voila's front-end needs to draw a room's widgets, or None
        while there is no kernel.
    assets : Assets
        Addresses of our scripts and styles.
    messages : MessageSettings, optional
        How people are reached outside the pages; without it nobody is.
    clock : Clock
        What time it is.

    Notes
    -----
    All writes run in one thread, one after the other. Each publishes its events
    from there, so that listeners get them in the order in which they were
    committed.
    """

    def __init__(  # noqa: PLR0913, PLR0915 - this is where they come together
        self,
        *,
        cohort: ServedCohort,
        database: Database,
        blobs: Blobs,
        secret: bytes,
        stamps: Stamps,
        keeper: RoomKeeper,
        widget_config: WidgetConfig,
        assets: Assets,
        messages: MessageSettings | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self.served, self.database, self.clock, at_start = cohort, database, clock, cohort()
        self.stamps, self.keeper = stamps, keeper
        self.widget_config, self.assets = widget_config, assets
        self.people = People(database, clock)
        self.sign_in = SignIn(database, secret, clock)
        self.discussion = Discussion(database, clock)
        self.read_marks = ReadMarks(database, clock)
        self.addressed = AddressedComments(database)
        self.answers, self.directions = Answers(database, clock), Directions(database, clock)
        self.answer_history = AnswerHistory(database)
        self.individual = Individual(database, clock)
        self.scheduled_reveals = ScheduledReveals(
            stamps,
            at_start.timezone,
            clock,
            lambda room, exercise: self.write(self.individual.reveal, room, exercise, None),
        )
        self.reading = Reading(database, at_start.timezone, clock)
        self.own_record, self.own_topics = OwnRecord(database), OwnTopics(database, clock)
        self.openings = Openings(database, at_start, clock)
        self.announcements = Announcements(database, clock)
        stamping = Stamping(
            stamps.programme_folder,
            stamps.folder.parent,
            self.answers,
            self.directions,
            database.files,
        )
        self.copies, self.dials = Copies(stamping), Dials(stamping)
        self.membership = Membership(self.people, database)
        self.roster = Roster(stamps.programme_folder / COHORT_FILE, cohort, self.membership)
        self.organising = Organising(
            cohort, self.roster, self.people, self.sign_in, database, clock
        )
        self.nudges = Nudges(database, clock)
        topics = Topics(cohort, lambda: stamps.manifest, stamps.folder)
        self.noticing = Noticing(at_start, database, topics, self.people, self.nudges)
        self.nudging = Nudging(
            at_start.nudges, self.noticing, self.nudges, clock, self, self.openings.closed
        )
        self.uploads = Uploads(database, blobs, clock)
        self.pins = Pins(database, blobs, clock)
        self.code_results = CodeResults(database)
        self.code = CodeRuns(self._code_changed, self._keep_result, clock)
        self.reviews = Reviews(database, clock)
        self.hand_ins = HandIns(database, clock)
        self.waits = Waits(database)
        self.peers = Peers(database, clock)
        self.calibration = Calibration(database, clock)
        self.phrases = Phrases(database, clock)
        self.review_settings = ReviewSettings(database)
        self.review_items = ReviewItems(
            secret,
            lambda: stamps.manifest,
            lambda: self.cohort.groups,
            lambda: [each.key for each in self.individual.shown()],
        )
        self.events = Events(database, clock)
        self.progress = Progress(database, clock)
        self.updates = Documents(database, clock)
        self.hub = Hub()
        self.review_desk = ReviewDesk(self.review_items.id_of)
        self.hub.watch(self.review_desk.hear)
        self.presence = Presence(self._presence_changed)
        self.whereabouts = Whereabouts(self.hub.announce)
        self.documents = LiveDocuments(self._open_document, self._definitions)
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")
        self.messaging = None if messages is None else Messaging(messages, self, secret)
        keeper.on_change(self._kernel_changed)
        keeper.on_page_changed(self._page_changed)
        keeper.occupied_by(lambda room: self.hub.listeners(room) > 0)

    @property
    def cohort(self) -> Cohort:
        """The cohort as it is now."""
        return self.served()

    @property
    def by_mail(self) -> bool:
        """Whether people are written to, so that pages speak of it."""
        return self.messaging is not None and self.messaging.by_mail

    @property
    def sources(self) -> Sources:
        """Return what the pages are made from."""
        return Sources(
            cohort=self.cohort,
            manifest=lambda: self.stamps.manifest,
            people=self.people,
            answers=self.answers,
            individual=self.individual,
            discussion=self.discussion,
            addressed=self.addressed,
            code_results=self.code_results,
            reviews=self.reviews,
            hand_ins=self.hand_ins,
            waits=self.waits,
            peers=self.peers,
            calibration=self.calibration,
            answer_history=self.answer_history,
            review_settings=self.review_settings,
            items=self.review_items,
            progress=self.progress,
            nudges=self.nudges,
            openings=self.openings,
            announcements=self.announcements,
            organising=self.organising,
            copies_state=lambda: self.copies.state,
            directions=self.directions,
            dial=self.dials.state,
            own_topics=self.own_topics,
            work_record=WorkRecord(self.database),
            room_status=self.keeper.status,
            noticing=self.noticing,
            events=self.events,
            present=self.presence.names,
            clock=self.clock,
        )

    def resource(self, room: RoomKey, author: str | None = None) -> Resource:
        """Return something in a room, as the permission table needs it."""
        return Resource(room.group, author, closed=self.openings.closed(room))

    def group_resource(self, group: str | None) -> Resource:
        """Return a group as the permission table needs it, with what is left to it."""
        return Resource(group, left=self.cohort.self_organising.allowed)

    async def make_missing_copies(self) -> None:
        """Begin to make the copies of groups that were split off and have not all of them."""
        missing = await self.run(self._without_copies)
        if missing:
            self.copies.make_for(missing)

    def _without_copies(self) -> set[str]:
        manifest = self.stamps.manifest
        return {
            group
            for group in self.organising.split_off() & self.cohort.groups.keys()
            if any(manifest.stamp(group, each.id) is None for each in manifest.workbooks)
        }

    def announced_in(self, group: str) -> list[dict[str, Any]]:
        """Return what is announced to a group today."""
        today = self.clock().astimezone(ZoneInfo(self.cohort.timezone)).date()
        return [each.to_json() for each in self.announcements.current(today, [group])]

    async def tell_announcements(self) -> None:
        """Tell every page that is open what is announced now."""
        for group in self.cohort.groups:
            rooms = [
                room
                for each in self.stamps.manifest.workbooks
                if self.hub.listeners(room := RoomKey(group, each.id))
            ]
            if rooms:
                said = await self.run(self.announced_in, group)
                for room in rooms:
                    self.hub.announce(room, "announcements", announcements=said)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Read something, off the event loop."""
        # The language of who asks goes along.
        work = partial(copy_context().run, partial(function, *args, **kwargs))
        return await asyncio.get_running_loop().run_in_executor(self._readers, work)

    async def store(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write something that makes no events, in the thread of all writes."""
        work = partial(function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    async def write(
        self, function: Callable[P, Outcome[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Write something, tell the room what that made happen, and return what it came to."""
        loop = asyncio.get_running_loop()

        def work() -> T:
            outcome = function(*args, **kwargs)
            if outcome.events:
                loop.call_soon_threadsafe(self.hub.publish, outcome.events)
            return outcome.value

        return await loop.run_in_executor(self._writer, work)

    async def keep_sessions_known(self, seconds: float = REFRESH_SECONDS) -> None:
        """Look up for ever, off the event loop, who is there; end it by cancelling."""
        while True:
            await asyncio.sleep(seconds)
            try:
                await self.run(self.sign_in.refresh)
            except Exception:  # noqa: BLE001 - then each is looked up alone
                _log.exception("Sessions could not be looked up together; it goes on")

    async def keep_uploads_swept(self, seconds: float = A_DAY_SECONDS) -> None:
        """Remove for ever what was uploaded and never used; end it by cancelling."""
        while True:
            try:
                await self.store(self.uploads.sweep)
            except Exception:  # noqa: BLE001 - the next time it is tried again
                _log.exception("Unused files could not be removed; it goes on")
            await asyncio.sleep(seconds)

    async def close(self) -> None:
        """Keep what is not kept yet, end kernels and threads."""
        await self.copies.close()
        await self.dials.close()
        await self.code.close()
        await self.documents.close()
        await self.keeper.close()
        self._readers.shutdown(cancel_futures=True)
        self._writer.shutdown()
        self.database.close()

    def _definitions(self, key: DocumentKey) -> Sequence[ExerciseDefinition]:
        individual = key.person_id is not None
        own = () if individual else self.own_topics.definitions(key.room)
        stamped = self.stamps.definitions(key.room)
        return [*(each for each in stamped if each.individual == individual), *own]

    async def _open_document(self, key: DocumentKey) -> LiveDocument:
        async def record(definition: ExerciseDefinition, raw: Any, by: str | None) -> None:
            value = clean_value(definition, raw)
            await self.write(self.answers.record, key.room, definition, value, by, key.person_id)

        async def append(updates: Sequence[tuple[bytes, str | None]]) -> int:
            return await self.store(self.updates.append, str(key), updates)

        async def compact(snapshot: bytes, upto: int) -> bool:
            return await self.store(self.updates.compact, str(key), snapshot, upto)

        storage = Storage(append, compact, record)
        updates = await self.run(self.updates.load, str(key))
        definitions = self._definitions(key)
        return LiveDocument(updates, definitions, storage, aware=key.person_id is None)

    def _presence_changed(self, room: RoomKey) -> None:
        here = self.presence.people(room)
        people = [each.to_public_json(room.group) for each in here]
        self.hub.announce(room, "presence", people=people)
        self.whereabouts.keep_only(room, {each.person_id for each in here})

    def _code_changed(self, key: AnswerKey) -> None:
        news = {"exercise_id": key.exercise_id}
        if key.person_id is None:
            self.hub.announce(key.room, "code", **news)
        else:
            self.hub.announce_to(key.room, key.person_id, "code", **news)

    async def _keep_result(self, result: CodeResult) -> None:
        await self.store(self.code_results.keep, result)

    def _kernel_changed(self, room: RoomKey, status: RoomStatus) -> None:
        if isinstance(room, OwnRoom):
            self.hub.announce_to(room.room, room.person_id, "kernel.alone", **status.to_json())
        else:
            self.hub.announce(room, "kernel", **status.to_json())

    def _page_changed(self, room: RoomKey, page: KeptPage) -> None:
        self.hub.announce(room, "page.changed", version=page.version)
        stamp = self.stamps.file(room)
        if stamp is None or not stamp.executed:
            return  # Then it may be that the cells, run once more, said something else.
        telling = asyncio.get_running_loop().create_task(self.write(self._restamped, room))
        telling.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _restamped(self, room: RoomKey) -> Outcome[None]:
        return Outcome(None, (self.events.append(room, "workbook.restamped", {}),))
