"""What is kept about somebody, in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohortbook.server.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cohortbook.stamp.manifest import Manifest

# What people write, and what is counted of them, before what only signs them in.
KINDS: Mapping[str, tuple[str, ...]] = {
    "answers": ("answers", "answer_history", "individual_hand_ins", "reveals", "document_updates"),
    "files": ("uploads", "code_results", "pins"),
    "discussion": ("comments", "comment_versions", "comment_reactions", "comment_mentions"),
    "reviews": (
        "reviews",
        "review_history",
        "review_hand_ins",
        "review_phrases",
        "review_settings",
        "calibration_ratings",
        "peer_rounds",
        "peer_reviews",
    ),
    "accounts": ("nudges", "accounts", "account_agreements", "nudge_replies"),
    "reading": ("visits", "visit_days", "reading_days", "reading_clocks", "read_marks"),
    "groups": ("group_decisions", "group_decision_people", "group_decision_steps"),
    "desk": ("openings", "announcements"),
    "group": ("direction_choices", "own_topics"),
    "mail": ("message_choices", "messages", "letters"),
    "events": ("events", "idempotency_keys"),
    "access": ("people", "roles", "join_links", "sessions"),
}
_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class KeptKind:
    """One kind of what is kept; `count` of it there are."""

    title: str
    note: str
    count: int


@dataclass(frozen=True, slots=True)
class TopicRead:
    """How long the reader read about a topic."""

    workbook: str
    topic: str
    minutes: str
    days: str
    moves: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The context of ``record.html``."""

    who_sees: str
    kinds: tuple[KeptKind, ...]
    topics: tuple[TopicRead, ...]


def record_page(
    kept: Mapping[str, Sequence[Mapping[str, Any]]], manifest: Manifest, *, per_person: bool
) -> RecordPage:
    """Put it in words.

    Parameters
    ----------
    kept : mapping
        As `OwnRecord.of` returned it.
    manifest : Manifest
        For the titles of topics.
    per_person : bool
        Whether others see figures of single people.
    """
    named = {table for tables in KINDS.values() for table in tables}
    others = sum(len(rows) for table, rows in kept.items() if table not in named)
    kinds = [
        KeptKind(
            t(f"record.kind.{kind}"),
            t(f"record.note.{kind}"),
            sum(len(kept.get(table, ())) for table in tables),
        )
        for kind, tables in KINDS.items()
    ]
    if others:
        kinds.append(KeptKind(t("record.kind.other"), t("record.note.other"), others))
    return RecordPage(
        who_sees=t("record.seen.person") if per_person else t("record.seen.group"),
        kinds=tuple(each for each in kinds if each.count),
        topics=tuple(_topics(kept.get("reading_days", ()), manifest)),
    )


def _topics(rows: Sequence[Mapping[str, Any]], manifest: Manifest) -> list[TopicRead]:
    by_topic: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_topic[row["workbook_id"], row["topic"]].append(row)
    found = []
    for (workbook, topic), days in sorted(by_topic.items()):
        entry = manifest.workbook(workbook)
        minutes = round(sum(each["seconds"] for each in days) / _A_MINUTE)
        found.append(
            TopicRead(
                workbook=entry.title if entry else workbook,
                topic=entry.topics.get(topic, topic) if entry else topic,
                minutes=t("nudge.facts.minutes", count=minutes),
                days=t("record.days", count=len(days)),
                moves=str(sum(each["moves"] for each in days)),
            )
        )
    return found
