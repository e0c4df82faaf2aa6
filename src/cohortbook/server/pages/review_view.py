"""An exercise with the answers of several groups: the page, and the same as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from cohortbook.access.permissions import Resource, allows
from cohortbook.learning.markdown import render_guide
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.frame import Link
from cohortbook.server.pages.plain_text import plain_text
from cohortbook.server.pages.review_facts import Fact, facts_of
from cohortbook.server.pages.review_group import group_view
from cohortbook.server.pages.review_queue import TITLE_LENGTH, review_path, reviewed_groups
from cohortbook.server.pages.review_waiting import is_hidden
from cohortbook.server.pages.veil import Veil, veil_over_all
from cohortbook.server.words import t

if TYPE_CHECKING:
    from cohortbook.access.principal import Principal
    from cohortbook.server.pages.sources import Sources
    from cohortbook.stamp.manifest import Manifest
    from cohortbook.workbook.exercise import ExerciseDefinition


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The context of ``review.html``."""

    workbook_title: str
    title: str
    position: str
    previous: Link | None
    next: Link | None
    prompt_html: Markup
    prompt_note: str | None
    hidden: bool
    facts: tuple[Fact, ...]
    data: Markup


def review_data(
    sources: Sources, reader: Principal, workbook: str, exercise: str
) -> dict[str, Any] | None:
    """Return the answers of the groups that `reader` reviews, as JSON.

    Returns
    -------
    dict or None
        None when no such group has the exercise: to the reader, it does not exist.
    """
    manifest = sources.manifest()
    definitions = _definitions(sources, reader, manifest, workbook, exercise)
    if not definitions:
        return None
    first = next(iter(definitions.values()))
    entry = manifest.workbook(workbook)
    topics = entry.topics if entry else {}
    return {
        "exercise": first.to_json(),
        "groups": [
            group_view(sources, RoomKey(group, workbook), definition, shared=first, topics=topics)
            for group, definition in definitions.items()
        ],
    }


def review_page(
    sources: Sources, reader: Principal, workbook: str, exercise: str
) -> ReviewPage | None:
    """Return the page about the same, or None."""
    manifest = sources.manifest()
    entry = manifest.workbook(workbook)
    data = review_data(sources, reader, workbook, exercise)
    definitions = _definitions(sources, reader, manifest, workbook, exercise)
    if data is None:
        # With names hidden there may be answers all the same, and none that was judged.
        definitions = _everybodys(sources, reader, manifest, workbook, exercise)
    if entry is None or not definitions:
        return None
    veil = Veil({}, {}) if data else veil_over_all(sources, definitions, {})
    group, first = next(iter(definitions.items()))
    hidden = data is None
    data = data or {"exercise": veil(first.to_json()), "groups": []}
    order = _order(sources, reader, manifest, workbook)
    place = order.index(exercise)
    group_title = sources.cohort.groups[group].title
    differs = any(each["prompt_html"] for each in data["groups"])
    data["me"] = reader.to_public_json()
    standing = sources.peers.standing(workbook, exercise)
    data["peers"] = None if standing is None else asdict(standing)
    data["may_open_peers"] = may_be_dealt_out(first) and allows("peers.open", reader, Resource())
    data["workbook"] = {"id": entry.id, "title": entry.title}
    return ReviewPage(
        workbook_title=entry.title,
        title=veil.text(plain_text(first.prompt, TITLE_LENGTH)),
        position=t("review.position", position=place + 1, total=len(order)),
        previous=_link(workbook, order, place - 1),
        next=_link(workbook, order, place + 1),
        prompt_html=Markup(veil.text(render_guide(first.prompt))),  # noqa: S704 - sanitised there
        prompt_note=t("review.prompt.of", group=group_title) if differs else None,
        hidden=hidden,
        facts=tuple(facts_of(sources, entry, list(definitions.values()))),
        data=script_json(data),
    )


def script_json(data: Any) -> Markup:
    """Write JSON so that nothing in it can end the script element around it."""
    text = json.dumps(data, ensure_ascii=False)
    escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(escaped)  # noqa: S704 - nothing is left that HTML would read


def may_be_dealt_out(definition: ExerciseDefinition) -> bool:
    """Say whether groups can be given one another's answers to an exercise.

    Files are shown to their own group only, and what was answered alone is its author's.
    """
    return definition.answerable and not definition.individual and definition.kind != "upload"


def _definitions(
    sources: Sources, reader: Principal, manifest: Manifest, workbook: str, exercise: str
) -> dict[str, ExerciseDefinition]:
    found = _everybodys(sources, reader, manifest, workbook, exercise)
    if not sources.review_settings.blind(reader.person_id):
        return found
    works = sources.works(RoomKey(group, workbook) for group in found)
    # Side by side under their names stands only what was judged without them.
    return {
        group: definition
        for group, definition in found.items()
        if not is_hidden(works[RoomKey(group, workbook)].mark(definition), blind=True)
    }


def _everybodys(
    sources: Sources, reader: Principal, manifest: Manifest, workbook: str, exercise: str
) -> dict[str, ExerciseDefinition]:
    stamps = {group: manifest.stamp(group, workbook) for group in reviewed_groups(sources, reader)}
    return {
        group: definition
        for group, stamp in stamps.items()
        if stamp is not None and (definition := stamp.exercise(exercise)) is not None
    }


def _order(sources: Sources, reader: Principal, manifest: Manifest, workbook: str) -> list[str]:
    order: dict[str, None] = {}
    archived: dict[str, None] = {}
    for group in reviewed_groups(sources, reader):
        stamp = manifest.stamp(group, workbook)
        if stamp:
            order.update((each.definition.id, None) for each in stamp.exercises)
            archived.update((each.id, None) for each in stamp.archived)
    return list(order | archived)


def _link(workbook: str, order: list[str], place: int) -> Link | None:
    if not 0 <= place < len(order):
        return None
    return Link(review_path(workbook, order[place]), order[place])
