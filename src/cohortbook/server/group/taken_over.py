"""Which of a group's answers come from the group that it was split off from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohortbook.server.group.decision_words import group_titles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohortbook.learning.answer_history import AnswerVersion
    from cohortbook.server.pages.sources import Sources


def versions_json(
    sources: Sources, group: str, versions: Iterable[AnswerVersion]
) -> list[dict[str, Any]]:
    """Return versions as pages know them, with the title of the group they were taken over from.

    Parameters
    ----------
    sources : Sources
        Where groups came from.
    group : str
        Id of the group whose answer it is.
    versions : iterable of AnswerVersion
        Of the answer.
    """
    origins = sources.people.lineage().origins
    origin = next((each for each in origins if each.heir == group and not each.merged), None)
    title = group_titles(sources).get(origin.group) if origin else None
    return [
        {**each.to_json(), "taken_from": title if origin and each.at <= origin.at else None}
        for each in versions
    ]
