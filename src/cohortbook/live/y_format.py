"""Refuses bytes that are no Y update before the CRDT library sees them.

The library trusts the counts and texts in what it decodes: a dozen hostile bytes
make it ask for more memory than there is, which ends the whole process. So
everything that comes from a browser is walked through here first, without
believing any count that the bytes themselves do not bear out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_DEEPEST = 16
_LARGEST_CLIENT = 2**53
_LARGEST_CLOCK = 2**31
_LARGEST_AWARENESS = 8 * 1024  # bytes

_GC, _DELETED, _JSON, _BINARY, _STRING, _EMBED, _FORMAT, _ANY, _SKIP = 0, 1, 2, 3, 4, 5, 6, 8, 10
_HAS_LEFT, _HAS_RIGHT, _HAS_KEY = 0x80, 0x40, 0x20


class MalformedError(ValueError):
    """Bytes that are not what they are said to be."""


class Cursor:
    """Reads the primitives of the encoding, never past the end.

    Parameters
    ----------
    data : bytes
        What to read.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        """How many bytes are left."""
        return len(self._data) - self._at

    def byte(self) -> int:
        """Read one byte."""
        if self._at >= len(self._data):
            msg = "it ends too early"
            raise MalformedError(msg)
        self._at += 1
        return self._data[self._at - 1]

    def number(self, most: int = _LARGEST_CLIENT) -> int:
        """Read an unsigned number of at most `most`."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 127) << shift
            if value > most:
                msg = f"a number is larger than {most}"
                raise MalformedError(msg)
            if byte < 128:
                return value
            shift += 7
            if shift > 63:
                msg = "a number does not end"
                raise MalformedError(msg)

    def count(self) -> int:
        """Read how many things follow; each takes at least one byte."""
        return self.number(self.left)

    def take(self, length: int) -> bytes:
        """Read so many bytes."""
        if length > self.left:
            msg = "it ends too early"
            raise MalformedError(msg)
        self._at += length
        return self._data[self._at - length : self._at]

    def buffer(self) -> bytes:
        """Read bytes that are preceded by their length."""
        return self.take(self.count())

    def text(self) -> str:
        """Read a text."""
        try:
            return self.buffer().decode()
        except UnicodeDecodeError as error:
            msg = "a text is not UTF-8"
            raise MalformedError(msg) from error

    def end(self) -> None:
        """Make sure that nothing follows."""
        if self.left:
            msg = "something follows its end"
            raise MalformedError(msg)


def check_update(update: bytes) -> None:
    """Make sure that bytes are an update of a document such as ours.

    Parameters
    ----------
    update : bytes
        In the first version of the encoding.

    Raises
    ------
    MalformedError
        If they are not, or if they make what no answer is made of: types within
        types, sub-documents.
    """
    cursor = Cursor(update)
    for _ in range(cursor.count()):
        structs = cursor.count()
        cursor.number()
        clock = cursor.number(_LARGEST_CLOCK)
        for _ in range(structs):
            clock += _struct(cursor)
            if clock > _LARGEST_CLOCK:
                msg = "a clock is too large"
                raise MalformedError(msg)
    for _ in range(cursor.count()):
        cursor.number()
        for _ in range(cursor.count()):
            if cursor.number(_LARGEST_CLOCK) + cursor.number(_LARGEST_CLOCK) > _LARGEST_CLOCK:
                msg = "a deletion is too large"
                raise MalformedError(msg)
    cursor.end()


def check_state(state: bytes) -> None:
    """Make sure that bytes are a state vector.

    Raises
    ------
    MalformedError
        If they are not.
    """
    cursor = Cursor(state)
    for _ in range(cursor.count()):
        cursor.number()
        cursor.number(_LARGEST_CLOCK)
    cursor.end()


@dataclass(frozen=True, slots=True)
class AwarenessEntry:
    """What a browser says of a client.

    Parameters
    ----------
    client, clock : int
        Whom it is about, and the number of the word on them, growing.
    state : collections.abc.Mapping or None
        None when they are gone.
    """

    client: int
    clock: int
    state: Mapping[str, Any] | None


def read_awareness(message: bytes) -> list[AwarenessEntry]:
    """Read an awareness update of a reasonable size.

    Raises
    ------
    MalformedError
        If the bytes are none, or a state is no object.
    """
    if len(message) > _LARGEST_AWARENESS:
        msg = f"an awareness update is larger than {_LARGEST_AWARENESS} bytes"
        raise MalformedError(msg)
    outer = Cursor(message)
    cursor = Cursor(outer.buffer())
    outer.end()
    entries = [
        AwarenessEntry(cursor.number(), cursor.number(), _state(cursor))
        for _ in range(cursor.count())
    ]
    cursor.end()
    return entries


def _state(cursor: Cursor) -> Mapping[str, Any] | None:
    state = _parse(cursor.text())
    if state is not None and not isinstance(state, dict):
        msg = "an awareness state is no object"
        raise MalformedError(msg)
    return state


def _struct(cursor: Cursor) -> int:
    """Walk through a struct; return how many clock ticks it takes."""
    info = cursor.byte()
    kind = info & 0x1F
    if kind in (_GC, _SKIP):
        length = cursor.number(_LARGEST_CLOCK)
    else:
        if info & _HAS_LEFT:
            _identifier(cursor)
        if info & _HAS_RIGHT:
            _identifier(cursor)
        if not info & (_HAS_LEFT | _HAS_RIGHT):
            _parent(cursor, has_key=bool(info & _HAS_KEY))
        content = _CONTENTS.get(kind)
        if content is None:
            msg = f"content of kind {kind} is not part of an answer"
            raise MalformedError(msg)
        length = content(cursor)
    if length < 1:
        msg = "a struct is empty"
        raise MalformedError(msg)
    return length


def _identifier(cursor: Cursor) -> None:
    cursor.number()
    cursor.number(_LARGEST_CLOCK)


def _parent(cursor: Cursor, *, has_key: bool) -> None:
    if cursor.number(1):
        cursor.text()
    else:
        _identifier(cursor)
    if has_key:
        cursor.text()


def _deleted(cursor: Cursor) -> int:
    return cursor.number(_LARGEST_CLOCK)


def _string(cursor: Cursor) -> int:
    # Clocks count as JavaScript counts letters.
    return len(cursor.text().encode("utf-16-le")) // 2


def _binary(cursor: Cursor) -> int:
    cursor.buffer()
    return 1


def _embed(cursor: Cursor) -> int:
    _json(cursor)
    return 1


def _format(cursor: Cursor) -> int:
    cursor.text()
    _json(cursor)
    return 1


def _json_values(cursor: Cursor) -> int:
    count = cursor.count()
    for _ in range(count):
        text = cursor.text()
        if text != "undefined":
            _parse(text)
    return count


def _any_values(cursor: Cursor) -> int:
    count = cursor.count()
    for _ in range(count):
        _any(cursor, 0)
    return count


def _json(cursor: Cursor) -> None:
    _parse(cursor.text())


def _parse(text: str) -> Any:
    # A parser without a limit of its own must not be led deeper than its stack.
    if text.count("[") + text.count("{") > _DEEPEST:
        msg = "a value is too deep"
        raise MalformedError(msg)
    try:
        return json.loads(text)
    except ValueError as error:
        msg = "a value is not JSON"
        raise MalformedError(msg) from error


def _any(cursor: Cursor, depth: int) -> None:
    if depth > _DEEPEST:
        msg = "a value is too deep"
        raise MalformedError(msg)
    kind = cursor.byte()
    if kind in _FIXED_SIZES:
        cursor.take(_FIXED_SIZES[kind])
    elif kind == _SIGNED:
        # Six bits and a sign in the first byte.
        if cursor.byte() & 0x80:
            cursor.number()
    elif kind == _TEXT:
        cursor.text()
    elif kind == _BYTES:
        cursor.buffer()
    elif kind in (_OBJECT, _ARRAY):
        for _ in range(cursor.count()):
            if kind == _OBJECT:
                cursor.text()
            _any(cursor, depth + 1)
    else:
        msg = f"a value of kind {kind} is unknown"
        raise MalformedError(msg)


_SIGNED, _TEXT, _OBJECT, _ARRAY, _BYTES = 125, 119, 118, 117, 116
# Undefined, null, 32-bit and 64-bit float, 64-bit integer, false, true.
_FIXED_SIZES = {127: 0, 126: 0, 124: 4, 123: 8, 122: 8, 121: 0, 120: 0}

_CONTENTS: dict[int, Callable[[Cursor], int]] = {
    _DELETED: _deleted,
    _JSON: _json_values,
    _BINARY: _binary,
    _STRING: _string,
    _EMBED: _embed,
    _FORMAT: _format,
    _ANY: _any_values,
}
