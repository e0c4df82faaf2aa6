"""Writing a nudge to a group, with a look at what it will read."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from cohortbook.learning.markdown import render
from cohortbook.server.noticing.by_hand import Written, standing_with
from cohortbook.server.noticing.facts import facts_of, facts_text
from cohortbook.server.pages.dates import ago_words, date_text
from cohortbook.server.pages.frame import Link
from cohortbook.server.pages.home_places import room_path
from cohortbook.server.script_json import script_safe_json
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.learning.rooms import RoomKey
    from cohortbook.server.pages.dates import DateWords
    from cohortbook.server.pages.sources import Sources

_NAMES = re.compile(r"\{(topic|group|workbook|due)\}")


@dataclass(frozen=True, slots=True)
class QuoteWords:
    """The group's own words, and who wrote them when."""

    html: Markup
    who: str
    at: DateWords


@dataclass(frozen=True, slots=True)
class UsualWords:
    """What is sent when nobody writes anything."""

    reminder: str
    plain: str
    challenge: str


@dataclass(frozen=True, slots=True)
class NudgePage:
    """The context of ``nudge.html``.

    Parameters
    ----------
    place, title, facts : str
        Workbook and group, the topic, and what was done about it.
    back : Link
        Where one came from, and goes when it is sent.
    open : Link or None
        A nudge about this topic that still waits; a second is not written then.
    written : Written
        What the form holds.
    look : str
        The words as the group will read them.
    quote : QuoteWords or None
        What goes along with a reminder.
    script : markupsafe.Markup
        What a browser needs to show it as one types.
    """

    place: str
    title: str
    facts: str
    back: Link
    open: Link | None
    written: Written
    look: str
    quote: QuoteWords | None
    script: Markup


def nudge_page(
    sources: Sources, room: RoomKey, topic: str, written: Written, *, from_desk: bool
) -> NudgePage:
    """Collect what somebody should know who writes to a group about a topic.

    Parameters
    ----------
    sources : Sources
        Where to look.
    room, topic : RoomKey, str
        To whom, about what.
    written : Written
        What the form holds.
    from_desk : bool
        Whether they came from the desk, and go back there.

    Raises
    ------
    NudgeInvalid
        When the workbook has no such topic.
    """
    now, noticing = sources.clock(), sources.noticing
    standing = standing_with(noticing, room, topic, now)
    facts = facts_of(standing, noticing.zone)
    title, group = standing.topic.title, sources.cohort.groups[room.group].title
    entry = sources.manifest().workbook(room.workbook)
    workbook = entry.title if entry else room.workbook
    today = now.astimezone(noticing.zone).date()
    due = date_text(date.fromisoformat(facts["due"]), today) if facts["due"] else ""
    names = {"topic": title, "group": group, "workbook": workbook, "due": due}
    quote = _quote(sources, room, topic)
    usual = UsualWords(
        reminder=t("nudge.words.reminder", topic=title),
        plain=t("nudge.words.reminder.plain", topic=title),
        challenge=t("nudge.words.challenge", topic=title),
    )
    told = {"usual": asdict(usual), "names": names, "quoted": quote is not None}
    return NudgePage(
        place=t("home.news.where", workbook=workbook, group=group),
        title=title,
        facts=t("nudge.facts", facts=facts_text(facts)),
        back=_back(room, topic, from_desk=from_desk),
        open=_open(sources, room, topic),
        written=written,
        look=look_of(written, usual, names, quoted=quote is not None),
        quote=quote,
        script=Markup(script_safe_json(told)),  # noqa: S704 - nothing is left that HTML would read
    )


def look_of(written: Written, usual: UsualWords, names: dict[str, str], *, quoted: bool) -> str:
    """Return the words of a nudge as its group will read them."""
    if written.words.strip():
        return _NAMES.sub(lambda found: names[found[1]], written.words.strip())
    if written.kind == "challenge":
        return usual.challenge
    return usual.reminder if written.quote and quoted else usual.plain


def nudge_path(room: RoomKey, topic: str) -> str:
    """Return the address where one writes to a group about a topic."""
    return f"/attention/{room.group}/{room.workbook}/{topic}/nudge"


def row_id(room: RoomKey, topic: str) -> str:
    """Return the name of a topic's place on the page of attention."""
    return f"topic-{room.group}-{room.workbook}-{topic}"


def _back(room: RoomKey, topic: str, *, from_desk: bool) -> Link:
    if from_desk:
        path = f"/desk/cells/{room.group}/{room.workbook}/{topic}"
        return Link(path, t("nudge.write.back.cell"))
    return Link(f"/attention#{row_id(room, topic)}", t("attention.title"))


def _open(sources: Sources, room: RoomKey, topic: str) -> Link | None:
    waits = [
        each for each in sources.nudges.of_rooms([room]) if each.topic == topic and each.is_open
    ]
    if not waits:
        return None
    path = room_path(room.group, room.workbook)
    return Link(f"{path}#nudge-{waits[-1].id}", t("nudge.write.open.show"))


def _quote(sources: Sources, room: RoomKey, topic: str) -> QuoteWords | None:
    known, now = sources.noticing.topics.one(room, topic), sources.clock()
    quote = None if known is None else sources.noticing.quote(known, now)
    if quote is None:
        return None
    names = {each.person_id: each.name for each in sources.people.principals()}
    who = ", ".join(names[each] for each in quote.by if each in names)
    kind = t(f"nudge.quote.{quote.kind}")
    return QuoteWords(
        html=Markup(render(quote.text)),  # noqa: S704 - sanitised there
        who=t("nudge.quote.who", names=who, kind=kind),
        at=ago_words(quote.at, now, sources.noticing.zone),
    )
