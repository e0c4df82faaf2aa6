"""One message of a WebSocket as it goes down the wire."""

from __future__ import annotations

import struct

_LAST, _TEXT, _BINARY = 0x80, 0x1, 0x2
_SHORT, _MEDIUM = 126, 127


def framed(message: str | bytes) -> bytes:
    """Put a message in a frame of its own, as RFC 6455 has it for what a server sends.

    Parameters
    ----------
    message : str or bytes
        Goes as a text or as a binary message, unmasked and not compressed.
    """
    if isinstance(message, str):
        first, content = _LAST | _TEXT, message.encode()
    else:
        first, content = _LAST | _BINARY, message
    size = len(content)
    if size < _SHORT:
        return bytes((first, size)) + content
    if size < 2**16:
        return struct.pack("!BBH", first, _SHORT, size) + content
    return struct.pack("!BBQ", first, _MEDIUM, size) + content
