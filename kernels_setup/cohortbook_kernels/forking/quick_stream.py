"""Streams of a kernel that nobody waits for when they have nothing to say."""

from __future__ import annotations

from ipykernel.iostream import OutStream

NAME = f"{__name__}.QuickStream"


class QuickStream(OutStream):
    """A stream that is flushed at once when it is empty.

    Notes
    -----
    A kernel flushes both of its streams after each message, and for each ipykernel waits until
    the thread that publishes has been woken. What was published before by other ways goes
    through the same thread in order, and so does all that comes after.
    """

    def flush(self) -> None:
        """Publish what was written, if anything was."""
        with self._buffer_lock:
            is_empty = not any(each.tell() for each in self._buffers.values())
        # Where what is written goes to the terminal as well, more may be waiting there.
        if self.echo is not None or not is_empty:
            super().flush()  # type: ignore[no-untyped-call]
