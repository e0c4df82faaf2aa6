"""The columns of the tables, as data: name, type, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from cohortbook.learning.anchors import AnchorKind
from cohortbook.learning.authors import FORMER
from cohortbook.learning.reviews import ReviewState
from cohortbook.workbook.kinds import KINDS

Type = Literal["category", "string", "Int64", "Float64", "boolean", "moment", "object"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name : str
        Its name.
    type : str
        The dtype; ``moment`` stands for ``datetime64[us, <the cohort's time zone>]``.
    meaning : str
        What is in it.
    among : tuple of str
        All there can be, for some categories; others have those of the cohort.
    ordered : bool
        Whether these stand in an order.
    """

    name: str
    type: Type
    meaning: str
    among: tuple[str, ...] = ()
    ordered: bool = False


_WHERE = (
    Column("group", "category", "id of the group, in the order of the cohort file"),
    Column("workbook", "category", "id of the workbook, in the order of the programme"),
)
_EXERCISE = (
    Column("exercise", "category", "id of the exercise, in the order of the page"),
    Column("topic", "category", "id of the exercise's topic; missing where it has none"),
)
_KIND = Column("kind", "category", "kind of the exercise", tuple(KINDS))

ANSWERS: tuple[Column, ...] = (
    *_WHERE,
    *_EXERCISE,
    _KIND,
    Column("individual", "boolean", "whether each member answers alone"),
    Column("person", "category", "whose answer it is; missing where it is the group's"),
    Column("value", "object", "the answer as it is kept: JSON, of the shape its kind has"),
    Column("text", "string", "the answer in words: a text, or the labels of what was chosen"),
    Column("number", "Float64", "the answer as a number, for `number` and `scale`"),
    Column("words", "Int64", "how many words the text has"),
    Column("changes", "Int64", "how often it was changed"),
    Column("first_at", "moment", "when there was an answer first"),
    Column("updated_at", "moment", "when it was changed last"),
    Column("updated_by", "category", "who changed it last; missing where that is not known"),
)

EXERCISES: tuple[Column, ...] = (
    *_WHERE,
    *_EXERCISE,
    _KIND,
    Column("individual", "boolean", "whether each member answers alone"),
    Column("required", "boolean", "whether it counts towards progress"),
    Column("prompt", "string", "what is asked, in Markdown, as this group has it"),
    Column("members", "Int64", "how many members the group has"),
    Column("answers", "Int64", "how many answers there are: of the group one at most"),
    Column("complete", "boolean", "whether the group, or each of its members, has answered"),
)

COMMENTS: tuple[Column, ...] = (
    Column("thread", "string", "id of the thread"),
    Column("comment", "string", "id of the comment"),
    *_WHERE,
    Column("anchor", "category", "what the thread hangs on", tuple(get_args(AnchorKind))),
    *_EXERCISE,
    Column("author", "category", "who wrote it"),
    Column(
        "role",
        "category",
        "what they are in the group now",
        ("member", "mentor", "facilitator", FORMER),
    ),
    Column("first", "boolean", "whether it opened the thread"),
    Column("body", "string", "Markdown; missing where it was deleted"),
    Column("words", "Int64", "how many words it has"),
    Column("mentions", "Int64", "how many people it mentions or calls"),
    Column("reactions", "Int64", "how many reactions it has"),
    Column("created_at", "moment", "when it was written"),
    Column("edited_at", "moment", "when it was edited last; missing where it never was"),
    Column("deleted", "boolean", "whether only its place is left"),
    Column("resolved", "boolean", "whether the group considers the thread settled"),
)

REVIEWS: tuple[Column, ...] = (
    Column("review", "string", "id of the review"),
    *_WHERE,
    *_EXERCISE,
    Column("person", "category", "of whose answer; missing where it is the group's"),
    Column("state", "category", "the judgement", tuple(get_args(ReviewState)), ordered=True),
    Column("feedback", "string", "Markdown; empty where nothing was said"),
    Column("words", "Int64", "how many words it has"),
    Column("levels", "object", "a mapping of rubric id to the level reached, from 0"),
    Column("reviewer", "category", "who gave it, in its present form"),
    Column("first_at", "moment", "when the answer was reviewed first"),
    Column("at", "moment", "when it was given, in its present form"),
    Column("versions", "Int64", "how many forms it has had"),
    Column("answered_at", "moment", "when the answer was changed last; missing where it is gone"),
)

ATTENTION: tuple[Column, ...] = (
    *_WHERE,
    Column("topic", "category", "id of the topic, in the order of the page"),
    Column("at", "moment", "the moment that it is about"),
    Column("points", "Float64", "attention, from 0 to 100: the sum of the next three"),
    Column("work", "Float64", "points for exercises that are answered, at most 50"),
    Column("reach", "Float64", "points for members who read it, at most 30"),
    Column("voices", "Float64", "points for members who wrote about it, at most 20"),
    Column("expected", "Float64", "points that could be expected; missing without a schedule"),
    Column("median", "Float64", "of the other groups; missing where they are fewer than three"),
    Column("exercises", "Int64", "how many exercises count"),
    Column("answered", "Int64", "how many of them are answered"),
    Column("changes", "Int64", "how often members changed an answer"),
    Column("comments", "Int64", "how many comments members wrote"),
    Column("moves", "Int64", "how often members moved a simulation"),
    Column("seconds", "Int64", "how long members read it, all together"),
    Column("members", "Int64", "how many members the group has"),
    Column("readers", "Int64", "how many of them read it for ten seconds or more"),
    Column("writers", "Int64", "how many of them wrote an answer or a comment"),
    Column("last_day", "string", "the last day on which a member did anything about it"),
)

DIRECTIONS: tuple[Column, ...] = (
    *_WHERE,
    Column("setting", "category", "where its dial stood for most of the days; else missing"),
    Column("days", "Float64", "how many days the workbook has been open, until it was due"),
    Column("days_at_setting", "Float64", "how many of them the dial stood there"),
    Column("was_due", "boolean", "whether the due day is over"),
    Column("attention", "Float64", "the mean of its topics' points, from 0 to 100, at the end"),
    Column(
        "answered", "Float64", "share of the exercises answered by the due day; before, missing"
    ),
    Column("accepted", "Float64", "share of the judged answers that were accepted at first"),
    Column("comments", "Float64", "comments by members, per member"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "answers": ANSWERS,
    "exercises": EXERCISES,
    "comments": COMMENTS,
    "reviews": REVIEWS,
    "attention": ATTENTION,
    "directions": DIRECTIONS,
}
