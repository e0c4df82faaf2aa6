"""Threads and comments: starting, replying, editing, deleting, resolving, reacting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, update

from cohortbook.clock import Clock, utc_now
from cohortbook.ids import new_id
from cohortbook.learning.calls import called_into
from cohortbook.learning.comments import Comment, load_comments
from cohortbook.learning.errors import VersionConflict
from cohortbook.learning.events import Outcome, append_event, comment_news
from cohortbook.learning.history import CommentVersion, load_history
from cohortbook.learning.idempotency import earlier_result, key_reused, remember_result
from cohortbook.learning.lookup import (
    living_comment,
    one_comment,
    one_thread,
    require_thread,
    room_of_thread,
)
from cohortbook.learning.reactions import Reactions, require_name, set_reaction
from cohortbook.learning.rooms import RoomKey
from cohortbook.learning.text import comment_body
from cohortbook.learning.threads import Thread, load_threads
from cohortbook.learning.writing import add_comment, change_comment
from cohortbook.store.schema import comments, threads

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from cohortbook.learning.anchors import Anchor
    from cohortbook.store.database import Database


class Discussion:
    """What people say to each other in a room.

    Parameters
    ----------
    database : Database
        Where it is kept.
    clock : Clock
        What time it is.

    Notes
    -----
    Authors are person ids that the server vouches for. Whether they may do a
    thing was asked of the permission table before.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def start_thread(
        self,
        room: RoomKey,
        anchor: Anchor,
        body: str,
        author: str,
        idempotency_key: str | None = None,
    ) -> Outcome[Thread]:
        """Open a thread with its first comment.

        Parameters
        ----------
        room, anchor, body, author
            Where, on what, what is said (Markdown), and the id of who says it.
        idempotency_key : str, optional
            The same author with the same key gets the same thread again.

        Returns
        -------
        Outcome of Thread
            With ``thread.created``.

        Raises
        ------
        CommentEmpty, CommentTooLong, KeyReused
            Nothing is kept then.
        """
        kept, now = comment_body(body), self._clock()
        with self._database.begin() as connection:
            earlier = earlier_result(connection, author, idempotency_key, "thread")
            if earlier is not None:
                return Outcome(_earlier_thread(connection, room, earlier))
            thread_id = new_id("thr")
            connection.execute(
                insert(threads).values(
                    id=thread_id,
                    group_id=room.group,
                    workbook_id=room.workbook,
                    anchor_kind=anchor.kind,
                    anchor_ref=anchor.ref,
                    anchor_quote=anchor.to_json()["quote"],
                    anchor_position=anchor.to_json()["position"],
                    resolved=False,
                    version=1,
                    created_at=now,
                )
            )
            add_comment(connection, room, thread_id, body=kept, author=author, at=now)
            remember_result(
                connection, author, idempotency_key, "thread", result_id=thread_id, at=now
            )
            thread = one_thread(connection, room, thread_id)
            event = append_event(
                connection,
                room,
                "thread.created",
                at=now,
                actor_id=author,
                data={"thread_id": thread_id},
                shown={"thread": thread.to_json()},
            )
        return Outcome(thread, (event,))

    def reply(
        self,
        room: RoomKey,
        thread_id: str,
        body: str,
        author: str,
        idempotency_key: str | None = None,
    ) -> Outcome[Comment]:
        """Add a comment to a thread.

        Returns
        -------
        Outcome of Comment
            With ``comment.created``.

        Raises
        ------
        NotFound
            When the room has no such thread.
        CommentEmpty, CommentTooLong, KeyReused
            Nothing is kept then.
        """
        kept, now = comment_body(body), self._clock()
        with self._database.begin() as connection:
            require_thread(connection, room, thread_id)
            earlier = earlier_result(connection, author, idempotency_key, "reply")
            if earlier is not None:
                return Outcome(_earlier_reply(connection, room, thread_id, earlier))
            comment_id = add_comment(connection, room, thread_id, body=kept, author=author, at=now)
            remember_result(
                connection, author, idempotency_key, "reply", result_id=comment_id, at=now
            )
            return _told(connection, room, "comment.created", comment_id, author, now)

    def edit(
        self, room: RoomKey, comment_id: str, body: str, by: str, version: int
    ) -> Outcome[Comment]:
        """Change the text of a comment.

        Parameters
        ----------
        version : int
            The version that was edited.

        Returns
        -------
        Outcome of Comment
            With ``comment.edited``, or without events when the text is the same.

        Raises
        ------
        NotFound
            When the room has no such comment, or only its tombstone.
        VersionConflict
            When it is no longer at `version`.
        CommentEmpty, CommentTooLong
            Nothing is changed then.
        """
        kept, now = comment_body(body), self._clock()
        with self._database.begin() as connection:
            current = living_comment(connection, room, comment_id)
            if current.version != version:
                raise VersionConflict(current)
            if current.body == kept:
                return Outcome(current)
            change_comment(connection, room, current, body=kept, by=by, at=now)
            return _told(connection, room, "comment.edited", comment_id, by, now)

    def delete(self, room: RoomKey, comment_id: str, by: str, version: int) -> Outcome[Comment]:
        """Delete a comment, leaving a tombstone.

        Returns
        -------
        Outcome of Comment
            The tombstone, with ``comment.deleted``; without events when it had
            been deleted already.

        Raises
        ------
        NotFound
            When the room has no such comment.
        VersionConflict
            When it was edited since `version`.
        """
        now = self._clock()
        with self._database.begin() as connection:
            current = one_comment(connection, room, comment_id)
            if current.deleted:
                return Outcome(current)
            if current.version != version:
                raise VersionConflict(current)
            change_comment(connection, room, current, body=None, by=by, at=now)
            return _told(connection, room, "comment.deleted", comment_id, by, now)

    def resolve(
        self, room: RoomKey, thread_id: str, by: str, version: int, *, resolved: bool = True
    ) -> Outcome[Thread]:
        """Settle a thread, or with ``resolved=False`` reopen it.

        Returns
        -------
        Outcome of Thread
            With ``thread.resolved`` or ``thread.reopened``; without events when
            it was so already.

        Raises
        ------
        NotFound, VersionConflict
            Nothing is changed then.
        """
        now = self._clock()
        with self._database.begin() as connection:
            current = one_thread(connection, room, thread_id)
            if current.version != version:
                raise VersionConflict(current)
            if current.resolved == resolved:
                return Outcome(current)
            done = connection.execute(
                update(threads)
                .where(threads.c.id == thread_id, threads.c.version == version)
                .values(resolved=resolved, version=version + 1)
            )
            thread = one_thread(connection, room, thread_id)
            if done.rowcount != 1:
                raise VersionConflict(thread)
            event = append_event(
                connection,
                room,
                "thread.resolved" if resolved else "thread.reopened",
                at=now,
                actor_id=by,
                data={"thread_id": thread_id},
                shown={"thread": thread.to_json()},
            )
        return Outcome(thread, (event,))

    def react(
        self, room: RoomKey, comment_id: str, name: str, by: str, *, present: bool = True
    ) -> Outcome[Reactions]:
        """React to a comment, or with ``present=False`` take it back.

        Returns
        -------
        Outcome of Reactions
            All reactions to the comment, with ``comment.reacted``; without events
            when it was so already.

        Raises
        ------
        ReactionUnknown
            When `name` is not on the list.
        NotFound
            When the room has no such comment, or only its tombstone.
        """
        require_name(name)
        now = self._clock()
        with self._database.begin() as connection:
            before = living_comment(connection, room, comment_id)
            if not set_reaction(connection, comment_id, name, by, now if present else None):
                return Outcome(before.reactions)
            told = _told(connection, room, "comment.reacted", comment_id, by, now)
        return Outcome(told.value.reactions, told.events)

    def threads(self, room: RoomKey) -> list[Thread]:
        """Return all threads of a room, oldest first."""
        with self._database.read() as connection:
            return load_threads(connection, room)

    def room_of(self, thread_id: str) -> RoomKey:
        """Return where a thread is; NotFound when there is none such."""
        with self._database.read() as connection:
            return room_of_thread(connection, thread_id)

    def thread(self, room: RoomKey, thread_id: str) -> Thread:
        """Return one thread; NotFound when the room has none such."""
        with self._database.read() as connection:
            return one_thread(connection, room, thread_id)

    def comment(self, room: RoomKey, comment_id: str) -> Comment:
        """Return one comment; NotFound when the room has none such."""
        with self._database.read() as connection:
            return one_comment(connection, room, comment_id)

    def history(self, room: RoomKey, comment_id: str) -> list[CommentVersion]:
        """Return every version of a comment, oldest first; none when it was deleted."""
        with self._database.read() as connection:
            return load_history(connection, room, one_comment(connection, room, comment_id))


def _earlier_thread(connection: Connection, room: RoomKey, thread_id: str) -> Thread:
    found = load_threads(connection, room, [thread_id])
    if not found:
        raise key_reused()
    return found[0]


def _earlier_reply(
    connection: Connection, room: RoomKey, thread_id: str, comment_id: str
) -> Comment:
    found = load_comments(connection, room, comments.c.id == comment_id)
    if not found or found[0].thread_id != thread_id:
        raise key_reused()
    return found[0]


def _told(  # noqa: PLR0913
    connection: Connection, room: RoomKey, kind: str, comment_id: str, by: str, now: datetime
) -> Outcome[Comment]:
    comment = one_comment(connection, room, comment_id)
    called = called_into(connection, room, comments.c.thread_id == comment.thread_id)
    event = append_event(
        connection,
        room,
        kind,
        at=now,
        actor_id=by,
        data={"thread_id": comment.thread_id, "comment_id": comment_id},
        shown=comment_news(kind, comment, called.get(comment.thread_id, ())),
    )
    return Outcome(comment, (event,))
