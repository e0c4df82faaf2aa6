"""The measure: how much attention a group gives to a topic, from 0 to 100.

Pure functions over plain data. Three parts, each of which says what it counts:

====== ====== ==========================================================
part   points what it is
====== ====== ==========================================================
work   50     the share of the topic's exercises that are answered
reach  30     how many of the members read the topic, and how far
voices 20     the share of the members who wrote something about it
====== ====== ==========================================================

A topic without exercises is measured by the other two, made up to 100. What an
answer says is never judged, and no number is made for a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohortbook.learning.attention_traces import A_GLANCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from cohortbook.learning.attention_topic import Topic, TopicExercise
    from cohortbook.learning.attention_traces import Traces

WORK, REACH, VOICES = 50, 30, 20


@dataclass(frozen=True, slots=True)
class Figures:
    """What the points were made of: counts that can be found again in the events.

    Parameters
    ----------
    exercises, answered : int
        Exercises that count; those answered, one that each answers alone when all did.
    edits, comments, moves : int
        Changes of answers, comments, simulations moved, by members.
    seconds : int
        Read by all members together.
    members, readers, voices : int
        In the group; of them those who read the topic for at least ten seconds, and
        those who wrote an answer or a comment.
    last_day : datetime.date or None
        The last day on which a member did anything about it.
    """

    exercises: int = 0
    answered: int = 0
    edits: int = 0
    comments: int = 0
    moves: int = 0
    seconds: int = 0
    members: int = 0
    readers: int = 0
    voices: int = 0
    last_day: date | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the counts."""
        return {
            "exercises": self.exercises,
            "answered": self.answered,
            "edits": self.edits,
            "comments": self.comments,
            "moves": self.moves,
            "seconds": self.seconds,
            "members": self.members,
            "readers": self.readers,
            "voices": self.voices,
            "last_day": None if self.last_day is None else self.last_day.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Attention:
    """The measure of one topic in one group.

    Parameters
    ----------
    work, reach, voices : float
        The points of each part.
    figures : Figures
        What they were made of.
    """

    work: float
    reach: float
    voices: float
    figures: Figures

    @property
    def points(self) -> float:
        """The sum of the parts, from 0 to 100."""
        return self.work + self.reach + self.voices


def attention_of(topic: Topic, members: frozenset[str], traces: Traces) -> Attention:
    """Measure a topic.

    Parameters
    ----------
    topic : Topic
        What is asked in it.
    members : frozenset of str
        Ids of the group's members now; what others did does not count.
    traces : Traces
        What was done.
    """
    size = max(1, len(members))
    counted = topic.counted
    shares = [_answered_share(each, members, traces) for each in counted]
    read = [min(1.0, traces.seconds.get(each, 0) / topic.enough_seconds) for each in members]
    wrote = {each for each in members if traces.edits.get(each, 0) or traces.comments.get(each, 0)}
    scale = 1.0 if counted else (WORK + REACH + VOICES) / (REACH + VOICES)
    return Attention(
        work=WORK * sum(shares) / len(shares) if shares else 0.0,
        reach=scale * REACH * sum(read) / size,
        voices=scale * VOICES * len(wrote) / size,
        figures=Figures(
            exercises=len(counted),
            answered=sum(share == 1 for share in shares),
            edits=_sum(traces.edits, members),
            comments=_sum(traces.comments, members),
            moves=_sum(traces.moves, members),
            seconds=_sum(traces.seconds, members),
            members=len(members),
            readers=sum(traces.seconds.get(each, 0) >= A_GLANCE_SECONDS for each in members),
            voices=len(wrote),
            last_day=traces.last_day,
        ),
    )


def _answered_share(exercise: TopicExercise, members: frozenset[str], traces: Traces) -> float:
    held = traces.answered.get(exercise.id, set())
    if not exercise.individual:
        return 1.0 if None in held else 0.0
    return len(members & held) / max(1, len(members))


def _sum(counts: Mapping[str, int], members: frozenset[str]) -> int:
    return sum(counts.get(each, 0) for each in members)
