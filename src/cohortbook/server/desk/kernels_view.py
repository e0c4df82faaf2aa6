"""What kernels take and how they are started, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cohortbook.learning.rooms import OwnRoom, RoomKey
from cohortbook.live.status import ON_THE_WAY, RoomState
from cohortbook.server.pages.dates import DateWords, ago_words
from cohortbook.server.pages.frame import names_text
from cohortbook.server.reason_words import reason_words
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.live.kernel_facts import KernelFacts
    from cohortbook.server.desk.operations import Operations, Seat, ZygoteSeen
    from cohortbook.server.pages.sources import Sources

_SHOWN_LIMITS = ("memory_mb", "cpu_seconds", "processes", "open_files", "file_mb")
_GOOD, _LESS = "good", "less"


@dataclass(frozen=True, slots=True)
class WayWords:
    """A way in which kernels are kept cheap or apart; `state` is ``good`` or ``less``."""

    name: str
    state: str
    state_text: str
    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class SeatWords:
    """A room's kernel; `state` is that of the room."""

    key: str
    room: RoomKey
    person: str
    title: str
    workbook: str
    state: str
    state_text: str
    message: str
    figures: tuple[tuple[str, str, str], ...]
    since: DateWords | None
    limits: str
    here: str
    less: str
    may_stop: bool
    may_restart: bool


@dataclass(frozen=True, slots=True)
class ZygoteWords:
    """What kernels are forked from."""

    pid: int
    since: DateWords
    kernels: str
    revivals: str
    loaded: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    hindrance: str


@dataclass(frozen=True, slots=True)
class KernelsPage:
    """The context of ``desk_kernels.html``."""

    eyebrow: str
    running: int
    most: int
    lead: str
    sum: str
    seats: tuple[SeatWords, ...]
    ways: tuple[WayWords, ...]
    zygotes: tuple[ZygoteWords, ...]
    no_zygote: str


def kernels_page(sources: Sources, seen: Operations) -> KernelsPage:
    """Put everything in words."""
    cohort = sources.cohort
    running = [each for each in seen.seats if each.facts is not None]
    waiting = sum(each.status.state in ON_THE_WAY for each in seen.seats)
    memory = sum(each.facts.memory_mb for each in running if each.facts)
    return KernelsPage(
        eyebrow=t("home.eyebrow", programme=cohort.programme_title, cohort=cohort.title),
        running=len(running),
        most=seen.most,
        lead=t("desk.kernels.lead", running=len(running), most=seen.most),
        sum=" ".join(
            (
                *([t("desk.kernels.sum", memory=_mb(memory))] if running else []),
                *([t("desk.kernels.sum.waiting", count=waiting)] if waiting else []),
            )
        ),
        seats=tuple(_seat(sources, each) for each in seen.seats),
        ways=tuple(_ways(sources, seen)),
        zygotes=tuple(_zygote(sources, each) for each in seen.zygotes),
        no_zygote=t("desk.kernels.zygote.none.why", why=reason_words(why))
        if (why := _not_forked(seen))
        else t("desk.kernels.zygote.none"),
    )


def _seat(sources: Sources, seat: Seat) -> SeatWords:
    room = seat.room
    person = room.person_id if isinstance(room, OwnRoom) else ""
    whole = room.room if isinstance(room, OwnRoom) else room
    present = dict(sources.present(whole))
    here = [present[person]] if person and person in present else []
    if not person:
        here = sorted(present.values())
    group = sources.cohort.groups.get(room.group)
    title = group.title if group else room.group
    entry = sources.manifest().workbook(room.workbook)
    facts = seat.facts
    zone = ZoneInfo(sources.cohort.timezone)
    return SeatWords(
        key=f"{room.group}.{room.workbook}.{person}",
        room=whole,
        person=person,
        title=t("desk.kernels.alone", group=title) if person else title,
        workbook=entry.title if entry else room.workbook,
        state=seat.status.state.value,
        state_text=t(f"desk.kernels.state.{seat.status.state.value}"),
        message=reason_words(seat.status.message or ""),
        figures=tuple(_figures(facts)) if facts else (),
        since=ago_words(facts.since, sources.clock(), zone) if facts else None,
        limits=_limits(facts.limits) if facts else "",
        here=names_text(here) if here else t("desk.kernels.here.nobody"),
        less=_less(facts) if facts else "",
        may_stop=seat.kernel_id is not None or seat.status.state in ON_THE_WAY,
        may_restart=seat.status.state is not RoomState.FULL,
    )


