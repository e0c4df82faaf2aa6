"""Messages about answers: feedback on them, and those that wait for a mentor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from cohortbook.learning.messages.message import Tiding
from cohortbook.learning.own_topic import is_own
from cohortbook.learning.rooms import in_room
from cohortbook.store.review_tables import review_hand_ins
from cohortbook.store.schema import answers, reveals, reviews, roles, visits

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cohortbook.learning.messages.message import Happening, Message

REVIEWED = frozenset({"review.given"})
ANSWERED = frozenset({"answer.changed", "individual.revealed", "review.handed_in"})


def feedback(connection: Connection, event: Happening) -> list[Tiding]:
    """Tell the members of the group, or the one whose answer it is.

    A mentor who only noted that they have seen it has said nothing yet.
    """
    review = event.data["review"]
    if review["state"] == "seen" and not review["feedback"]:
        return []
    whose = review["person_id"]
    people = _who(connection, "member", event.room.group) if whose is None else (whose,)
    about = {"exercise_id": review["exercise_id"], "review_id": review["id"]}
    return [Tiding(review["id"], people, about, private=whose is not None)]


def review_stands(connection: Connection, message: Message) -> bool:
    """Say whether the review still says something."""
    row = connection.execute(
        select(reviews.c.state, reviews.c.feedback).where(
            reviews.c.id == message.about["review_id"]
        )
    ).first()
    return row is not None and (row.state != "seen" or bool(row.feedback))


def room_unseen(connection: Connection, message: Message) -> bool:
    """Say whether the person has not been in the room since."""
    seen = select(visits.c.event_id).where(
        in_room(visits, message.room), visits.c.person_id == message.person_id
    )
    return (connection.execute(seen).scalar_one_or_none() or 0) < message.event_id


def waiting(connection: Connection, event: Happening) -> list[Tiding]:
    """Tell the mentors of the group of an answer that is theirs to look at."""
    if not event.data.get("answered", True):
        return []
    hand_in = event.data.get("hand_in", {})
    exercise = (hand_in or event.data)["exercise_id"]
    if is_own(exercise):
        return []
    mentors = _who(connection, "mentor", event.room.group)
    subject, about = f"{event.room}/{exercise}", {"exercise_id": exercise}
    whose = hand_in.get("person_id")
    if whose is not None:
        subject, about = f"{subject}/{whose}", {**about, "person_id": whose}
    return [Tiding(subject, mentors, about)]


def still_waits(connection: Connection, message: Message) -> bool:
    """Say whether there is an answer, and no review since it came or was handed in again."""
    exercise, whose = message.about["exercise_id"], message.about.get("person_id")
    revealed = select(reveals.c.at).where(
        in_room(reveals, message.room), reveals.c.exercise_id == exercise
    )
    answered = select(answers.c.exercise_id).where(
        in_room(answers, message.room),
        answers.c.exercise_id == exercise,
        answers.c.value.is_not(None),
        or_(answers.c.person_id.is_(None), revealed.exists()),
    )
    if connection.execute(answered).first() is None:
        return False
    of_it = reviews.c.person_id.is_(None) if whose is None else reviews.c.person_id == whose
    since = and_(in_room(reviews, message.room), reviews.c.exercise_id == exercise, of_it)
    reviewed = connection.execute(select(func.max(reviews.c.at)).where(since)).scalar_one()
    if reviewed is None:
        return True
    again = select(review_hand_ins.c.at).where(
        in_room(review_hand_ins, message.room),
        review_hand_ins.c.exercise_id == exercise,
        review_hand_ins.c.review_id.in_(select(reviews.c.id).where(since)),
        review_hand_ins.c.at > reviewed,
    )
    return connection.execute(again).first() is not None


def always(_connection: Connection, _message: Message) -> bool:
    """Say yes: nothing on a page settles it."""
    return True


def _who(connection: Connection, role: str, group: str) -> tuple[str, ...]:
    query = (
        select(roles.c.person_id)
        .where(roles.c.role == role, roles.c.group_id == group)
        .order_by(roles.c.number)
    )
    return tuple(connection.execute(query).scalars())
