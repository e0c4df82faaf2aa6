"""Threads and comments: starting, replying, editing, deleting, resolving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, insert, select, update

from cohortbook.clock import Clock, utc_now
from cohortbook.ids import new_id
from cohortbook.learning.authors import names_of
from cohortbook.learning.errors import NotFound, VersionConflict
from cohortbook.learning.events import Outcome, append_event
from cohortbook.learning.idempotency import earlier_result, key_reused, remember_result
from cohortbook.learning.rooms import RoomKey, in_room
from cohortbook.learning.text import comment_body
from cohortbook.learning.threads import Comment, CommentVersion, Thread, load_comments, load_threads
from cohortbook.store.schema import comment_versions, comments, threads

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
                    anchor_quote=None if anchor.quote is None else anchor.quote.to_json(),
                    resolved=False,
                    version=1,
                    created_at=now,
                )
            )
            _add_comment(connection, thread_id, kept, author, now)
            remember_result(
                connection, author, idempotency_key, "thread", result_id=thread_id, at=now
            )
            thread = _thread(connection, room, thread_id)
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
            _require_thread(connection, room, thread_id)
            earlier = earlier_result(connection, author, idempotency_key, "reply")
            if earlier is not None:
                return Outcome(_earlier_reply(connection, room, thread_id, earlier))
            comment_id = _add_comment(connection, thread_id, kept, author, now)
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
            current = _living(connection, room, comment_id)
            if current.version != version:
                raise VersionConflict(current)
            if current.body == kept:
                return Outcome(current)
            _change(connection, current, {"body": kept, "edited_at": now}, by, now)
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
            current = _comment(connection, room, comment_id)
            if current.deleted:
                return Outcome(current)
            if current.version != version:
                raise VersionConflict(current)
            _change(connection, current, {"body": None, "deleted_at": now}, by, now)
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
            current = _thread(connection, room, thread_id)
            if current.version != version:
                raise VersionConflict(current)
            if current.resolved == resolved:
                return Outcome(current)
            done = connection.execute(
                update(threads)
                .where(threads.c.id == thread_id, threads.c.version == version)
                .values(resolved=resolved, version=version + 1)
            )
            thread = _thread(connection, room, thread_id)
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

    def threads(self, room: RoomKey) -> list[Thread]:
        """Return all threads of a room, oldest first."""
        with self._database.read() as connection:
            return load_threads(connection, room)

    def thread(self, room: RoomKey, thread_id: str) -> Thread:
        """Return one thread; NotFound when the room has none such."""
        with self._database.read() as connection:
            return _thread(connection, room, thread_id)

    def comment(self, room: RoomKey, comment_id: str) -> Comment:
        """Return one comment; NotFound when the room has none such."""
        with self._database.read() as connection:
            return _comment(connection, room, comment_id)

    def history(self, room: RoomKey, comment_id: str) -> list[CommentVersion]:
        """Return every version of a comment, oldest first."""
        query = (
            select(comment_versions)
            .where(comment_versions.c.comment_id == comment_id)
            .order_by(comment_versions.c.version)
        )
        with self._database.read() as connection:
            _comment(connection, room, comment_id)
            rows = connection.execute(query).all()
            names = names_of(connection, {row.by for row in rows})
        return [CommentVersion(row.version, row.body, names[row.by], row.at) for row in rows]


def _require_thread(connection: Connection, room: RoomKey, thread_id: str) -> None:
    here = and_(in_room(threads, room), threads.c.id == thread_id)
    if connection.execute(select(threads.c.id).where(here)).first() is None:
        raise _no_thread()


def _no_thread() -> NotFound:
    msg = "There is no such thread here."
    return NotFound(msg)


def _thread(connection: Connection, room: RoomKey, thread_id: str) -> Thread:
    found = load_threads(connection, room, [thread_id])
    if not found:
        raise _no_thread()
    return found[0]


def _comment(connection: Connection, room: RoomKey, comment_id: str) -> Comment:
    found = load_comments(connection, room, [comment_id])
    if not found:
        msg = "There is no such comment here."
        raise NotFound(msg)
    return found[0]


def _living(connection: Connection, room: RoomKey, comment_id: str) -> Comment:
    found = _comment(connection, room, comment_id)
    if found.deleted:
        msg = "This comment has been deleted."
        raise NotFound(msg)
    return found


def _earlier_thread(connection: Connection, room: RoomKey, thread_id: str) -> Thread:
    found = load_threads(connection, room, [thread_id])
    if not found:
        raise key_reused()
    return found[0]


def _earlier_reply(
    connection: Connection, room: RoomKey, thread_id: str, comment_id: str
) -> Comment:
    found = load_comments(connection, room, [comment_id])
    if not found or found[0].thread_id != thread_id:
        raise key_reused()
    return found[0]


def _add_comment(
    connection: Connection, thread_id: str, body: str, author: str, now: datetime
) -> str:
    comment_id = new_id("com")
    connection.execute(
        insert(comments).values(
            id=comment_id,
            thread_id=thread_id,
            author_id=author,
            body=body,
            version=1,
            created_at=now,
        )
    )
    _keep_version(connection, comment_id, 1, body, author, now)
    return comment_id


def _change(
    connection: Connection, current: Comment, values: dict[str, object], by: str, now: datetime
) -> None:
    done = connection.execute(
        update(comments)
        .where(comments.c.id == current.id, comments.c.version == current.version)
        .values(version=current.version + 1, **values)
    )
    if done.rowcount != 1:
        raise VersionConflict(current)
    body = values["body"]
    _keep_version(connection, current.id, current.version + 1, body, by, now)


def _keep_version(  # noqa: PLR0913
    connection: Connection, comment_id: str, version: int, body: object, by: str, now: datetime
) -> None:
    connection.execute(
        insert(comment_versions).values(
            comment_id=comment_id, version=version, body=body, by=by, at=now
        )
    )


def _told(  # noqa: PLR0913
    connection: Connection, room: RoomKey, kind: str, comment_id: str, by: str, now: datetime
) -> Outcome[Comment]:
    comment = _comment(connection, room, comment_id)
    event = append_event(
        connection,
        room,
        kind,
        at=now,
        actor_id=by,
        data={"thread_id": comment.thread_id, "comment_id": comment_id},
        shown={"thread_id": comment.thread_id, "comment": comment.to_json()},
    )
    return Outcome(comment, (event,))
