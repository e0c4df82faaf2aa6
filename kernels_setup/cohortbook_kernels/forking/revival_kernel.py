"""A kernel whose cells run before it has sockets, and which comes to life after a fork.

The kernel's own code runs them, with its own displayhook, publisher and streams: only what
they would put on sockets goes over a line instead. What this relies on in ipykernel and
IPython is held by tests/integration/test_kernel_reliance.py.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Sequence
from typing import Any
from unittest.mock import patch

import zmq
from ipykernel.iostream import IOPubThread, OutStream
from IPython.core.history import HistoryManager
from jupyter_client.session import Session
from traitlets.utils.importstring import import_item
from zmq.eventloop.zmqstream import ZMQStream

from cohortbook_kernels.forking.own_files import only_read, take_over
from cohortbook_kernels.forking.prebuilt import PrebuiltKernel
from cohortbook_kernels.forking.revival_line import KEY, Line, LineSocket

# What a session's history keeps in memory.
_REMEMBERED = (
    "input_hist_parsed",
    "input_hist_raw",
    "dir_hist",
    "output_hist",
    "output_hist_reprs",
    "outputs",
    "exceptions",
    # What it has still to write down.
    "db_input_cache",
    "db_output_cache",
    "_i",
    "_ii",
    "_iii",
    "_i00",
)
_STREAMS = ("stdout", "stderr")
# What of a stream does not hang on how it sends: whose output it takes, and who changes it.
_OF_A_STREAM = ("_parent_header", "_parent_header_global", "_local")


class EarlyKernel(PrebuiltKernel):
    """A prebuilt kernel that can run cells before it lives.

    Parameters
    ----------
    built : PrebuiltKernel
        Used up by it.
    line : Line
        Takes what the cells put out.
    """

    def __init__(self, built: PrebuiltKernel, line: Line) -> None:
        vars(self).update(vars(built))
        self._streams: dict[str, OutStream] = {}
        self._chance: tuple[Any, Any] | None = None
        kernel = self._app.kernel
        kernel.session = Session(parent=self._app, key=KEY)
        kernel.iopub_socket = LineSocket(line, "iopub")
        kernel.shell_stream = _EarlyStream(line)
        for publisher in (kernel.shell.displayhook, kernel.shell.display_pub):
            publisher.session = kernel.session
            publisher.pub_socket = kernel.iopub_socket
        kernel.shell.displayhook.topic = kernel._topic("execute_result")  # noqa: SLF001
        for name in _STREAMS:
            stream = OutStream(  # type: ignore[no-untyped-call]
                kernel.session, _EarlyThread(line), name, watchfd=False
            )
            self._streams[name] = stream
            setattr(sys, name, stream)
        # One that writes nothing: no file is opened, no thread is started.
        kernel.shell.configurables.remove(kernel.shell.history_manager)
        kernel.shell.history_manager = HistoryManager(
            shell=kernel.shell, parent=kernel.shell, enabled=False
        )
        kernel.shell.init_user_ns()
        self._name_session()
        super()._settle()

    @property
    def shell(self) -> Any:
        """Its IPython shell."""
        return self._app.kernel.shell

    def hear(self, frames: Sequence[bytes]) -> bool:
        """Do what a message asks for; say whether it was done without waiting for anything."""
        coming = self._app.kernel.dispatch_shell([zmq.Frame(each) for each in frames])
        try:
            coming.send(None)
        except StopIteration:
            return True
        coming.close()
        return False

    def has_its_streams(self) -> bool:
        """Say whether what is printed still goes where it should."""
        return all(getattr(sys, name) is stream for name, stream in self._streams.items())

    def keep_chance(self) -> None:
        """Let the common generators of random numbers go on where they are, in every child."""
        numpy_random = sys.modules.get("numpy.random")
        self._chance = (random.getstate(), numpy_random and numpy_random.get_state())

    def live(
        self,
        connection_file: str,
        arguments: Sequence[str],
        *,
        when_bound: Callable[[], None],
        when_ready: Callable[[], None],
    ) -> None:
        """Be the kernel that listens where a connection file says, with all cells run."""
        take_over(only_read())
        if self._chance is not None:
            random.setstate(self._chance[0])
            if self._chance[1] is not None:
                sys.modules["numpy.random"].set_state(self._chance[1])
        for name in _STREAMS:
            setattr(sys, name, getattr(sys, f"__{name}__"))
        super().live(connection_file, arguments, when_bound=when_bound, when_ready=when_ready)

    def _open_streams(self) -> None:
        """Open the early streams anew: whoever holds one, such as a handler of logs, goes on."""
        wanted = str(self._app.outstream_class)

        def found(name: str) -> Any:
            return self._opened_anew if name == wanted else import_item(name)

        with patch("ipykernel.kernelapp.import_item", found):
            super()._open_streams()

    def _opened_anew(self, session: Session, thread: Any, name: str, **how: Any) -> OutStream:
        stream = self._streams[name]
        kept = {each: getattr(stream, each) for each in _OF_A_STREAM}
        stream.__init__(session, thread, name, **how)  # type: ignore[misc]
        vars(stream).update(kept)
        return stream

    def _take_history(self) -> None:
        shell = self.shell
        before = shell.history_manager
        self._begin_history()
        for name in _REMEMBERED:
            setattr(shell.history_manager, name, getattr(before, name))

    def _settle(self) -> None:
        """Do nothing: it was done before the first cell."""


class _EarlyStream(ZMQStream):
    """Stands where a kernel expects the stream that it answers on."""

    def __init__(self, line: Line) -> None:
        self._line_socket = LineSocket(line, "shell")

    def send_multipart(self, msg: Sequence[Any], *_how: Any, **_more: Any) -> None:
        self._line_socket.send_multipart(msg)

    def flush(self, *_which: Any, **_how: Any) -> int:
        """Do nothing: what is sent has gone."""
        return 0


class _EarlyThread(IOPubThread):
    """Stands where a stream expects the thread that publishes; publishes at once."""

    def __init__(self, line: Line) -> None:
        # As of one that has ended: then a stream sends by itself.
        self.thread: Any = None
        self.io_loop: Any = None
        self._line_socket = LineSocket(line, "iopub")
        self._master_pid = os.getpid()

    def schedule(self, _work: Callable[[], None]) -> None:
        """Do nothing: whoever shows something flushes, and so does the end of each cell."""

    def send_multipart(self, frames: Sequence[Any], **_how: Any) -> None:
        self._line_socket.send_multipart(frames)
