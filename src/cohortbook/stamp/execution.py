"""Parameters put in and cells run, by papermill, several workbooks at a time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors

from cohortbook.stamp.parametrized import parametrized

_END_SECONDS = 2
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_START_SECONDS = 60
_LONGEST_MESSAGE = 500
# Kernels are given ports that were free a moment ago; somebody else may be faster.
_STARTS = 3

# What goes wrong is raised as well; nobody needs to read it twice.
_logger = logging.getLogger(__name__)
_logger.addHandler(logging.NullHandler())

# Told before a code cell runs: its place among the code cells, and how many there are.
CellProgress = Callable[[int, int], None]


class CellTrouble(Exception):  # noqa: N818 - told to the stamper, which makes an error of it
    """A cell that could not be run to its end.

    Parameters
    ----------
    cell_id : str or None
        The cell; None when the kernel did not even start.
    what : str
        What happened, in one sentence.
    mend : str
        What to do about it.
    """

    def __init__(self, cell_id: str | None, what: str, mend: str) -> None:
        super().__init__(what)
        self.cell_id = cell_id
        self.what = what
        self.mend = mend


class _RoomEngine(Engine):  # type: ignore[misc]
    """Runs cells as a room's kernel would, and can be stopped from outside."""

    name: ClassVar[str] = "cohortbook"

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, execution: Execution, watch: _Watch, **_more: Any
    ) -> None:
        client = PapermillNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            log=_logger,
            timeout=execution.cell_seconds,
            startup_timeout=_START_SECONDS,
            resources={"metadata": {"path": str(execution.folder)}},
            # Times would make two runs of the same thing differ.
            record_timing=False,
            # Nothing a kernel could still save is wanted, and asking takes a second.
            shutdown_kernel="immediate",
            on_cell_start=watch.cell_started,
        )
        with execution.running(client):
            client.execute(
                env={**os.environ, **execution.environment},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        # Widget states have random names. They cannot be left out from the start: the
        # library keeps there what Output widgets take in.
        nb_man.nb.metadata.pop("widgets", None)


papermill_engines.register(_RoomEngine.name, _RoomEngine)


class _Watch:
    """Remembers which cell is running."""

    def __init__(self, notebook: NotebookNode, progress: CellProgress) -> None:
        self.cell_id: str | None = None
        self._progress = progress
        self._total = sum(each.cell_type == "code" for each in notebook.cells) + 1
        self._done = 0

    def cell_started(self, cell: NotebookNode, cell_index: int) -> None:  # noqa: ARG002 - by name
        self.cell_id = cell.id
        self._progress(self._done, self._total)
        self._done += 1


class Execution:
    """Runs the cells of workbooks; safe to use from several threads.

    Parameters
    ----------
    folder : pathlib.Path
        Where the cells find themselves: relative paths start here.
    cell_seconds : int
        How long one cell may take.
    environment : collections.abc.Mapping of str to str
        What kernels and what starts them are told; see
        `cohortbook.workbook.kernel_environment.environment_of`.
    """

    def __init__(self, folder: Path, cell_seconds: int, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.cell_seconds = cell_seconds
        self.environment = dict(environment)
        self._lock = threading.Lock()
        self._clients: set[Any] = set()
        self._stopped = False

    def run(
        self,
        notebook: NotebookNode,
        parameters: Mapping[str, Any],
        kernel_name: str,
        progress: CellProgress,
    ) -> NotebookNode:
        """Put parameters in and run all cells.

        Parameters
        ----------
        notebook : nbformat.NotebookNode
            Not changed.
        parameters : collections.abc.Mapping
            Of plain JSON values.
        kernel_name : str
            An installed kernelspec for Python.
        progress : callable
            Told before each code cell.

        Returns
        -------
        nbformat.NotebookNode
            With outputs.

        Raises
        ------
        CellTrouble
            When a cell raises, takes too long or loses its kernel.
        """
        watch = _Watch(notebook, progress)
        loop = ensure_event_loop()
        try:
            return self._run_or_retry(notebook, parameters, kernel_name, watch)
        except PapermillExecutionError as error:
            said = f"{error.ename}: {_first_line(error.evalue)}"
            what = f"The cell raised {said.removesuffix(': ')}."
            mend = "Correct the cell, or the parameters of this group in cohort.yaml."
            raise CellTrouble(watch.cell_id, what, mend) from error
        except CellTimeoutError as error:
            what = f"The cell ran for more than {self.cell_seconds} s."
            mend = "Make it do less, or allow more with --cell-seconds."
            raise CellTrouble(watch.cell_id, what, mend) from error
        except DeadKernelError as error:
            what = "The kernel died while the cell ran."
            mend = "See whether the cell needs more memory than there is, or ends the process."
            raise CellTrouble(watch.cell_id, what, mend) from error
        except RuntimeError as error:
            if watch.cell_id is not None:
                raise
            what = f"The kernel {kernel_name} did not start: {_first_line(str(error))}."
            mend = f"Try: jupyter run --kernel={kernel_name}"
            raise CellTrouble(None, what, mend) from error
        finally:
            _close(loop)

    def stop(self) -> None:
        """Kill all kernels; whoever waits for one gets a `CellTrouble` within seconds.

        Notes
        -----
        A kernel that is just being started may be missed: call it until nobody waits.
        """
        with self._lock:
            self._stopped = True
            clients = list(self._clients)
        for client in clients:
            provisioner = getattr(client.km, "provisioner", None)
            pid = getattr(provisioner, "pid", None)
            if pid:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)

    @contextlib.contextmanager
    def running(self, client: Any) -> Iterator[None]:
        """Let `stop` reach a client's kernel for the length of a block."""
        with self._lock:
            self._clients.add(client)
        try:
            yield
        finally:
            with self._lock:
                self._clients.discard(client)

    def _run_or_retry(
        self,
        notebook: NotebookNode,
        parameters: Mapping[str, Any],
        kernel_name: str,
        watch: _Watch,
    ) -> NotebookNode:
        for _ in range(_STARTS - 1):
            try:
                return self._run(notebook, parameters, kernel_name, watch)
            except RuntimeError:
                if watch.cell_id is not None or self._stopped:
                    raise
        return self._run(notebook, parameters, kernel_name, watch)

    def _run(
        self,
        notebook: NotebookNode,
        parameters: Mapping[str, Any],
        kernel_name: str,
        watch: _Watch,
    ) -> NotebookNode:
        # What `execute_notebook` of papermill would do, but for writing it all down as text
        # and reading it again.
        executed = papermill_engines.execute_notebook_with_engine(
            _RoomEngine.name,
            parametrized(notebook, parameters),
            kernel_name,
            progress_bar=False,
            execution=self,
            watch=watch,
        )
        raise_for_execution_errors(executed, None)
        assert isinstance(executed, NotebookNode)
        return executed


def _close(loop: asyncio.AbstractEventLoop) -> None:
    # Each thread got a loop of its own, which nobody else would close. What a cell that was
    # given up still waits for would complain on the terminal when it is thrown away.
    waiting = asyncio.all_tasks(loop)
    for each in waiting:
        each.cancel()
    if waiting:
        # One that does not end, because what it waits for was killed, is not waited for.
        loop.run_until_complete(asyncio.wait(waiting, timeout=_END_SECONDS))
    loop.close()
    asyncio.set_event_loop(None)


def _first_line(text: str) -> str:
    lines = _ANSI.sub("", text).strip().splitlines()
    return lines[0][:_LONGEST_MESSAGE] if lines else ""
