"""One answer to judge, beside the same exercise in the other groups: page and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.markdown import render_guide
from cohortbook.learning.rooms import RoomKey
from cohortbook.server.pages.plain_text import plain_text
from cohortbook.server.pages.review_facts import facts_of
from cohortbook.server.pages.review_group import group_view
from cohortbook.server.pages.review_own import own_view
from cohortbook.server.pages.review_queue import TITLE_LENGTH, kind_text, reviewed_groups
from cohortbook.server.pages.review_waiting import is_hidden
from cohortbook.server.pages.veil import REVIEWERS, Veil, veil_over, veil_over_all
from cohortbook.server.pages.written import written_answer
from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cohortbook.access.principal import Principal
    from cohortbook.server.pages.sources import Sources


def review_item(sources: Sources, reader: Principal, key: AnswerKey) -> dict[str, Any] | None:
    """Return everything to judge one group's answer by, as JSON.

    Parameters
    ----------
    sources : Sources
        Where to look.
    reader : Principal
        Who may review the group.
    key : AnswerKey
        Of one of the stamps' answers.

    Returns
    -------
    dict or None
        None for what a member answered alone and the group may not see (any more).
    """
    manifest = sources.manifest()
    entry = manifest.workbook(key.room.workbook)
    topics = dict(entry.topics) if entry else {}
    views: dict[str, dict[str, Any]] = {}
    definitions = {}
    groups = dict.fromkeys([key.room.group, *reviewed_groups(sources, reader)])
    works = sources.works(RoomKey(group, key.room.workbook) for group in groups)
    people = sources.people.principals()
    for group in groups:
        stamp = manifest.stamp(group, key.room.workbook)
        found = stamp.exercise(key.exercise_id) if stamp else None
        # With those who have not answered there is nothing to compare.
        if found is not None and (
            group == key.room.group
            or works[RoomKey(group, key.room.workbook)].mark(found) != "empty"
        ):
            definitions[group] = found
            shared = definitions[key.room.group]
            room = RoomKey(group, key.room.workbook)
            views[group] = group_view(
                sources, room, found, shared=shared, topics=topics, people=people
            )
    own = definitions[key.room.group]
    sides = [views[key.room.group]]
    if key.person_id is not None:
        alone = works[key.room].own_of(own)
        chosen = alone.get(key.person_id)
        if chosen is None:
            return None
        rest = [each for each in alone.values() if each is not chosen]
        sides = [
            own_view(sources, views[key.room.group], own, each, topics) for each in (chosen, *rest)
        ]
    blind = sources.review_settings.blind(reader.person_id)
    hidden = _hidden_groups(views, everybody=is_hidden(sides[0]["mark"], blind=blind), blind=blind)
    data = {
        "id": sources.items.id_of(key.room, key.exercise_id, key.person_id),
        "title": plain_text(own.prompt, TITLE_LENGTH),
        "kind": kind_text(own),
        "workbook": {"id": key.room.workbook, "title": entry.title if entry else ""},
        "facts": [
            {"label": each.label, "value": each.value, "for_mentors": each.mentor_only}
            for each in (facts_of(sources, entry, [own]) if entry else ())
        ],
        "prompt_html": render_guide(own.prompt),
        "notes_html": render_guide(own.notes) if own.notes else None,
        "hidden": key.room.group in hidden,
        "group": _unnamed(sides[0], hidden),
        "others": [
            *(_unnamed(each, hidden) for each in sides[1:]),
            *(_unnamed(view, hidden) for group, view in views.items() if group != key.room.group),
        ],
    }
    return data if not hidden else _veil(sources, hidden, views.values())(data)


def answer_versions(sources: Sources, reader: Principal, key: AnswerKey) -> list[dict[str, Any]]:
    """Return what a group's answer was, oldest first, each version written out."""
    manifest = sources.manifest()
    entry = manifest.workbook(key.room.workbook)
    topics = dict(entry.topics) if entry else {}
    stamp = manifest.stamp(key.room.group, key.room.workbook)
    definition = stamp.exercise(key.exercise_id) if stamp else None
    if definition is None or definition.individual or not definition.answerable:
        return []
    versions = [
        {**each.to_json(), "html": written_answer(definition, each.value, topics)}
        for each in sources.answer_history.versions(key, definition.kind)
    ]
    mark = sources.work(key.room).mark(definition)
    blind = sources.review_settings.blind(reader.person_id)
    if not is_hidden(mark, blind=blind):
        return versions
    groups = reviewed_groups(sources, reader)
    authors = {by["id"]: by["name"] for each in versions for by in each["by"]}
    veiled: list[dict[str, Any]] = veil_over_all(sources, groups, authors)(versions)
    return veiled


def _hidden_groups(
    views: Mapping[str, Mapping[str, Any]],
    *,
    everybody: bool,
    blind: bool,
) -> dict[str, str]:
    """Return what each group is called whose name is hidden, by its id; `everybody` hides all.

    Until the answer in question is judged nobody is named: with few groups, those that
    are left would say who it is.
    """
    hidden = [
        group for group, view in views.items() if everybody or is_hidden(view["mark"], blind=blind)
    ]
    # By the names of the answers, which have nothing to do with those of the groups.
    ordered = sorted(hidden, key=lambda group: str(views[group]["item"]))
    return {
        group: t("review.veil.group", number=number)
        for number, group in enumerate(ordered, start=1)
    }


def _unnamed(view: dict[str, Any], hidden: Mapping[str, str]) -> dict[str, Any]:
    label = hidden.get(view["group"]["id"])
    if label is None:
        return view
    return {**view, "group": {"id": view["item"], "title": label}, "room": None}


def _veil(sources: Sources, hidden: Mapping[str, str], views: Iterable[Mapping[str, Any]]) -> Veil:
    return veil_over(sources, hidden, dict(_writers(views, hidden)))


def _writers(
    views: Iterable[Mapping[str, Any]], hidden: Mapping[str, str]
) -> Iterable[tuple[str, str]]:
    """Find who wrote what a group's side shows, but for those who review."""
    for view in views:
        if view["group"]["id"] not in hidden:
            continue
        if view["answer"] and view["answer"]["updated_by"]:
            yield view["answer"]["updated_by"]["id"], view["answer"]["updated_by"]["name"]
        if view["hand_in"]:
            yield view["hand_in"]["by"]["id"], view["hand_in"]["by"]["name"]
        for own in view["own"]:
            yield own["person_id"], own["name"]
        for thread in view["threads"]:
            for comment in thread["comments"]:
                if comment["author"]["role"] not in REVIEWERS:
                    yield comment["author"]["id"], comment["author"]["name"]