def _figures(facts: KernelFacts) -> Iterator[tuple[str, str, str]]:
    yield "memory", t("desk.kernels.memory"), _mb(facts.memory_mb)
    yield (
        "cpu",
        t("desk.kernels.cpu"),
        t("desk.kernels.seconds", seconds=f"{facts.cpu_seconds:.0f}"),
    )
    yield "processes", t("desk.kernels.processes"), str(facts.processes)


def _limits(limits: Mapping[str, int]) -> str:
    told = [
        t(f"desk.kernels.limit.{name}", value=limits[name])
        for name in _SHOWN_LIMITS
        if name in limits
    ]
    return ", ".join(told) or t("desk.kernels.limit.none")


def _less(facts: KernelFacts) -> str:
    told = []
    if facts.not_forked:
        told.append(t("desk.kernels.less.forked", why=reason_words(facts.not_forked)))
    if facts.less_confined:
        told.append(t("desk.kernels.less.confined", why=reason_words(facts.less_confined)))
    return " ".join(told)


def _ways(sources: Sources, seen: Operations) -> Iterator[WayWords]:
    why = _not_forked(seen)
    yield _way("forked", _LESS if why else _GOOD, why)
    asked, able = sources.cohort.kernel_confining, seen.able
    if asked.mode == "off":
        yield _way("confined", _LESS, t("desk.kernels.way.off"))
        yield _way("network", _LESS, t("desk.kernels.way.off"))
    else:
        yield _way(
            "confined", _GOOD if able.confines else _LESS, _unless(able.confines, able.hindrance)
        )
        alone = able.without_network and not asked.network
        wanted = t("desk.kernels.way.network.asked") if asked.network else able.hindrance
        yield _way("network", _GOOD if alone else _LESS, _unless(alone, wanted))
    yield _way("groups", _LESS if seen.no_groups else _GOOD, seen.no_groups or "")


def _way(name: str, state: str, why: str) -> WayWords:
    return WayWords(
        name=t(f"desk.kernels.way.{name}"),
        state=state,
        state_text=t(f"desk.kernels.way.is.{state}"),
        text=t(f"desk.kernels.way.{name}.note"),
        why=reason_words(why),
    )


def _unless(so: bool, why: str | None) -> str:  # noqa: FBT001 - reads as it is meant
    return "" if so else why or ""


def _not_forked(seen: Operations) -> str:
    reasons = [each.facts.not_forked for each in seen.seats if each.facts]
    return next((each for each in reasons if each), "")


def _zygote(sources: Sources, seen: ZygoteSeen) -> ZygoteWords:
    told = seen.told
    since = datetime.fromisoformat(told["since"])
    return ZygoteWords(
        pid=told["pid"],
        since=ago_words(since, sources.clock(), ZoneInfo(sources.cohort.timezone)),
        kernels=t("desk.kernels.zygote.kernels", count=seen.kernels, forked=told.get("forked", 0)),
        revivals=t("desk.kernels.zygote.revivals", count=seen.revivals) if seen.revivals else "",
        loaded=tuple(told.get("loaded", ())),
        left_out=tuple(told.get("left_out", {}).items()),
        hindrance=reason_words(told.get("hindrance") or ""),
    )


def _mb(memory: float) -> str:
    return t("desk.kernels.mb", mb=f"{memory:.0f}")
