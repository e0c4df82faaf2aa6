"""Runs one piece of code as a notebook's cell would, in a process of its own, and tells of it.

Started confined. Orders come as lines of JSON on standard input: first
``{"code": …}``, perhaps ``{"interrupt": true}`` later. What happens goes out as
lines of JSON on what was standard output. What runs here may write such lines
too: whoever reads them believes none.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import resource
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

MEGABYTE = 2**20
# What an interpreter and its libraries map without ever using it.
MAPPED_MB = 1024
# What they take to load, on a slow machine.
START_SECONDS = 10
# What matplotlib found out about the fonts, if that is known.
FONTS = "/fonts"
_CELL = "<ipython-input-"


def limit(limits: dict[str, int]) -> None:
    """Put limits on this process that nothing started here can lift."""
    for what, most in (
        (resource.RLIMIT_AS, (limits["memory_mb"] + MAPPED_MB) * MEGABYTE),
        (resource.RLIMIT_CPU, limits["seconds"] + START_SECONDS),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_FSIZE, limits["file_mb"] * MEGABYTE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


class _Stream(io.RawIOBase):
    """What the code prints."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._telling.tell(stream=bytes(data).decode("utf-8", "replace"))
        return len(data)


def flush() -> None:
    """Tell what was printed so far."""
    with contextlib.suppress(Exception):
        sys.stdout.flush()


class Telling:
    """The line to whoever started this."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # Whole lines at once, in step with everything else that is told.
        sys.stdout = sys.stderr = io.TextIOWrapper(
            io.BufferedWriter(_Stream(self)), "utf-8", "replace", line_buffering=True
        )
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace")
        reading, writing = os.pipe()
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        os.close(writing)
        self._streams = threading.Thread(target=self._follow, args=(reading,), daemon=True)
        self._streams.start()

    def tell(self, **message: Any) -> None:
        """Tell one thing."""
        with self._lock:
            self._out.write(json.dumps(message) + "\n")
            self._out.flush()

    def end(self) -> None:
        """Tell what was printed to the last letter, and that it is all."""
        flush()
        # A process left behind may hold the other ends: it is not waited for long.
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        self._streams.join(0.5)
        self.tell(done=True)

    def _follow(self, reading: int) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        while chunk := os.read(reading, 65536):
            self.tell(stream=decoder.decode(chunk))


def make_shell(telling: Telling) -> Any:
    """Return a shell that runs cells and tells what they show."""
    from IPython.core.displayhook import DisplayHook  # noqa: PLC0415
    from IPython.core.displaypub import DisplayPublisher  # noqa: PLC0415
    from IPython.core.interactiveshell import InteractiveShell  # noqa: PLC0415
    from traitlets.config import Config  # noqa: PLC0415

    class Publisher(DisplayPublisher):
        def publish(self, data: Any, *_: Any, **__: Any) -> None:
            flush()
            telling.tell(data=data)

        def clear_output(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002
            flush()
            telling.tell(clear=True, wait=wait)

    class Hook(DisplayHook):
        def write_output_prompt(self) -> None:
            pass

        def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
            del md_dict
            flush()
            telling.tell(data=format_dict)

        def finish_displayhook(self) -> None:
            pass

    class Shell(InteractiveShell):
        def showtraceback(self, exc_tuple: Any = None, *_: Any, **__: Any) -> None:
            kind, value, where = exc_tuple or sys.exc_info()
            flush()
            telling.tell(error=told(kind, value, where))

        def showsyntaxerror(self, *_: Any, **__: Any) -> None:
            self.showtraceback()

        @contextlib.contextmanager
        def _tee(self, channel: str) -> Iterator[None]:
            # IPython would keep a copy of everything that is printed, for a history we have not.
            del channel
            yield

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    return Shell.instance(
        config=config, displayhook_class=Hook, display_pub_class=Publisher, user_ns={}
    )


def told(
    kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
) -> str:
    """Write an error as who wrote the code reads it: only their own lines."""
    if kind is None or value is None:
        return "an error"
    whole = traceback.TracebackException(kind, value, where, compact=True)
    own = [each for each in whole.stack if each.filename.startswith(_CELL)]
    lines = [f"line {each.lineno}, in {each.name}\n    {each.line}" for each in own]
    lines = [each.replace(", in <module>", "") for each in lines]
    last = [
        each.replace(f'  File "{whole.filename}", ', "") if isinstance(value, SyntaxError) else each
        for each in whole.format_exception_only()
    ]
    return "\n".join([*lines, "".join(last).strip("\n")])


def follow_orders(telling: Telling) -> None:
    """Interrupt the code when that is ordered."""
    del telling
    for line in sys.__stdin__ or ():
        if json.loads(line).get("interrupt"):
            # A signal of its own, which also ends a sleep.
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


def make_ready(shell: Any) -> None:
    """Load what most code asks for, before there is any."""
    # To find the fonts takes seconds, and matplotlib reads of them only where it may write.
    with contextlib.suppress(Exception):
        shutil.copytree(FONTS, os.environ["MPLCONFIGDIR"])
    with contextlib.suppress(Exception):
        shell.enable_matplotlib("inline")
    with contextlib.suppress(Exception):
        import matplotlib.pyplot as plt  # noqa: F401, PLC0415


def main() -> None:
    """Get ready, run what comes, end."""
    limit(json.loads(sys.argv[1]))
    telling = Telling()
    orders = os.fdopen(os.dup(0), encoding="utf-8")
    with open(os.devnull) as nothing:  # noqa: PTH123 - nothing more is imported than has to be
        os.dup2(nothing.fileno(), 0)
    shell = make_shell(telling)
    make_ready(shell)
    telling.tell(ready=True)
    line = orders.readline()
    if not line:
        return
    sys.__stdin__ = orders  # type: ignore[misc]
    threading.Thread(target=follow_orders, args=(telling,), daemon=True).start()
    try:
        shell.run_cell(json.loads(line)["code"], store_history=False)
    except KeyboardInterrupt:
        telling.tell(error="KeyboardInterrupt")
    telling.end()
    # Threads of the code are not waited for.
    os._exit(0)


if __name__ == "__main__":
    main()
