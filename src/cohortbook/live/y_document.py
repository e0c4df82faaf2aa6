"""A Y document that survives whatever it is fed, and says which answers changed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from pycrdt import Doc, Map, Subscription, Text, get_update, merge_updates

from cohortbook.live.y_answers import Y_ANSWERS
from cohortbook.live.y_format import MalformedError, check_state, check_update
from cohortbook.workbook.exercise import ExerciseDefinition

_log = logging.getLogger(__name__)


class YDocument:
    """The library's document, behind walls.

    Parameters
    ----------
    updates : sequence of bytes
        What makes it as it was last kept.

    Notes
    -----
    It must be closed in the thread in which it was made: the library ends the
    use of its objects in any other.
    """

    def __init__(self, updates: Sequence[bytes]) -> None:
        self._updates = list(updates)
        self._definitions: dict[str, ExerciseDefinition] = {}
        self._subscriptions: list[Subscription] = []
        self._author: str | None = None
        self.changed: dict[str, str | None] = {}
        self._doc = self._built()

    @property
    def size(self) -> int:
        """How large it is at most, in bytes."""
        return sum(len(each) for each in self._updates)

    @property
    def exact_size(self) -> int:
        """How large it is, in bytes; found out by encoding it."""
        return len(self._doc.get_update())

    @property
    def definitions(self) -> dict[str, ExerciseDefinition]:
        """The exercises whose answers are followed, by id."""
        return self._definitions

    def define(self, definitions: Sequence[ExerciseDefinition]) -> None:
        """Follow the answers to these exercises from now on."""
        for each in definitions:
            known = self._definitions.get(each.id)
            self._definitions[each.id] = each
            if (known is None or known.kind != each.kind) and each.answerable:
                self._watch(each)

    def apply(self, update: bytes, author: str) -> None:
        """Apply an update that somebody made.

        Raises
        ------
        MalformedError
            If it is none. The document is as it was.
        """
        check_update(update)
        self._author = author
        try:
            self._doc.apply_update(update)
        except BaseException as error:
            if not _is_the_librarys(error):
                raise
            # Half of it may have been done.
            self._rebuild()
            msg = "the update cannot be applied"
            raise MalformedError(msg) from error
        finally:
            self._author = None
        self._updates.append(update)

    def state(self) -> bytes:
        """Return what it has, as a state vector."""
        return self._doc.get_state()

    def beyond(self, state: bytes) -> bytes:
        """Return an update with what somebody who has `state` lacks.

        Raises
        ------
        MalformedError
            If `state` is no state vector.
        """
        check_state(state)
        try:
            return self._doc.get_update(state)
        except BaseException as error:
            if not _is_the_librarys(error):
                raise
            self._rebuild()
            msg = "the state vector makes no sense"
            raise MalformedError(msg) from error

    def snapshot(self) -> bytes | None:
        """Return one update in the place of all.

        Returns
        -------
        bytes or None
            None when no single update is known to do the same as all.
        """
        try:
            whole = self._doc.get_update()
            # What waits for something that never came is not in the document, but
            # it was acknowledged.
            waiting = get_update(merge_updates(*self._updates), self.state())
            if self._updates and waiting[:1] != b"\x00":
                whole = merge_updates(whole, waiting)
            check_update(whole)
            again: Doc[Any] = Doc()
            again.apply_update(whole)
            return whole if again.get_state() == self.state() else None
        except BaseException as error:
            if not _is_the_librarys(error):
                raise
            _log.warning("A document cannot be put in one update: %s", error)
            return None

    def replace_log(self, snapshot: bytes, count: int) -> None:
        """Take note that a snapshot was kept in the place of the first `count` updates."""
        self._updates[:count] = [snapshot]

    @property
    def count(self) -> int:
        """How many updates it is made of."""
        return len(self._updates)

    def value(self, definition: ExerciseDefinition) -> Any:
        """Read the raw value of an answer; whether it is one, `clean_value` decides."""
        kind = Y_ANSWERS[definition.kind]
        text = str(self._text(definition)) if kind.text else ""
        held = self._map(definition).to_py() or {} if kind.map else {}
        return kind.read(definition.options, text, held)

    def close(self) -> None:
        """Let go of everything; it must not be used any more."""
        self._subscriptions.clear()
        self._doc = Doc()

    def _text(self, definition: ExerciseDefinition) -> Text:
        text: Text = self._doc.get(f"text:{definition.id}", type=Text)
        return text

    def _map(self, definition: ExerciseDefinition) -> Map[Any]:
        held: Map[Any] = self._doc.get(f"value:{definition.id}", type=Map)
        return held

    def _watch(self, definition: ExerciseDefinition) -> None:
        def note(_event: object) -> None:
            self.changed[definition.id] = self._author

        kind = Y_ANSWERS[definition.kind]
        if kind.text:
            self._subscriptions.append(self._text(definition).observe(note))
        if kind.map:
            self._subscriptions.append(self._map(definition).observe(note))

    def _rebuild(self) -> None:
        self._subscriptions.clear()
        self._doc = self._built()
        for each in self._definitions.values():
            if each.answerable:
                self._watch(each)

    def _built(self) -> Doc[Any]:
        """Make the document; one update that cannot be applied does not take the others along."""
        refused: set[int] = set()
        while True:
            doc: Doc[Any] = Doc()
            for number, update in enumerate(self._updates):
                if number in refused:
                    continue
                try:
                    doc.apply_update(update)
                except BaseException as error:
                    if not _is_the_librarys(error):
                        raise
                    _log.exception("An update that is kept cannot be applied; it is passed over")
                    refused.add(number)
                    break
            else:
                return doc


def _is_the_librarys(error: BaseException) -> bool:
    # Its panics are no Exceptions.
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"
